"""Making and changing occasions."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit, naming, record, text
from tracker.dates import parse_period, parse_time
from tracker.errors import N_, Missing, Refused, Stale
from tracker.models import Occasion, Speaker, new_uid, now
from tracker.sources.drafts import OccasionDraft, line
from tracker.visibility import Viewer
from tracker.vocabulary import OccasionKind, SpeakerKind

__all__ = ["OccasionDraft", "create_occasion", "edit_occasion"]


def create_occasion(session: Session, draft: OccasionDraft, *, by: Viewer) -> Occasion:  # noqa: ARG001
    """Add an occasion. The same draft with the same uid gives the one that is there already."""
    audit.lock_head(session)
    uid = naming.known_uid(draft.uid)
    twin = session.scalar(select(Occasion).where(Occasion.uid == uid)) if uid else None
    occasion = Occasion(uid=uid if uid and twin is None else new_uid())
    _fill(session, occasion, draft)
    if twin is not None and (twin.folded, twin.held_on) == (occasion.folded, occasion.held_on):
        return twin
    occasion.key = naming.free_key(session, Occasion, draft.key)
    session.add(occasion)
    session.flush()
    return occasion


def edit_occasion(
    session: Session,
    occasion_id: int,
    draft: OccasionDraft,
    *,
    version: int,
    by: Viewer,  # noqa: ARG001
) -> Occasion:
    """Change an occasion; its days and its time decide the order of what was said there."""
    audit.lock_head(session)
    occasion = session.get(Occasion, occasion_id, populate_existing=True)
    if occasion is None:
        raise Missing("occasion", str(occasion_id))
    if occasion.version != version:
        raise Stale("occasion", occasion.id, version, occasion.version)
    before = (occasion.held_on, occasion.start_time)
    with session.no_autoflush:
        _fill(session, occasion, draft)
    occasion.changed_at = now()
    session.flush()
    if before != (occasion.held_on, occasion.start_time):
        record.sync(session, record.Touched(occasions={occasion.id}))
    return occasion


def _fill(session: Session, occasion: Occasion, draft: OccasionDraft) -> None:
    """Give the occasion what the draft says; refuses before anything is changed."""
    names = [line(draft.name_en, "name_en"), line(draft.name_id, "name_id")]
    if not any(names):
        raise Refused(N_("Write the name, in English or Indonesian."), field="name_en")
    place = line(draft.place, "place")
    days = parse_period(draft.held_on, field="held_on")
    starts = draft.start_time.strip() and parse_time(draft.start_time, field="start_time")
    if draft.host is not None:
        host = session.get(Speaker, draft.host)
        if host is None:
            raise Refused(N_("There is no such speaker."), field="host")
        if host.kind is SpeakerKind.PERSON:
            raise Refused(
                N_("%(name)s is a person. The host is an organisation, a state or a group."),
                field="host",
                name=host.name,
            )
    occasion.kind, occasion.place, occasion.host_id = OccasionKind(draft.kind), place, draft.host
    occasion.name_en, occasion.name_id = names
    occasion.folded = text.fingerprint(" ".join(names))
    occasion.held_on, occasion.first_on, occasion.last_on = days.text, days.first, days.last
    occasion.start_time = f"{starts:%H:%M}" if starts else ""
