"""What colleagues tell each other: comments, and notifications of what concerns one."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Word, now, one_of, pk, table_args, uid, words


class Comment(Base):
    """What a colleague says about a statement or a claim. Readers never know of it.

    Of a deleted one the words are gone; the history alone keeps them.
    """

    __tablename__ = "comment"
    __table_args__ = table_args(
        CheckConstraint("(statement_id IS NULL) <> (claim_id IS NULL)", name="about"),
        Index(None, "statement_id"),
        Index(None, "claim_id"),
    )
    __history__ = "comment"

    id: Mapped[pk]
    uid: Mapped[uid]
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    text: Mapped[words]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    hidden_reason: Mapped[words]
    client_token: Mapped[str | None] = mapped_column(
        unique=True, comment="a form sent twice makes one row"
    )
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class NotificationKind(StrEnum):
    """What somebody is told of."""

    RETURNED = "returned"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    MENTIONED = "mentioned"
    COMMENTED = "commented"
    REPORTED = "reported"


class Notification(Base):
    """That something happened which concerns one; no part of the history, for it tells of what is.

    Made in the transaction of what it tells of, and shown as long as its receiver may know of it.
    """

    __tablename__ = "notification"
    __table_args__ = table_args(
        one_of("kind", NotificationKind),
        Index(None, "account_id", "read_at"),
        Index(None, "statement_id"),
        Index(None, "comment_id"),
    )

    id: Mapped[pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), comment="who is told")
    kind: Mapped[NotificationKind] = mapped_column(Word(NotificationKind))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    mistake_id: Mapped[int | None] = mapped_column(ForeignKey("mistake.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None] = mapped_column(comment="when a letter told of it")
