"""What administrators set on the site itself."""

from datetime import datetime

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, now, pk


class Setting(Base):
    """One setting of the site; what has no row stands as config.py says."""

    __tablename__ = "setting"
    __history__ = "setting"

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str] = mapped_column(comment="JSON")
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}
