"""The record: the ledger of published stances, who spoke for whom, and the positions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker import vocabulary
from tracker.models.base import Base, one_of, pk, table_args, words

# Compared byte by byte on both engines: PostgreSQL's own order of texts depends on the machine.
Ordered = Text().with_variant(Text(collation="C"), "postgresql")


_CLOSED = text('"left" IS NOT NULL')
_IS_WIDE = "first_on <> last_on"
_REPORTED = (
    *("first_on", "last_on", "code", "act", "speaker_id", "body_id", "state_id"),
    *("role_id", "statement_id"),
)


def _open(name: str, *columns: str, more: str = "") -> Index:
    """Only what stands is looked up often; the past is read by revision."""
    where = text(f'"left" IS NULL AND {more}' if more else '"left" IS NULL')
    return Index(f"ix_entry_{name}", *columns, sqlite_where=where, postgresql_where=where)


class Entry(Base):
    """One stance of one speaker that stands, or stood, on the record. Written by record.sync."""

    __tablename__ = "entry"
    __table_args__ = table_args(
        one_of("code", vocabulary.Stance),
        CheckConstraint('"left" IS NULL OR "left" = 0 OR "left" > entered', name="span"),
        # Has all that a matrix or a timeline asks for, so that the entries are not looked at.
        _open("claim", "claim_id", "order_key", *_REPORTED),
        _open("speaker", "speaker_id", "claim_id", "order_key"),
        _open("body", "body_id", "claim_id", "order_key"),
        _open("state", "state_id", "claim_id", "order_key"),
        _open("occasion", "occasion_id"),
        _open("source", "source_id"),
        _open("outlet", "outlet_id"),
        _open("role", "role_id"),
        _open("order", "order_key"),
        _open("wide", "first_on", "last_on", "claim_id", "statement_id", more=_IS_WIDE),
        _open("wide_claim", "claim_id", "first_on", "last_on", "statement_id", more=_IS_WIDE),
        Index(None, "statement_id"),
        Index("ix_entry_entered", "entered"),
        # Not of what stands: SQLite would look through all of that.
        Index("ix_entry_left", "left", sqlite_where=_CLOSED, postgresql_where=_CLOSED),
    )

    id: Mapped[pk]
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    stance_id: Mapped[int] = mapped_column(ForeignKey("stance.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    claim_kind: Mapped[vocabulary.ClaimKind]
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    role_id: Mapped[int | None] = mapped_column(ForeignKey("role.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"))
    occasion_id: Mapped[int | None] = mapped_column(ForeignKey("occasion.id"))
    occasion_on: Mapped[words] = mapped_column(comment="the occasion's days as they were written")
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlet.id"))
    delivery: Mapped[vocabulary.Delivery]
    language: Mapped[words]
    coder_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    order_key: Mapped[str] = mapped_column(
        Ordered, comment="first day|last day|start time|statement uid|stance place|speaker place"
    )
    code: Mapped[vocabulary.Stance]
    value: Mapped[int | None]
    act: Mapped[vocabulary.Act | None]
    # 0 while the transaction that opens or closes the entry has no number yet.
    entered: Mapped[int] = mapped_column(default=0, comment="the revision that opened it")
    entered_at: Mapped[datetime | None]
    left: Mapped[int | None] = mapped_column(comment="the revision that closed it")
    left_at: Mapped[datetime | None]


class Office(Base):
    """That a person speaks for a body in general, as their roles have it. Written by record.sync.

    Merges are followed; two roles with the same dates are one office. An end may be open.
    """

    __tablename__ = "office"
    __table_args__ = table_args(
        CheckConstraint('"left" IS NULL OR "left" = 0 OR "left" > entered', name="span"),
        Index(None, "person_id"),
        Index(None, "body_id"),
    )

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    entered: Mapped[int] = mapped_column(default=0, comment="the revision that opened it")
    left: Mapped[int | None] = mapped_column(comment="the revision that closed it")


class Position(Base):
    """Where a holder stands on a claim now: a cache, recomputed by verify."""

    __tablename__ = "position"
    __table_args__ = (
        one_of("level", vocabulary.Level),
        one_of("code", vocabulary.Stance),
        Index(None, "holder_id", "level"),
        Index("ix_position_changes", "level", "changes"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    level: Mapped[vocabulary.Level] = mapped_column(primary_key=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"), primary_key=True)
    n: Mapped[int] = mapped_column(comment="numbered stances")
    n_for: Mapped[int]
    n_against: Mapped[int]
    n_mixed: Mapped[int]
    changes: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]
    code: Mapped[vocabulary.Stance] = mapped_column(
        comment="the position; where there is none, the last unnumbered stance"
    )
    value: Mapped[int | None] = mapped_column(comment="empty: no position")
    is_retracted: Mapped[bool]
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
