"""The pages of speakers: the list, one speaker, the picker, the form."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.merged import standing_for
from tracker.models import Speaker
from tracker.speakers import page as pages
from tracker.speakers import queries
from tracker.speakers.commands import create_speaker, edit_speaker
from tracker.speakers.forms import SpeakerForm, speaker_values
from tracker.speakers.merging import merged_into_speaker
from tracker.speakers.shown import chooser_of, options, show_speaker
from tracker.visibility import find
from tracker.vocabulary import AccountRole, SpeakerKind
from tracker.web import listing, pick
from tracker.web.access import needs, viewer
from tracker.web.addresses import key_of
from tracker.web.editing import Editing
from tracker.web.locale import gettext as _
from tracker.web.locale import label, language
from tracker.web.paging import Key, page_of
from tracker.web.session import session

bp = Blueprint("speakers", __name__, url_prefix="/speakers")

_BODIES = (SpeakerKind.ORGANISATION, SpeakerKind.STATE)
_SORTS = {
    "name": (Key(queries.sort_name()), Key(Speaker.id)),
    "added": (Key(Speaker.id, descending=True),),
}


def _values(speaker: Speaker) -> dict[str, Any]:
    names = pages.names_of(session(), speaker.id)
    return speaker_values(speaker, names, pages.external_ids_of(session(), speaker.id))


def _write(
    writing: Session, form: SpeakerForm, speaker: Speaker | None, parent: int | None
) -> Speaker:
    draft, version = form.to_draft(parent), form.version.data or 0
    if speaker is None:
        return create_speaker(writing, draft, by=viewer())
    return edit_speaker(writing, speaker.id, draft, version=version, by=viewer())


_EDITING = Editing(
    noun="speakers",
    name="speaker",
    form=SpeakerForm,
    picked="parent",
    chooser=lambda: chooser_of(_BODIES),
    values=_values,
    compared=("kind", "name", "iso_code", "about", "parent"),
    write=_write,
    title=lambda speaker: speaker.name,
    growing=("names", "external_ids"),
)


def _kind() -> SpeakerKind | None:
    """The kind asked for; one that there is not is no filter."""
    asked = listing.argument("kind")
    return next((kind for kind in SpeakerKind if kind == asked), None)


@listing.data_route(bp, "/")
def index() -> ResponseReturnValue:
    """All speakers that the visitor may know of, by name."""
    kind, q = _kind(), listing.argument("q")
    sort, keys = listing.chosen_sort(_SORTS, "name")
    rows = queries.speakers_listed(viewer(), language(), q=q, kind=kind)
    found = page_of(session(), rows, keys=keys, cursor=listing.cursor())
    counts = queries.statements_counted(session(), [(row.id, row.kind) for row in found.rows])
    active = []
    if q:
        active.append(listing.active_filter("q", _("Words"), q))
    if kind:
        active.append(listing.active_filter("kind", _("Kind"), label(kind)))
    columns = [
        *map(listing.Column, ("id", "uid", "key", "kind", "name", "iso_code", "parent")),
        listing.Column("statements", lambda row: counts.get(row.id, 0)),
    ]
    shown = listing.Listing(columns, found, filters=active, sort=sort)
    return listing.answer(
        shown,
        "speakers/index.html",
        counts=counts,
        kinds=SpeakerKind,
        kind=kind,
        q=q,
        levels=queries.OWN_LEVEL,
    )


@bp.get("/pick")
def picker() -> ResponseReturnValue:
    """Speakers for a picker, by a part of a name in any language."""
    wanted = set(request.args.getlist("kind"))
    kinds = [kind for kind in SpeakerKind if kind in wanted]
    matches = queries.speakers_matching(
        session(), viewer(), pick.asked(), language(), kinds=kinds, limit=pick.LIMIT
    )
    return pick.answer_options(options(matches))


@listing.data_route(bp, "/<ident>")
def show(ident: str) -> ResponseReturnValue:
    """Names, roles, positions with their history, changes, statements."""
    speaker = find(session(), Speaker, key_of(ident), viewer())
    if speaker.merged_into_id is not None:
        return listing.led_on("speakers", standing_for(session(), Speaker, speaker.id))
    return show_speaker(speaker, merged_into_speaker)


@bp.get("/new")
@needs(AccountRole.EDITOR)
def new() -> ResponseReturnValue:
    """An empty form, with the name that was typed elsewhere."""
    given = {"name": listing.argument("name"), "kind": _kind() or SpeakerKind.PERSON}
    return _EDITING.page(SpeakerForm(data=given))


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create() -> ResponseReturnValue:
    return _EDITING.store(None)


@bp.get("/<ident>/edit")
@needs(AccountRole.EDITOR)
def edit(ident: str) -> ResponseReturnValue:
    return _EDITING.opened(find(session(), Speaker, key_of(ident), viewer()))


@bp.post("/<ident>/edit")
@needs(AccountRole.EDITOR)
def save(ident: str) -> ResponseReturnValue:
    return _EDITING.store(find(session(), Speaker, key_of(ident), viewer()))
