"""The newsroom's own ratings of claims: the scale, verdicts, and since when each stands."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker import vocabulary
from tracker.models.base import Base, Word, now, one_of, open_once, pk, table_args, uid, words


class RatingColour(vocabulary.Word):
    """What a rating may be edged with: told apart in both themes, and none that means a stance."""

    GREEN = "green", "Green", "Hijau"
    OLIVE = "olive", "Olive", "Zaitun"
    GREY = "grey", "Grey", "Abu-abu"
    VIOLET = "violet", "Violet", "Ungu"
    PLUM = "plum", "Plum", "Merah anggur"
    INK = "ink", "Black", "Hitam"


class RatingIcon(vocabulary.Word):
    """The sign that stands beside a rating's label; a page shows it by its glyph."""

    FULL = "full", "Full circle", "Lingkaran penuh"
    MOST = "most", "Three quarters", "Tiga perempat"
    HALF = "half", "Half circle", "Setengah lingkaran"
    LITTLE = "little", "One quarter", "Seperempat"
    EMPTY = "empty", "Empty circle", "Lingkaran kosong"
    CHECK = "check", "Check mark", "Tanda centang"
    CROSS = "cross", "Cross", "Tanda silang"
    DIAMOND = "diamond", "Diamond", "Belah ketupat"
    TRIANGLE = "triangle", "Triangle", "Segitiga"

    @property
    def glyph(self) -> str:
        return _GLYPHS[self]


_GLYPHS = dict(zip(RatingIcon, "●◕◐◔○✓✕◇△", strict=True))


class VerdictState(vocabulary.Word):
    """How far a verdict has come."""

    PROPOSED = "proposed", "Waits for a second reviewer", "Menunggu peninjau kedua"
    STANDING = "standing", "Stands", "Berlaku"
    SUPERSEDED = "superseded", "Replaced by a later one", "Digantikan yang lebih baru"
    WITHDRAWN = "withdrawn", "Withdrawn", "Ditarik"
    DECLINED = "declined", "Not accepted", "Tidak diterima"
    RECALLED = "recalled", "Taken back", "Diambil kembali"


class Rating(Base):
    """One step of the scale; its words and looks are in its newest wording."""

    __tablename__ = "rating"
    __history__ = "rating"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(unique=True, comment="in addresses and data, for ever")
    place: Mapped[int] = mapped_column(comment="where it stands in the scale")
    is_retired: Mapped[bool] = mapped_column(default=False, comment="for earlier verdicts alone")
    newest: Mapped[int] = mapped_column(default=1, comment="the number of its newest wording")
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class RatingWording(Base):
    """What a rating was called and how it looked: never changed, a new one is added instead."""

    __tablename__ = "rating_wording"
    __table_args__ = table_args(
        one_of("colour", RatingColour),
        one_of("icon", RatingIcon),
        UniqueConstraint("rating_id", "number"),
    )
    __history__ = "rating"
    __history_above__ = ("rating_id", "Rating")

    id: Mapped[pk]
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    number: Mapped[int]
    label_en: Mapped[words]
    label_id: Mapped[words]
    definition_en: Mapped[words]
    definition_id: Mapped[words]
    colour: Mapped[RatingColour] = mapped_column(Word(RatingColour))
    icon: Mapped[RatingIcon] = mapped_column(Word(RatingIcon))
    value: Mapped[int | None] = mapped_column(comment="a number for counting with, if any")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)


_WAITS = text("state = 'proposed'")


class Verdict(Base):
    """What one reviewer proposes to rate a claim, why, and what another has decided.

    It is about the claim that it names, also after that was merged into another one.
    """

    __tablename__ = "verdict"
    __table_args__ = table_args(
        one_of("state", VerdictState),
        CheckConstraint("state <> 'standing' OR decided_on IS NOT NULL", name="decided"),
        Index(
            "uq_verdict_waiting",
            "claim_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index(None, "claim_id"),
        Index(None, "rating_id"),
    )
    __history__ = "verdict"

    id: Mapped[pk]
    uid: Mapped[uid]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    wording_id: Mapped[int] = mapped_column(
        ForeignKey("rating_wording.id"), comment="what the rating was called at the time"
    )
    state: Mapped[VerdictState] = mapped_column(Word(VerdictState))
    reasons_en: Mapped[words]
    reasons_id: Mapped[words]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_on: Mapped[date | None] = mapped_column(comment="the day of that, in UTC")
    answer: Mapped[words] = mapped_column(comment="why it was not accepted")
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[words]
    client_token: Mapped[str | None] = mapped_column(
        unique=True, comment="a form sent twice makes one row"
    )
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class VerdictSource(Base):
    """Where the evidence for a verdict can be read, and which words of it are meant."""

    __tablename__ = "verdict_source"
    __table_args__ = table_args(UniqueConstraint("verdict_id", "place"), Index(None, "source_id"))
    __history__ = "verdict"
    __history_above__ = ("verdict_id", "Verdict")

    id: Mapped[pk]
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    place: Mapped[int]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    passage: Mapped[words] = mapped_column(comment="words of the source")
    locator: Mapped[words] = mapped_column(comment="page, paragraph, minute")


class VerdictStanding(Base):
    """That a verdict is the one on its claim, from the revision `entered` until before `left`."""

    __tablename__ = "verdict_standing"
    __table_args__ = table_args(
        open_once("verdict_standing", "claim_id"), Index(None, "verdict_id")
    )
    __history__ = "verdict"
    __history_above__ = ("verdict_id", "Verdict")

    id: Mapped[pk]
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    # Stamped at commit by the audit, in the row's own revision: they say when, not what.
    entered: Mapped[int] = mapped_column(default=0, info={"history": "stamp"})
    left: Mapped[int | None] = mapped_column(info={"history": "stamp"})
