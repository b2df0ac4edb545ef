"""What was merged into what and why, and which pairs somebody said are different."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, now, open_once, pk, table_args, words


class SpeakerMerge(Base):
    """Why a speaker stands for another one, from the revision `entered` until before `left`.

    It belongs to the history of the winner; that of the loser tells where it points now.
    """

    __tablename__ = "speaker_merge"
    __table_args__ = table_args(
        CheckConstraint("winner_id <> loser_id", name="itself"),
        open_once("speaker_merge", "loser_id"),
        Index(None, "loser_id"),
        Index(None, "winner_id"),
    )
    __history__ = "speaker"
    __history_above__ = ("winner_id", "Speaker")

    id: Mapped[pk]
    winner_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    loser_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    reason: Mapped[words]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    entered: Mapped[int] = mapped_column(default=0, info={"history": "stamp"})
    left: Mapped[int | None] = mapped_column(info={"history": "stamp"})


class ClaimMerge(Base):
    """Why a claim stands for another one, or for its opposite; as for speakers."""

    __tablename__ = "claim_merge"
    __table_args__ = table_args(
        CheckConstraint("winner_id <> loser_id", name="itself"),
        open_once("claim_merge", "loser_id"),
        Index(None, "loser_id"),
        Index(None, "winner_id"),
    )
    __history__ = "claim"
    __history_above__ = ("winner_id", "Claim")

    id: Mapped[pk]
    winner_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    loser_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    is_mirrored: Mapped[bool] = mapped_column(
        default=False, comment="into the opposite; on the loser it says what holds now"
    )
    reason: Mapped[words]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    entered: Mapped[int] = mapped_column(default=0, info={"history": "stamp"})
    left: Mapped[int | None] = mapped_column(info={"history": "stamp"})


class SpeakerNotTwin(Base):
    """Somebody looked: these two speakers are different. The one made first stands first."""

    __tablename__ = "speaker_not_twin"
    __table_args__ = table_args(
        UniqueConstraint("speaker_id", "other_id"),
        CheckConstraint("speaker_id <> other_id", name="itself"),
        Index(None, "other_id"),
    )
    __history__ = "speaker"
    __history_above__ = ("speaker_id", "Speaker")

    id: Mapped[pk]
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class ClaimNotTwin(Base):
    """Somebody looked: these two claims are different, and not each other's opposite."""

    __tablename__ = "claim_not_twin"
    __table_args__ = table_args(
        UniqueConstraint("claim_id", "other_id"),
        CheckConstraint("claim_id <> other_id", name="itself"),
        Index(None, "other_id"),
    )
    __history__ = "claim"
    __history_above__ = ("claim_id", "Claim")

    id: Mapped[pk]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
