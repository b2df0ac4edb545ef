"""The pages of outlets: the list, one outlet with its sources, the picker, the form."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import text
from tracker.models import Outlet
from tracker.sources import queries
from tracker.sources.choosing import speaker_chooser
from tracker.sources.commands_outlets import create_outlet, edit_outlet
from tracker.sources.forms import OutletForm, outlet_values
from tracker.sources.shown import show_outlet
from tracker.visibility import find
from tracker.vocabulary import AccountRole
from tracker.web import listing, pick
from tracker.web.access import needs, viewer
from tracker.web.addresses import key_of
from tracker.web.editing import Editing
from tracker.web.locale import gettext as _
from tracker.web.locale import language_name
from tracker.web.paging import Key, page_of
from tracker.web.session import session

bp = Blueprint("outlets", __name__, url_prefix="/outlets")

_SORTS = {
    "name": (Key(Outlet.folded), Key(Outlet.id)),
    "added": (Key(Outlet.id, descending=True),),
}
_COLUMNS = tuple(map(listing.Column, ("id", "uid", "key", "name", "url", "language")))


def _write(
    writing: Session, form: OutletForm, outlet: Outlet | None, speaker: int | None
) -> Outlet:
    draft, version = form.to_draft(speaker), form.version.data or 0
    if outlet is None:
        return create_outlet(writing, draft, by=viewer())
    return edit_outlet(writing, outlet.id, draft, version=version, by=viewer())


_EDITING = Editing(
    noun="outlets",
    name="outlet",
    form=OutletForm,
    picked="speaker",
    chooser=speaker_chooser,
    values=outlet_values,
    compared=("name", "url", "language", "speaker"),
    write=_write,
    title=lambda outlet: outlet.name,
)


@listing.data_route(bp, "/")
def index() -> ResponseReturnValue:
    """All outlets that the visitor may know of, by name."""
    q, asked = listing.argument("q"), listing.argument("language")
    tongue = text.language_tag(asked, field="language") if asked else ""
    sort, keys = listing.chosen_sort(_SORTS, "name")
    rows = queries.outlets_listed(viewer(), q=q, language=tongue)
    found = page_of(session(), rows, keys=keys, cursor=listing.cursor())
    counts = queries.outlet_counts(session(), viewer(), [row.id for row in found.rows])
    active = []
    if q:
        active.append(listing.active_filter("q", _("Words"), q))
    if tongue:
        active.append(listing.active_filter("language", _("Language"), language_name(tongue)))
    columns = [
        *_COLUMNS,
        listing.Column("sources", lambda row: counts[row.id][0]),
        listing.Column("statements", lambda row: counts[row.id][1]),
    ]
    shown = listing.Listing(columns, found, filters=active, sort=sort)
    return listing.answer(shown, "outlets/index.html", counts=counts, q=q, tongue=tongue)


@bp.get("/pick")
def picker() -> ResponseReturnValue:
    """Outlets for a picker, by a part of the name."""
    matches = queries.outlets_matching(session(), viewer(), pick.asked(), limit=pick.LIMIT)
    return pick.answer_options(matches)


@listing.data_route(bp, "/<ident>")
def show(ident: str) -> ResponseReturnValue:
    """Who it is and what it published."""
    return show_outlet(find(session(), Outlet, key_of(ident), viewer()))


@bp.get("/new")
@needs(AccountRole.EDITOR)
def new() -> ResponseReturnValue:
    """An empty form, with the name that was typed elsewhere."""
    return _EDITING.page(OutletForm(data={"name": listing.argument("name")}))


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create() -> ResponseReturnValue:
    return _EDITING.store(None)


@bp.get("/<ident>/edit")
@needs(AccountRole.EDITOR)
def edit(ident: str) -> ResponseReturnValue:
    return _EDITING.opened(find(session(), Outlet, key_of(ident), viewer()))


@bp.post("/<ident>/edit")
@needs(AccountRole.EDITOR)
def save(ident: str) -> ResponseReturnValue:
    return _EDITING.store(find(session(), Outlet, key_of(ident), viewer()))
