"""The pages of speakers: the list, one speaker, the picker, the form."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from tracker.errors import Refused, Stale
from tracker.models import Speaker
from tracker.speakers import page as pages
from tracker.speakers import queries
from tracker.speakers.commands import create_speaker, edit_speaker
from tracker.speakers.forms import SpeakerForm, speaker_values
from tracker.speakers.shown import chooser_of, clash, option, show_speaker
from tracker.visibility import find
from tracker.vocabulary import AccountRole, SpeakerKind
from tracker.web import listing, pick
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.locale import gettext as _
from tracker.web.locale import label, language
from tracker.web.paging import Key, page_of
from tracker.web.reference import asked_action, settle
from tracker.web.session import saving, session

bp = Blueprint("speakers", __name__, url_prefix="/speakers")

_BODIES = (SpeakerKind.ORGANISATION, SpeakerKind.STATE)
_SORTS = {
    "name": (Key(queries.sort_name()), Key(Speaker.id)),
    "added": (Key(Speaker.id, descending=True),),
}


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
    return pick.answer_options(option(match) for match in matches)


@listing.data_route(bp, "/<ident>")
def show(ident: str) -> ResponseReturnValue:
    """Names, roles, positions with their history, changes, statements."""
    speaker = find(session(), Speaker, key_of(ident), viewer())
    if speaker.merged_into_id is not None:
        return redirect(address("speakers", speaker.merged_into_id), 301)
    return show_speaker(speaker)


@bp.get("/new")
@needs(AccountRole.EDITOR)
def new() -> ResponseReturnValue:
    """An empty form, with the name that was typed elsewhere."""
    given = {"name": listing.argument("name"), "kind": _kind() or SpeakerKind.PERSON}
    return _form_page(SpeakerForm(data=given), None)


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create() -> ResponseReturnValue:
    return _store(None)


@bp.get("/<ident>/edit")
@needs(AccountRole.EDITOR)
def edit(ident: str) -> ResponseReturnValue:
    speaker = find(session(), Speaker, key_of(ident), viewer())
    return _form_page(SpeakerForm(data=_values(speaker)), speaker)


@bp.post("/<ident>/edit")
@needs(AccountRole.EDITOR)
def save(ident: str) -> ResponseReturnValue:
    return _store(find(session(), Speaker, key_of(ident), viewer()))


def _store(speaker: Speaker | None) -> ResponseReturnValue:
    """Save what was typed, or show it again with what is wrong."""
    form = SpeakerForm(request.form)
    action = asked_action()
    added = {"add:names": form.names, "add:external_ids": form.external_ids}.get(action)
    if added is not None:
        added.append_entry()
    if action.partition(":")[0] in {"add", "find"}:
        return _form_page(form, speaker, status=200)
    is_valid = form.validate()
    parent = settle(form, form.parent, chooser_of(_BODIES))
    if is_valid and not form.errors:
        try:
            with saving() as writing:
                draft = form.to_draft(parent.id)
                if speaker is None:
                    speaker = create_speaker(writing, draft, by=viewer())
                else:
                    version = form.version.data or 0
                    edit_speaker(writing, speaker.id, draft, version=version, by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            return _stale(form, speaker)
        else:
            flash(_("Saved."))
            return redirect(address("speakers", speaker.id, speaker.name), 303)
    return _form_page(form, speaker)


def _stale(form: SpeakerForm, speaker: Speaker | None) -> ResponseReturnValue:
    """Both texts and what was typed; saving again is saving over what is there now."""
    if speaker is None:
        raise Stale("speaker", 0, 0, 0)
    session().refresh(speaker)
    differences = clash(form, _values(speaker), ("kind", "name", "iso_code", "about", "parent"))
    form.version.data, form.version.raw_data = speaker.version, None
    return _form_page(form, speaker, status=409, differences=differences)


def _values(speaker: Speaker) -> dict[str, Any]:
    names = pages.names_of(session(), speaker.id)
    return speaker_values(speaker, names, pages.external_ids_of(session(), speaker.id))


def _form_page(
    form: SpeakerForm,
    speaker: Speaker | None,
    *,
    status: int | None = None,
    differences: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    parent = settle(form, form.parent, chooser_of(_BODIES))
    return form.shown(
        "speakers/form.html",
        status,
        speaker=speaker,
        parent=parent,
        differences=differences or (),
        is_stale=differences is not None,
    )
