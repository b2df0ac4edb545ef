"""The pages of outlets: the list, one outlet with its sources, the picker, the form."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from tracker import text
from tracker.errors import Refused, Stale
from tracker.models import Outlet
from tracker.sources import queries
from tracker.sources.choosing import clash, speaker_chooser
from tracker.sources.commands_outlets import create_outlet, edit_outlet
from tracker.sources.forms import OutletForm, outlet_values
from tracker.sources.shown import show_outlet
from tracker.visibility import find
from tracker.vocabulary import AccountRole
from tracker.web import listing, pick
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.locale import gettext as _
from tracker.web.locale import language_name
from tracker.web.paging import Key, page_of
from tracker.web.reference import asked_action, settle
from tracker.web.session import saving, session

bp = Blueprint("outlets", __name__, url_prefix="/outlets")

_SORTS = {
    "name": (Key(Outlet.folded), Key(Outlet.id)),
    "added": (Key(Outlet.id, descending=True),),
}
_COLUMNS = tuple(map(listing.Column, ("id", "uid", "key", "name", "url", "language")))


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
    return _form_page(OutletForm(data={"name": listing.argument("name")}), None)


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create() -> ResponseReturnValue:
    return _store(None)


@bp.get("/<ident>/edit")
@needs(AccountRole.EDITOR)
def edit(ident: str) -> ResponseReturnValue:
    outlet = find(session(), Outlet, key_of(ident), viewer())
    return _form_page(OutletForm(data=outlet_values(outlet)), outlet)


@bp.post("/<ident>/edit")
@needs(AccountRole.EDITOR)
def save(ident: str) -> ResponseReturnValue:
    return _store(find(session(), Outlet, key_of(ident), viewer()))


def _store(outlet: Outlet | None) -> ResponseReturnValue:
    """Save what was typed, or show it again with what is wrong."""
    form = OutletForm(request.form)
    if asked_action().startswith("find:"):
        return _form_page(form, outlet, status=200)
    is_valid = form.validate()
    speaker = settle(form, form.speaker, speaker_chooser())
    if is_valid and not form.errors:
        draft, version = form.to_draft(speaker.id), form.version.data or 0
        try:
            with saving() as writing:
                if outlet is None:
                    outlet = create_outlet(writing, draft, by=viewer())
                else:
                    edit_outlet(writing, outlet.id, draft, version=version, by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            return _stale(form, outlet)
        else:
            flash(_("Saved."))
            return redirect(address("outlets", outlet.id, outlet.name), 303)
    return _form_page(form, outlet)


def _stale(form: OutletForm, outlet: Outlet | None) -> ResponseReturnValue:
    """Both texts and what was typed; saving again is saving over what is there now."""
    if outlet is None:
        raise Stale("outlet", 0, 0, 0)
    session().refresh(outlet)
    differences = clash(form, outlet_values(outlet), ("name", "url", "language", "speaker"))
    form.version.data, form.version.raw_data = outlet.version, None
    return _form_page(form, outlet, status=409, differences=differences)


def _form_page(
    form: OutletForm,
    outlet: Outlet | None,
    *,
    status: int | None = None,
    differences: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    return form.shown(
        "outlets/form.html",
        status,
        outlet=outlet,
        speaker=settle(form, form.speaker, speaker_chooser()),
        differences=differences or (),
        is_stale=differences is not None,
    )
