"""What reviewers share while they work, and what readers tell them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, now, one_of, pk, table_args, uid, words
from tracker.vocabulary import MistakeOutcome


class Hold(Base):
    """Who is deciding about an edition just now; until then nobody else decides about it.

    It passes by itself and is no part of the history.
    """

    __tablename__ = "hold"
    __table_args__ = table_args(Index(None, "account_id"))

    id: Mapped[pk]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    until: Mapped[datetime]


class Assignment(Base):
    """Who was asked to decide about an edition. A plan among colleagues: no part of the history."""

    __tablename__ = "assignment"
    __table_args__ = table_args(Index(None, "account_id"))

    id: Mapped[pk]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Mistake(Base):
    """What somebody says is wrong in a published statement, and what was answered.

    Nobody needs an account to report one. Whoever has the uid can read the answer.
    """

    __tablename__ = "mistake"
    __table_args__ = table_args(
        one_of("outcome", MistakeOutcome),
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answered"),
        Index(None, "statement_id"),
        Index("ix_mistake_outcome", "outcome", "id"),
    )
    __history__ = "mistake"

    id: Mapped[pk]
    uid: Mapped[uid]
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id"), comment="the edition that stood when it was reported"
    )
    report: Mapped[words]
    contact: Mapped[words] = mapped_column(comment="where to send the answer, if anywhere")
    language: Mapped[words] = mapped_column(comment="of the page it was reported on")
    client_token: Mapped[str | None] = mapped_column(
        unique=True, comment="a form sent twice makes one row"
    )
    reported_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[MistakeOutcome | None]
    answer: Mapped[words]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}
