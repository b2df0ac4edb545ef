"""What was redacted of an object, when and why: shown where the words were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Redaction


@dataclass(frozen=True)
class RedactionRow:
    """One redaction: the moment and the reason that was given."""

    at: datetime
    reason: str


def redactions_of(session: Session, kind: str, object_id: int) -> Sequence[RedactionRow]:
    """What was redacted of one object, the oldest first. One SQL statement."""
    found = (
        select(Redaction.at, Redaction.reason)
        .where(Redaction.kind == kind, Redaction.object_id == object_id)
        .order_by(Redaction.id)
    )
    return [RedactionRow(at, reason) for at, reason in session.execute(found)]
