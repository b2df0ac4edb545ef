"""The pairs of stances that cannot be held together now."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker import vocabulary
from tracker.models.base import Base, one_of, pk
from tracker.models.ledger import Ordered

_COUNTED = ("level", "kind", "holder_id", "gap_days", "first_on", "last_on")


class KeptContradiction(Base):
    """Two open entries that contradict each other: a cache, recomputed by verify.

    Written by record.sync. However far apart they are, related claims are here.
    """

    __tablename__ = "contradiction"
    __table_args__ = (
        one_of("kind", vocabulary.ContradictionKind),
        one_of("level", vocabulary.Level),
        Index("ix_contradiction_newest", "level", "order_key"),
        Index("ix_contradiction_holder", "level", "holder_id", "order_key"),
        # Has all that is counted, so that the rows are not looked at.
        Index("ix_contradiction_counts", *_COUNTED),
        Index("ix_contradiction_claim", "claim_id", "holder_id"),
        Index("ix_contradiction_other", "other_claim_id", "holder_id"),
        Index(None, "before_id"),
        Index(None, "after_id"),
    )

    id: Mapped[pk]
    level: Mapped[vocabulary.Level]
    kind: Mapped[vocabulary.ContradictionKind]
    holder_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    before_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    after_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), comment="of the earlier one")
    other_claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), comment="of the later one")
    gap_days: Mapped[int]
    first_on: Mapped[date] = mapped_column(comment="the first day of the later one")
    last_on: Mapped[date] = mapped_column(comment="the last day of both")
    order_key: Mapped[str] = mapped_column(Ordered, comment="of the later one")
