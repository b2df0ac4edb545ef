"""Second coding: samples, what coders said independently, and how differences were settled."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker import vocabulary
from tracker.models.base import Base, Word, now, one_of, pk, table_args, uid, words


class SampleMethod(vocabulary.Word):
    """How the statements of a sample were chosen."""

    ALL = "all", "All that wait", "Semua yang menunggu"
    SHARE = "share", "A share, at random", "Sebagian, secara acak"
    PICKED = "picked", "Picked by hand", "Dipilih satu per satu"
    STRATIFIED = "stratified", "A share of each claim", "Sebagian dari setiap klaim"


class SampledState(vocabulary.Word):
    """How far the second coding of a statement has come."""

    WAITING = "waiting", "To be coded", "Menunggu dikode"
    DIFFERING = "differing", "To be settled", "Menunggu diputuskan"
    SETTLED = "settled", "Done", "Selesai"
    DROPPED = "dropped", "Left the sample", "Keluar dari sampel"


class Sample(Base):
    """Statements that further coders read without knowing how they were coded first."""

    __tablename__ = "sample"
    __table_args__ = table_args(
        one_of("method", SampleMethod),
        CheckConstraint("share BETWEEN 1 AND 100", name="share"),
        CheckConstraint("coders BETWEEN 1 AND 3", name="coders"),
    )
    __history__ = "sample"

    id: Mapped[pk]
    uid: Mapped[uid]
    name: Mapped[words]
    method: Mapped[SampleMethod] = mapped_column(Word(SampleMethod))
    share: Mapped[int | None] = mapped_column(comment="percent, where a share was drawn")
    seed: Mapped[words] = mapped_column(comment="the same seed draws the same statements")
    coders: Mapped[int] = mapped_column(default=1, comment="how many code besides the first")
    takes_published: Mapped[bool] = mapped_column(default=False)
    client_token: Mapped[str | None] = mapped_column(
        unique=True, comment="a form sent twice draws once"
    )
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    is_closed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


_OPEN = text("state IN ('waiting', 'differing')")


class Sampled(Base):
    """One statement of a sample, by the edition that was drawn. It is in one open sample at most.

    It is blind if nobody but editors could know how it was coded when it was drawn.
    """

    __tablename__ = "sampled"
    __table_args__ = table_args(
        one_of("state", SampledState),
        UniqueConstraint("sample_id", "statement_id"),
        Index(
            "uq_sampled_open",
            "statement_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "statement_id"),
        Index(None, "edition_id"),
        Index(None, "state"),
    )
    __history__ = "statement"
    __history_above__ = ("statement_id", "Statement")

    id: Mapped[pk]
    sample_id: Mapped[int] = mapped_column(ForeignKey("sample.id"))
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    is_blind: Mapped[bool]
    coders: Mapped[int] = mapped_column(comment="how many code besides the first")
    state: Mapped[SampledState] = mapped_column(Word(SampledState), default=SampledState.WAITING)


class Offered(Base):
    """A claim that every coder of a statement judges: coded first, or a decoy beside those."""

    __tablename__ = "offered"
    __table_args__ = table_args(
        UniqueConstraint("sampled_id", "place"),
        UniqueConstraint("sampled_id", "claim_id"),
        Index(None, "claim_id"),
    )
    __history__ = "statement"
    __history_above__ = ("sampled_id", "Sampled")

    id: Mapped[pk]
    sampled_id: Mapped[int] = mapped_column(ForeignKey("sampled.id"))
    place: Mapped[int]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))


class Coding(Base):
    """One person's reading of a sampled statement; the first is what the edition said."""

    __tablename__ = "coding"
    __table_args__ = table_args(
        UniqueConstraint("sampled_id", "account_id"), Index(None, "account_id")
    )
    __history__ = "statement"
    __history_above__ = ("sampled_id", "Sampled")

    id: Mapped[pk]
    sampled_id: Mapped[int] = mapped_column(ForeignKey("sampled.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    is_first: Mapped[bool] = mapped_column(default=False)
    client_token: Mapped[str | None] = mapped_column(
        unique=True, comment="a form sent twice is one coding"
    )
    at: Mapped[datetime] = mapped_column(default=now)


class Coded(Base):
    """What a coder said about one claim; without a code: the statement is not about it."""

    __tablename__ = "coded"
    __table_args__ = table_args(
        one_of("code", vocabulary.Stance),
        UniqueConstraint("coding_id", "claim_id"),
        Index(None, "claim_id"),
    )
    __history__ = "statement"
    __history_above__ = ("coding_id", "Coding")

    id: Mapped[pk]
    coding_id: Mapped[int] = mapped_column(ForeignKey("coding.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    code: Mapped[vocabulary.Stance | None]
    note: Mapped[words]


class Settlement(Base):
    """What holds where coders differed, and why; without a code: not about this claim."""

    __tablename__ = "settlement"
    __table_args__ = table_args(
        one_of("code", vocabulary.Stance),
        UniqueConstraint("sampled_id", "claim_id"),
        Index(None, "claim_id"),
    )
    __history__ = "statement"
    __history_above__ = ("sampled_id", "Sampled")

    id: Mapped[pk]
    sampled_id: Mapped[int] = mapped_column(ForeignKey("sampled.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    code: Mapped[vocabulary.Stance | None]
    reason: Mapped[words]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
