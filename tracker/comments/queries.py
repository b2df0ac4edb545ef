"""The comments of an object, who can be told, and one comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from tracker.comments.mentions import Colleague
from tracker.errors import Missing
from tracker.merged import itself_or_merged
from tracker.models import Account, Claim, Comment, Notification, NotificationKind, Statement
from tracker.unread import COLLEAGUES
from tracker.visibility import Viewer, find

# So many stand on a page at first.
NEWEST = 100


@dataclass(frozen=True)
class Said:
    """One comment as it is shown; `told` are the names of whom it mentions."""

    id: int
    uid: str
    version: int
    statement_id: int | None
    claim_id: int | None
    text: str
    by_id: int | None
    by: str
    at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    hidden_at: datetime | None
    hidden_by: str
    hidden_reason: str
    told: Sequence[str] = ()
    total: int = 0


def about(kind: str, number: int) -> ColumnElement[bool]:
    """Of a statement, or of a claim with all that was merged into it."""
    if kind == "claim":
        claim: Any = Comment.claim_id
        return itself_or_merged(Claim, claim, number)
    return Comment.statement_id == number


def comments_on(
    session: Session, asked: ColumnElement[bool], limit: int | None = None
) -> list[Said]:
    """The newest comments, the oldest of them first. One SQL statement."""
    chosen = select(Comment.id).where(asked).order_by(Comment.id.desc()).limit(limit)
    total = select(func.count()).select_from(Comment).where(asked).scalar_subquery()
    wanted = _comments().add_columns(total.label("total"))
    wanted = wanted.where(Comment.id.in_(select(chosen.subquery().c.id)))
    found: dict[int, dict[str, Any]] = {}
    for row in session.execute(wanted).mappings():
        known = found.setdefault(row["id"], {**row, "told": []})
        known["told"] += [row["told"]] if row["told"] else []
    return [Said(**values) for values in found.values()]


def _comments() -> Select[*tuple[Any, ...]]:
    by, hiding, receiver = (aliased(Account) for _ in range(3))
    mentioned = and_(
        Notification.comment_id == Comment.id, Notification.kind == NotificationKind.MENTIONED
    )
    columns = [getattr(Comment, name) for name in Said.__annotations__ if hasattr(Comment, name)]
    return (
        select(
            *columns,
            _name(by).label("by"),
            _name(hiding).label("hidden_by"),
            _name(receiver).label("told"),
        )
        .outerjoin(by, by.id == Comment.by_id)
        .outerjoin(hiding, hiding.id == Comment.hidden_by_id)
        .outerjoin(Notification, mentioned)
        .outerjoin(receiver, receiver.id == Notification.account_id)
        .order_by(Comment.id, Notification.id)
    )


def _name(account: Any) -> ColumnElement[str]:  # noqa: ANN401 - an alias of Account
    return func.coalesce(func.nullif(account.name, ""), account.email, "")


def colleagues(session: Session, but: int | None = None) -> list[Colleague]:
    """Who works on the record, by name; those who share one with their addresses."""
    name = _name(Account)
    found = select(Account.id, name.label("name"), Account.email).where(
        Account.is_active, Account.role.in_(COLLEAGUES)
    )
    rows = session.execute(found.order_by(name, Account.id)).all()
    names = [row.name.casefold() for row in rows]
    return [
        Colleague(
            row.id,
            row.name,
            row.email,
            f"{row.name} ({row.email})" if names.count(row.name.casefold()) > 1 else row.name,
        )
        for row in rows
        if row.id != but
    ]


def comment_of(session: Session, uid: str, viewer: Viewer) -> Comment:
    """The comment with this uid on something that the viewer may know of; else Missing."""
    found = session.scalar(select(Comment).where(Comment.uid == uid)) if uid.isalnum() else None
    if found is None:
        raise Missing("comment", uid)
    if found.statement_id is not None:
        find(session, Statement, found.statement_id, viewer)
    return found
