"""The speakers that outlets and occasions refer to: editorial lines and hosts."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker import naming, text
from tracker.merged import one_with
from tracker.models import Name, Speaker
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import SpeakerKind

BODIES = (SpeakerKind.ORGANISATION, SpeakerKind.STATE, SpeakerKind.GROUP)


def speaker_named(session: Session, viewer: Viewer, speaker_id: int | None, language: str) -> str:
    """The name of a host or of an outlet's own line; "" if the viewer may not know of it."""
    if speaker_id is None:
        return ""
    found = select(naming.speaker_name(language)).where(
        Speaker.id == speaker_id, visible_to(viewer).of(Speaker)
    )
    return session.scalar(found) or ""


def speakers_called(
    session: Session,
    viewer: Viewer,
    q: str,
    language: str,
    *,
    kinds: Sequence[SpeakerKind] = (),
    limit: int = 10,
) -> list[tuple[int, str, SpeakerKind]]:
    """Find speakers by a part of a name in any language."""
    folded = text.fingerprint(q)
    if not folded:
        return []
    found = select(Speaker.id).outerjoin(Name, Name.speaker_id == Speaker.id)
    found = found.where(or_(Speaker.folded.like(f"%{folded}%"), Name.folded.like(f"%{folded}%")))
    rows = (
        select(Speaker.id, naming.speaker_name(language), Speaker.kind)
        .where(
            Speaker.merged_into_id.is_(None),
            visible_to(viewer).of(Speaker),
            Speaker.id.in_(one_with(Speaker, found)),
        )
        .order_by(Speaker.folded, Speaker.id)
        .limit(limit)
    )
    if kinds:
        rows = rows.where(Speaker.kind.in_(kinds))
    return [(row[0], row[1], row[2]) for row in session.execute(rows)]
