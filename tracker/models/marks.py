"""What reviewers say of what follows from the record."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker import vocabulary
from tracker.models.base import Base, now, one_of, open_once, pk, table_args, words

_WHAT = ("kind", "holder_id", "a_statement_id", "a_claim_id", "b_statement_id", "b_claim_id")


class NotContradiction(Base):
    """Somebody looked: these two can be held together, by this holder and in this way.

    It names the claims and the holder as they counted when it was made, what was made first in
    front; it belongs to the history of that claim. It holds from the revision `entered` until
    before `left`.
    """

    __tablename__ = "not_contradiction"
    __table_args__ = table_args(
        one_of("kind", vocabulary.ContradictionKind),
        open_once("not_contradiction", *_WHAT),
        Index(None, "holder_id"),
        Index(None, "a_claim_id"),
        Index(None, "b_claim_id"),
    )
    __history__ = "claim"
    __history_above__ = ("a_claim_id", "Claim")

    id: Mapped[pk]
    kind: Mapped[vocabulary.ContradictionKind]
    holder_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    a_statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    a_claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    b_statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    b_claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    reason: Mapped[words]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    entered: Mapped[int] = mapped_column(default=0, info={"history": "stamp"})
    left: Mapped[int | None] = mapped_column(info={"history": "stamp"})
