"""Statements, their editions, and what an edition holds."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import vocabulary
from tracker.models.base import Base, key, now, one_of, pk, table_args, uid, words


def _only(name: str, condition: str) -> Index:
    """At most one edition of a statement meets the condition."""
    where = text(condition)
    return Index(name, "statement_id", unique=True, sqlite_where=where, postgresql_where=where)


class Statement(Base):
    """One utterance, with a uid and an address for ever."""

    __tablename__ = "statement"
    __table_args__ = table_args(
        one_of("state", vocabulary.StatementState), Index(None, "state", "id")
    )
    __history__ = "statement"

    id: Mapped[pk]
    uid: Mapped[uid]
    key: Mapped[key]
    state: Mapped[vocabulary.StatementState] = mapped_column(
        default=vocabulary.StatementState.UNPUBLISHED
    )
    newest: Mapped[int] = mapped_column(default=1, comment="the number of its newest edition")
    client_token: Mapped[str | None] = mapped_column(
        unique=True, comment="a form sent twice makes one row"
    )
    published_at: Mapped[datetime | None] = mapped_column(comment="when it was first published")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    editions: Mapped[list["Edition"]] = relationship(
        back_populates="statement",
        order_by="Edition.number",
        lazy="raise",
        foreign_keys="Edition.statement_id",
    )

    __mapper_args__ = {"version_id_col": version}


class Edition(Base):
    """What a statement says. At most one stands, at most one is under way."""

    __tablename__ = "edition"
    __table_args__ = table_args(
        one_of("state", vocabulary.EditionState),
        one_of("delivery", vocabulary.Delivery),
        UniqueConstraint("statement_id", "number"),
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("NOT is_standing OR state = 'published'", name="standing"),
        _only("uq_edition_standing", "is_standing"),
        _only("uq_edition_under_way", "state IN ('draft', 'submitted', 'returned')"),
        Index(None, "occasion_id"),
        Index(None, "relayed_by_id"),
        Index(None, "replies_to_id"),
        Index(None, "retracts_id"),
        Index(None, "repeats_id"),
        Index(None, "created_by_id"),
        Index("ix_edition_first_on", "first_on", "statement_id"),
        Index("ix_edition_state", "state", "statement_id"),
    )
    __history__ = "statement"
    __history_above__ = ("statement_id", "Statement")

    id: Mapped[pk]
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[vocabulary.EditionState] = mapped_column(default=vocabulary.EditionState.DRAFT)
    is_standing: Mapped[bool] = mapped_column(default=False)

    said_on: Mapped[words] = mapped_column(comment="2025, 2025-01 or 2025-01-08")
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    occasion_id: Mapped[int | None] = mapped_column(ForeignKey("occasion.id"))
    delivery: Mapped[vocabulary.Delivery]
    quote: Mapped[words]
    quote_language: Mapped[words]
    translation: Mapped[words]
    translation_language: Mapped[words]
    translator: Mapped[words]
    gloss_en: Mapped[words]
    gloss_id: Mapped[words] = mapped_column(comment="the gloss in Indonesian")
    context: Mapped[words]
    described_as: Mapped[words] = mapped_column(comment="the speaker is unnamed: a senior official")
    relayed_by_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"))
    replies_to_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"))
    retracts_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"))
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"))
    confirmed: Mapped[words] = mapped_column(comment="the warnings its author accepted")
    fingerprint: Mapped[words] = mapped_column(comment="finds twins", index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    statement: Mapped[Statement] = relationship(
        back_populates="editions", lazy="raise", foreign_keys=[statement_id]
    )
    speakers: Mapped[list["EditionSpeaker"]] = relationship(
        order_by="EditionSpeaker.place", lazy="raise", cascade="all, delete-orphan"
    )
    citations: Mapped[list["Citation"]] = relationship(
        order_by="Citation.place", lazy="raise", cascade="all, delete-orphan"
    )
    stances: Mapped[list["Stance"]] = relationship(
        order_by="Stance.place", lazy="raise", cascade="all, delete-orphan"
    )


class EditionSpeaker(Base):
    """Who said it, in order, in which role or on whose behalf (or neither)."""

    __tablename__ = "edition_speaker"
    __table_args__ = table_args(
        UniqueConstraint("edition_id", "place"),
        UniqueConstraint("edition_id", "speaker_id"),
        CheckConstraint("role_id IS NULL OR body_id IS NULL", name="capacity"),
        Index(None, "speaker_id"),
        Index(None, "role_id"),
        Index(None, "body_id"),
    )
    __history__ = "statement"
    __history_above__ = ("edition_id", "Edition")

    id: Mapped[pk]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    place: Mapped[int] = mapped_column(default=0)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    role_id: Mapped[int | None] = mapped_column(ForeignKey("role.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"), comment="on its behalf")


class Citation(Base):
    """Where it can be read: a span of a snapshot, a locator, or neither (a vote)."""

    __tablename__ = "citation"
    __table_args__ = table_args(
        UniqueConstraint("edition_id", "place"),
        CheckConstraint(
            '(snapshot_id IS NULL AND "start" IS NULL AND "end" IS NULL) OR '
            '(snapshot_id IS NOT NULL AND "start" >= 0 AND "start" < "end")',
            name="span",
        ),
        Index(None, "source_id"),
        Index(None, "snapshot_id"),
    )
    __history__ = "statement"
    __history_above__ = ("edition_id", "Edition")

    id: Mapped[pk]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    place: Mapped[int] = mapped_column(default=0)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshot.id"))
    start: Mapped[int | None] = mapped_column(comment="code points")
    end: Mapped[int | None]
    exact: Mapped[words]
    prefix: Mapped[words]
    suffix: Mapped[words]
    locator: Mapped[words] = mapped_column(comment="page, paragraph, time stamp")


class Stance(Base):
    """The position one edition takes on one claim, as it was coded."""

    __tablename__ = "stance"
    __table_args__ = table_args(
        one_of("code", vocabulary.Stance),
        one_of("act", vocabulary.Act),
        UniqueConstraint("edition_id", "claim_id"),
        UniqueConstraint("edition_id", "place"),
        CheckConstraint(
            "(evidence_start IS NULL AND evidence_end IS NULL) OR "
            "(evidence_start >= 0 AND evidence_start < evidence_end)",
            name="evidence",
        ),
        Index(None, "claim_id"),
    )
    __history__ = "statement"
    __history_above__ = ("edition_id", "Edition")

    id: Mapped[pk]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    place: Mapped[int] = mapped_column(default=0)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    code: Mapped[vocabulary.Stance | None] = mapped_column(
        comment="one of the eight codes; empty only in a draft that is not finished"
    )
    act: Mapped[vocabulary.Act | None]
    is_explicit: Mapped[bool] = mapped_column(default=True)
    evidence_start: Mapped[int | None] = mapped_column(comment="code points of the quote")
    evidence_end: Mapped[int | None]
    note: Mapped[words] = mapped_column(comment="the coder's reason, in one sentence")
    original_code: Mapped[words]
    original_scheme: Mapped[words]

    targets: Mapped[list["StanceTarget"]] = relationship(
        order_by="StanceTarget.place", lazy="raise", cascade="all, delete-orphan"
    )


class StanceTarget(Base):
    """Whom the act is aimed at."""

    __tablename__ = "stance_target"
    __table_args__ = table_args(
        UniqueConstraint("stance_id", "speaker_id"), Index(None, "speaker_id")
    )
    __history__ = "statement"
    __history_above__ = ("stance_id", "Stance")

    id: Mapped[pk]
    stance_id: Mapped[int] = mapped_column(ForeignKey("stance.id"))
    place: Mapped[int] = mapped_column(default=0)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))


class Decision(Base):
    """One step in the life of an edition or statement: who, when, why."""

    __tablename__ = "decision"
    __table_args__ = table_args(
        one_of("step", vocabulary.Transition), Index(None, "statement_id", "id")
    )
    __history__ = "statement"
    __history_above__ = ("statement_id", "Statement")

    id: Mapped[pk]
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    step: Mapped[vocabulary.Transition]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[words]
