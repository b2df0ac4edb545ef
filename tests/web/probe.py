"""A small feature of a few pages, written as the product's own are."""

from typing import Any

import psycopg
from flask import Blueprint, jsonify, render_template_string, request
from jinja2 import DictLoader
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from wtforms.fields import FormField
from wtforms.validators import DataRequired

from tracker.db import Busy
from tracker.errors import N_, Doubt, Missing, Refused, Stale
from tracker.models import Outlet
from tracker.vocabulary import AccountRole, Check, Stance
from tracker.web.access import needs, viewer
from tracker.web.fields import (
    DaysField,
    KeyField,
    LanguageField,
    LongTextField,
    ManyField,
    NumberField,
    RowList,
    TextField,
    TimeField,
    WordChoices,
    WordField,
)
from tracker.web.forms import BareForm, Form
from tracker.web.guard import single
from tracker.web.listing import (
    Column,
    Listing,
    active_filter,
    answer,
    argument,
    chosen_sort,
    cursor,
    data_route,
)
from tracker.web.paging import Key, page_of
from tracker.web.pick import answer_options, asked
from tracker.web.session import saving, session

NAMED = (Key(Outlet.name), Key(Outlet.id))
SORTS = {"name": NAMED, "newest": (Key(Outlet.created_at, descending=True), Key(Outlet.id))}
LIST = """{% extends "base.html" %}{% block title %}Outlets{% endblock %}{% block content %}
<h1>Outlets</h1>{% for row in listing.rows %}<p class="row">{{ row.name }}</p>{% endfor %}
{% for item in listing.filters %}<a class="filter" href="{{ item.remove_url }}">{{ item.label }}</a>
{% endfor %}<p class="total">{{ listing.total | number }}</p>
<a class="next" href="{{ listing.next_url or '' }}"></a>
<a class="previous" href="{{ listing.previous_url or '' }}"></a>
<a class="clear" href="{{ listing.clear_url }}"></a>{% endblock %}"""


class Row(BareForm):
    """One row of the form."""

    claim = KeyField(N_("Claim"))
    targets = ManyField(N_("Towards"))


class ProbeForm(Form):
    """One field of each kind."""

    may_repeat = ("names-*-text",)

    title = TextField(N_("Title"), [DataRequired()])
    words = LongTextField(N_("Words"))
    said_on = DaysField(N_("Day"))
    period = DaysField(N_("Days"), period=True)
    at = TimeField(N_("Time"))
    language = LanguageField(N_("Language"))
    outlet = KeyField(N_("Outlet"))
    count = NumberField(N_("Count"))
    code = WordChoices(N_("Stance"), words=Stance)
    role = WordField(N_("Role"), words=AccountRole, blank=N_("none"))
    topics = ManyField(N_("Topics"))
    rows = RowList(FormField(Row), min_entries=1, limit=3)


FORM = """{% extends "base.html" %}{% from "macros/forms.html" import error_summary, field %}
{% block title %}Form{% endblock %}{% block content %}<h1>Form</h1>{{ error_summary(form) }}
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
{{ form.version() }}{{ form.client_token() }}
{% for one in [form.title, form.words, form.said_on, form.period, form.at, form.language,
  form.outlet, form.count, form.code, form.role] %}{{ field(one) }}{% endfor %}
{% for row in form.rows %}{{ field(row.form.claim) }}{% endfor %}
{% for doubt in form.doubts %}<p class="doubt">{{ doubt.check }} {{ doubt.message }}</p>{% endfor %}
</form>{% endblock %}"""


bp: Any = Blueprint("probe", __name__, url_prefix="/probe")
bp.jinja_loader = DictLoader({"probe/index.html": LIST, "probe/form.html": FORM})


@data_route(bp, "/")
def index():
    """A list with a filter and two orders."""
    sort, keys = chosen_sort(SORTS, "name")
    wanted = argument("outlet")
    found = select(Outlet.uid, Outlet.name, Outlet.url, Outlet.created_at)
    if wanted:
        found = found.where(Outlet.name.startswith(wanted))
    page = page_of(session(), found, keys=keys, cursor=cursor(), size=argument_size())
    total = session().scalar(select(func.count()).select_from(found.subquery()))
    filters = [active_filter("outlet", "Outlet", wanted)] if wanted else []
    columns = [Column("name"), Column("url", lambda row: row.url or None)]
    listing = Listing(columns, page, total, filters, sort)
    return answer(listing, "probe/index.html")


def argument_size():
    """How many rows a page of the test has."""
    return int(argument("size", "3"))


@data_route(bp, "/<key>")
def show(key):
    """One object."""
    return jsonify(key=key)


@bp.route("/form", methods=["GET", "POST"])
@needs(AccountRole.EDITOR)
def edit():
    """A form with a command that refuses what it is asked to."""
    form = ProbeForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        try:
            with saving(why="a test") as writing:
                writing.add(Outlet(name=form.title.data))
                writing.flush()
                obey(str(form.words.data))
        except Refused as refusal:
            form.explain(refusal)
        else:
            return jsonify(form.data)
    return form.shown("probe/form.html")


def obey(asked_for):
    """Raise what the words ask for."""
    doubt = Doubt("Is it a twin?", check=Check.TWIN, twin=7, field="title")
    if asked_for == "refuse":
        others = [Refused("This row is wrong.", field="rows-0-claim"), Refused("All is wrong.")]
        raise Refused("“%(title)s” is wrong.", field="title", title="x", others=others)
    if asked_for == "doubt":
        raise doubt


@bp.get("/needs-reviewer")
@needs(AccountRole.REVIEWER)
def reviewers():
    """A page for reviewers."""
    return viewer().name


@bp.get("/raise/<what>")
def problem(what):
    """Something goes wrong."""
    problems = {
        "missing": Missing("claim", "x"),
        "stale": Stale("claim", 1, 2, 3),
        "refused": Refused("No %(thing)s.", thing="way"),
        "busy": Busy("busy"),
        "unreachable": OperationalError("SELECT 1", {}, psycopg.OperationalError("gone")),
        "fault": RuntimeError("a secret detail"),
    }
    raise problems[what]


@bp.get("/raise-quoting/<words>")
def quoting(words):
    """Something goes wrong, and the exception quotes what was typed."""
    session().execute(text("SELECT * FROM outlet WHERE id = :words OR no_column"), {"words": words})


@bp.get("/raise/fault.json")
def fault_in_data():
    """Something goes wrong where JSON was asked for."""
    raise RuntimeError("a secret detail")


@bp.post("/single")
@needs(AccountRole.EDITOR)
def one_field():
    """A small form without a class."""
    return jsonify(reason=single("reason"))


@bp.get("/pick")
def pick():
    """Answer a picker."""
    return answer_options([(1, asked()), (2, "b", "hint"), {"key": "c", "label": "d"}])


@bp.get("/misspelt")
def misspelt():
    """A template that uses a name that does not exist."""
    return render_template_string("{{ no_such_name }}")
