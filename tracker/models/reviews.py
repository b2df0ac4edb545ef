"""What reviewers share while they work."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, pk, table_args


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
