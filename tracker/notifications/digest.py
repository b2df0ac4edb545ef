"""A letter a day with what somebody has not read: who is due, and that nothing is told twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.orm import Session, aliased

from tracker import audit
from tracker.models import Account, Notification
from tracker.notifications.queries import select_notifications
from tracker.unread import is_shown

# Between two letters to one person; and never two on one day, in UTC.
_BETWEEN = timedelta(hours=20)


@dataclass(frozen=True)
class Digest:
    """What one person is written of: `rows` as `select_notifications` gives them."""

    email: str
    name: str
    ids: Sequence[int]
    rows: Sequence[Any]


def due(session: Session, moment: datetime) -> list[int]:
    """Who has something unread that no letter has told of, and had no letter today."""
    found = select(Account.id).join(Notification, Notification.account_id == Account.id)
    return list(session.scalars(found.where(_is_due(moment)).distinct().order_by(Account.id)))


def take(session: Session, account_id: int, moment: datetime, language: str) -> Digest | None:
    """Take what is to be told to one person: from here on no other letter tells of it.

    None where somebody else has taken it. What cannot be sent is given back.
    """
    audit.lock_head(session)
    found = select_notifications(account_id, language).where(_is_due(moment))
    rows = session.execute(found.order_by(Notification.id)).all()
    if not rows:
        return None
    ids = [row.id for row in rows]
    _note(session, ids, moment)
    account = session.get_one(Account, account_id)
    return Digest(account.email, account.name or account.email, ids, rows)


def give_back(session: Session, digest: Digest) -> None:
    """Let a later letter tell of what this one could not."""
    _note(session, digest.ids, None)


def _is_due(moment: datetime) -> ColumnElement[bool]:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    other = aliased(Notification)
    lately = exists().where(
        other.account_id == Account.id, other.mailed_at >= min(midnight, moment - _BETWEEN)
    )
    return and_(
        Account.is_active,
        Account.wants_digest,
        Notification.read_at.is_(None),
        Notification.mailed_at.is_(None),
        is_shown(),
        ~lately,
    )


def _note(session: Session, ids: Sequence[int], mailed_at: datetime | None) -> None:
    for start in range(0, len(ids), 500):
        some = Notification.id.in_(ids[start : start + 500])
        session.execute(update(Notification).where(some).values(mailed_at=mailed_at))
