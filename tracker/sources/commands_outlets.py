"""Making and changing outlets."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit, naming, text
from tracker.errors import N_, Missing, Refused, Stale
from tracker.models import Outlet, Speaker, new_uid, now
from tracker.sources.drafts import OutletDraft, line, web_address
from tracker.visibility import Viewer

__all__ = ["OutletDraft", "create_outlet", "edit_outlet"]


def create_outlet(session: Session, draft: OutletDraft, *, by: Viewer) -> Outlet:  # noqa: ARG001
    """Add an outlet. The same draft with the same uid gives the one that is there already."""
    audit.lock_head(session)
    uid = naming.known_uid(draft.uid)
    twin = session.scalar(select(Outlet).where(Outlet.uid == uid)) if uid else None
    outlet = Outlet(uid=uid if uid and twin is None else new_uid())
    _fill(session, outlet, draft)
    if twin is not None and twin.name == outlet.name:
        return twin
    outlet.key = naming.free_key(session, Outlet, draft.key)
    session.add(outlet)
    session.flush()
    return outlet


def edit_outlet(
    session: Session,
    outlet_id: int,
    draft: OutletDraft,
    *,
    version: int,
    by: Viewer,  # noqa: ARG001
) -> Outlet:
    audit.lock_head(session)
    outlet = session.get(Outlet, outlet_id, populate_existing=True)
    if outlet is None:
        raise Missing("outlet", str(outlet_id))
    if outlet.version != version:
        raise Stale("outlet", outlet.id, version, outlet.version)
    with session.no_autoflush:
        _fill(session, outlet, draft)
    outlet.changed_at = now()
    session.flush()
    return outlet


def _fill(session: Session, outlet: Outlet, draft: OutletDraft) -> None:
    """Give the outlet what the draft says; refuses before anything is changed."""
    name = line(draft.name, "name")
    if not name:
        raise Refused(N_("Write the outlet’s name."), field="name")
    url = web_address(draft.url, "url")
    language = text.language_tag(draft.language, field="language") if draft.language else ""
    if draft.speaker is not None and session.get(Speaker, draft.speaker) is None:
        raise Refused(N_("There is no such speaker."), field="speaker")
    outlet.name, outlet.folded, outlet.url = name, text.fingerprint(name), url
    outlet.language, outlet.speaker_id = language, draft.speaker
