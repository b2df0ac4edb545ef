"""The chained revisions, the head of the chain, and what was redacted from it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, now, pk, table_args, words


class Revision(Base):
    """One change of one object: who, when, before, after, why; chained to the one before."""

    __tablename__ = "revision"
    __table_args__ = (
        Index(None, "kind", "object_id"),
        Index(None, "at"),
        Index(None, "by_id", "number"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(comment="never earlier than the revision before")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    request: Mapped[words]
    kind: Mapped[str] = mapped_column(comment="the kind of object: statement, speaker …")
    object_id: Mapped[int | None] = mapped_column(comment="empty for a block of rows")
    action: Mapped[str] = mapped_column(comment="insert, update, delete, or a transition")
    # The exact texts that were hashed, not JSON columns: a database that formats
    # them anew would break the chain.
    before: Mapped[str | None]
    after: Mapped[str | None]
    why: Mapped[str | None]
    salt: Mapped[str | None] = mapped_column(comment="removed with the texts by a redaction")
    digest: Mapped[str] = mapped_column(comment="SHA-256 of salt, before, after and why")
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class Head(Base):
    """The newest revision; its row is the lock that all writers queue for."""

    __tablename__ = "head"
    __table_args__ = table_args(CheckConstraint("id = 1", name="one_row"))

    id: Mapped[pk]
    number: Mapped[int]
    hash: Mapped[str]
    at: Mapped[datetime]


class Redaction(Base):
    """What was blanked for ever, when, by whom and why; the words themselves are gone."""

    __tablename__ = "redaction"
    __table_args__ = table_args(Index(None, "kind", "object_id"))
    __history__ = "redaction"

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(comment="the kind of object: statement, speaker …")
    object_id: Mapped[int]
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
