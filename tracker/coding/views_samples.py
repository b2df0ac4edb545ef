"""The screens of samples: draw one, look how far it is, close it."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.coding import queries
from tracker.coding.commands_samples import close_sample, draw_sample
from tracker.coding.forms import SampleForm
from tracker.errors import Missing, Refused, Stale
from tracker.models import Sample
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.addresses import address
from tracker.web.forms import Form
from tracker.web.listing import argument
from tracker.web.locale import gettext as _
from tracker.web.locale import language
from tracker.web.session import saving, session

bp = Blueprint("samples", __name__, url_prefix="/coding/samples")


@bp.get("/new")
@needs(AccountRole.REVIEWER)
def new() -> ResponseReturnValue:
    """An empty form; `statement` of the address is picked already."""
    picked = argument("statement")
    method = {"method": "picked", "picked": picked} if picked else {}
    form = SampleForm(data={"seed": secrets.token_hex(4), **method})
    return form.shown("coding/new.html", section="coding")


@bp.post("/new")
@needs(AccountRole.REVIEWER)
def draw() -> ResponseReturnValue:
    """Draw it."""
    form = SampleForm(request.form)
    if form.validate():
        try:
            with saving(action="draw") as writing:
                number = draw_sample(writing, form.to_draft(), by=viewer()).id
        except Refused as refusal:
            form.explain(refusal)
        else:
            flash(_("Drawn. What waits for your own coding stands under “Coding”."), "done")
            return redirect(f"/coding/samples/{number}", 303)
    return form.shown("coding/new.html", section="coding")


@bp.get("/<int:number>")
@needs(AccountRole.REVIEWER)
def show(number: int) -> ResponseReturnValue:
    """How far a sample is, statement by statement."""
    sample = _sample(number)
    tasks = queries.tasks_of(session(), viewer(), sample.id)
    shown = tasks[: queries.MOST_SHOWN]
    words = queries.words_of(session(), viewer(), shown, language(), address)
    form = Form(data={"version": sample.version})
    return render_template(
        "coding/sample.html",
        section="coding",
        sample=sample,
        tasks=shown,
        total=len(tasks),
        words=words,
        form=form,
    )


@bp.post("/<int:number>/close")
@needs(AccountRole.REVIEWER)
def close(number: int) -> ResponseReturnValue:
    """End a sample; what nobody has coded leaves it."""
    sample, form = _sample(number), Form(request.form)
    if not form.validate():
        # A button alone sends nothing; whatever came twice did not come from a page of ours.
        abort(400)
    try:
        with saving(action="close") as writing:
            row = writing.get_one(Sample, sample.id)
            close_sample(writing, row, version=form.version.data or 0)
    except Stale:
        flash(_("It was changed in the meantime. Look at it again."), "warning")
    else:
        flash(_("Closed. What nobody had coded has left the sample."), "done")
    return redirect(f"/coding/samples/{number}", 303)


def _sample(number: int) -> queries.Progress:
    found = queries.samples(session(), number)
    if not found:
        raise Missing("sample", str(number))
    return found[0]
