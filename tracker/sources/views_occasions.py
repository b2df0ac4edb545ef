"""The pages of occasions: the list, one occasion, the picker, the form."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.dates import Days, parse_days
from tracker.models import Occasion
from tracker.sources import queries_occasions
from tracker.sources.choosing import speaker_chooser
from tracker.sources.commands_occasions import create_occasion, edit_occasion
from tracker.sources.forms import OCCASION_TEXTS, OccasionForm, occasion_values
from tracker.sources.hosts import BODIES
from tracker.sources.shown import show_occasion
from tracker.visibility import find
from tracker.vocabulary import AccountRole, OccasionKind
from tracker.web import listing, pick
from tracker.web.access import needs, viewer
from tracker.web.addresses import key_of
from tracker.web.editing import Editing
from tracker.web.locale import days, label, language
from tracker.web.locale import gettext as _
from tracker.web.paging import Key, page_of
from tracker.web.session import session

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


def _write(
    writing: Session, form: OccasionForm, occasion: Occasion | None, host: int | None
) -> Occasion:
    draft, version = form.to_draft(host), form.version.data or 0
    if occasion is None:
        return create_occasion(writing, draft, by=viewer())
    return edit_occasion(writing, occasion.id, draft, version=version, by=viewer())


_EDITING = Editing(
    noun="occasions",
    name="occasion",
    form=OccasionForm,
    picked="host",
    chooser=lambda: speaker_chooser(BODIES),
    values=occasion_values,
    compared=("kind", "host", *OCCASION_TEXTS),
    write=_write,
    title=lambda occasion: occasion.name_en or occasion.name_id,
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
    return _EDITING.page(OccasionForm(data={field: listing.argument("name")}))


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create() -> ResponseReturnValue:
    return _EDITING.store(None)


@bp.get("/<ident>/edit")
@needs(AccountRole.EDITOR)
def edit(ident: str) -> ResponseReturnValue:
    return _EDITING.opened(find(session(), Occasion, key_of(ident), viewer()))


@bp.post("/<ident>/edit")
@needs(AccountRole.EDITOR)
def save(ident: str) -> ResponseReturnValue:
    return _EDITING.store(find(session(), Occasion, key_of(ident), viewer()))
