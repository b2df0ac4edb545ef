"""What somebody is told, with the words of what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from tracker import naming
from tracker.models import Account, Claim, Comment, Mistake, Notification, NotificationKind
from tracker.statements.entry import Address, Entry
from tracker.statements.queries import entries
from tracker.unread import is_shown
from tracker.visibility import Viewer


@dataclass(frozen=True)
class Told:
    """One notification as it is shown. `claim` has words where it is about one."""

    id: int
    kind: NotificationKind
    statement_id: int | None
    claim_id: int | None
    claim: str
    claim_language: str
    comment: str
    comment_uid: str
    mistake_uid: str
    by: str
    at: datetime
    read_at: datetime | None
    entry: Entry | None


def is_read() -> ColumnElement[int]:
    """0 or 1, to order by: what is unread stands first."""
    return case((Notification.read_at.is_(None), 0), else_=1)


def select_notifications(account_id: int | None, language: str) -> Select[*tuple[Any, ...]]:
    """Select all that somebody is told and may see now."""
    by = aliased(Account)
    return (
        select(
            Notification.id,
            Notification.kind,
            Notification.statement_id,
            Notification.claim_id,
            func.coalesce(naming.claim_text(language), "").label("claim"),
            func.coalesce(naming.claim_language(language), "").label("claim_language"),
            func.coalesce(Comment.text, "").label("comment"),
            func.coalesce(Comment.uid, "").label("comment_uid"),
            func.coalesce(Mistake.uid, "").label("mistake_uid"),
            func.coalesce(func.nullif(by.name, ""), by.email, "").label("by"),
            Notification.at,
            Notification.read_at,
        )
        .join(Account, Account.id == Notification.account_id)
        .outerjoin(by, by.id == Notification.by_id)
        .outerjoin(Claim, Claim.id == Notification.claim_id)
        .outerjoin(Comment, Comment.id == Notification.comment_id)
        .outerjoin(Mistake, Mistake.id == Notification.mistake_id)
        .where(Account.id == account_id, is_shown())
    )


def told(
    session: Session, viewer: Viewer, rows: Sequence[Any], language: str, address: Address
) -> list[Told]:
    """Put notifications together with their statements: a few SQL statements for all."""
    about = [row.statement_id for row in rows if row.statement_id is not None]
    found = entries(session, viewer, about, language, address=address) if about else {}
    names = [column.name for column in fields(Told) if column.name != "entry"]
    return [
        Told(entry=found.get(row.statement_id), **{name: getattr(row, name) for name in names})
        for row in rows
    ]
