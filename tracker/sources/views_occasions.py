"""The pages of occasions: the list, one occasion, the picker, the form."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from tracker.dates import Days, parse_days
from tracker.errors import Refused, Stale
from tracker.models import Occasion
from tracker.sources import queries_occasions
from tracker.sources.choosing import clash, speaker_chooser
from tracker.sources.commands_occasions import create_occasion, edit_occasion
from tracker.sources.forms import OCCASION_TEXTS, OccasionForm, occasion_values
from tracker.sources.hosts import BODIES
from tracker.sources.shown import show_occasion
from tracker.visibility import find
from tracker.vocabulary import AccountRole, OccasionKind
from tracker.web import listing, pick
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.locale import days, label, language
from tracker.web.locale import gettext as _
from tracker.web.paging import Key, page_of
from tracker.web.reference import asked_action, settle
from tracker.web.session import saving, session

bp = Blueprint("occasions", __name__, url_prefix="/occasions")

_SORTS = {
    "held": (Key(Occasion.first_on, descending=True), Key(Occasion.id, descending=True)),
    "name": (Key(Occasion.folded), Key(Occasion.id)),
    "added": (Key(Occasion.id, descending=True),),
}
_COLUMNS = tuple(
    listing.Column(name)
    for name in ("id", "uid", "key", "kind", "name", "place", "held_on", "start_time", "host")
)


def _days(name: str) -> Days | None:
    asked = listing.argument(name)
    return parse_days(asked, field=name) if asked else None


@listing.data_route(bp, "/")
def index() -> ResponseReturnValue:
    """All occasions that the visitor may know of, the newest first."""
    q, asked = listing.argument("q"), listing.argument("kind")
    kind = next((kind for kind in OccasionKind if kind == asked), None)
    begins, ends = _days("said_from"), _days("said_to")
    rows = queries_occasions.occasions_listed(
        viewer(),
        language(),
        q=q,
        kind=kind,
        said_from=begins.first if begins else None,
        said_to=ends.last if ends else None,
    )
    sort, keys = listing.chosen_sort(_SORTS, "held")
    found = page_of(session(), rows, keys=keys, cursor=listing.cursor())
    counts = queries_occasions.said_there(session(), viewer(), [row.id for row in found.rows])
    active = [
        listing.active_filter(name, words, value)
        for name, words, value in (
            ("q", _("Words"), q),
            ("kind", _("Kind"), label(kind)),
            ("said_from", _("From"), days(begins)),
            ("said_to", _("Until"), days(ends)),
        )
        if value
    ]
    columns = [*_COLUMNS, listing.Column("statements", lambda row: counts.get(row.id, 0))]
    shown = listing.Listing(columns, found, filters=active, sort=sort)
    return listing.answer(
        shown,
        "occasions/index.html",
        counts=counts,
        kinds=OccasionKind,
        kind=kind,
        q=q,
        said_from=begins.text if begins else "",
        said_to=ends.text if ends else "",
    )


@bp.get("/pick")
def picker() -> ResponseReturnValue:
    """Occasions for a picker, by name or place."""
    matches = queries_occasions.occasions_matching(
        session(), viewer(), pick.asked(), language(), limit=pick.LIMIT
    )
    return pick.answer_options(
        (one.id, one.name, ", ".join(word for word in (one.place, days(one.held_on)) if word))
        for one in matches
    )


@listing.data_route(bp, "/<ident>")
def show(ident: str) -> ResponseReturnValue:
    """When and where it was, and what was said there."""
    return show_occasion(find(session(), Occasion, key_of(ident), viewer()))


@bp.get("/new")
@needs(AccountRole.EDITOR)
def new() -> ResponseReturnValue:
    """An empty form, with the name that was typed elsewhere."""
    field = "name_id" if language() == "id" else "name_en"
    return _form_page(OccasionForm(data={field: listing.argument("name")}), None)


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create() -> ResponseReturnValue:
    return _store(None)


@bp.get("/<ident>/edit")
@needs(AccountRole.EDITOR)
def edit(ident: str) -> ResponseReturnValue:
    occasion = find(session(), Occasion, key_of(ident), viewer())
    return _form_page(OccasionForm(data=occasion_values(occasion)), occasion)


@bp.post("/<ident>/edit")
@needs(AccountRole.EDITOR)
def save(ident: str) -> ResponseReturnValue:
    return _store(find(session(), Occasion, key_of(ident), viewer()))


def _store(occasion: Occasion | None) -> ResponseReturnValue:
    """Save what was typed, or show it again with what is wrong."""
    form = OccasionForm(request.form)
    if asked_action().startswith("find:"):
        return _form_page(form, occasion, status=200)
    is_valid = form.validate()
    host = settle(form, form.host, speaker_chooser(BODIES))
    if is_valid and not form.errors:
        draft, version = form.to_draft(host.id), form.version.data or 0
        try:
            with saving() as writing:
                if occasion is None:
                    occasion = create_occasion(writing, draft, by=viewer())
                else:
                    edit_occasion(writing, occasion.id, draft, version=version, by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            return _stale(form, occasion)
        else:
            flash(_("Saved."))
            return redirect(
                address("occasions", occasion.id, occasion.name_en or occasion.name_id), 303
            )
    return _form_page(form, occasion)


def _stale(form: OccasionForm, occasion: Occasion | None) -> ResponseReturnValue:
    """Both texts and what was typed; saving again is saving over what is there now."""
    if occasion is None:
        raise Stale("occasion", 0, 0, 0)
    session().refresh(occasion)
    differences = clash(form, occasion_values(occasion), ("kind", "host", *OCCASION_TEXTS))
    form.version.data, form.version.raw_data = occasion.version, None
    return _form_page(form, occasion, status=409, differences=differences)


def _form_page(
    form: OccasionForm,
    occasion: Occasion | None,
    *,
    status: int | None = None,
    differences: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    return form.shown(
        "occasions/form.html",
        status,
        occasion=occasion,
        host=settle(form, form.host, speaker_chooser(BODIES)),
        differences=differences or (),
        is_stale=differences is not None,
    )
