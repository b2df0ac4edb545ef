"""Outlets, the sources they publish, the immutable snapshots of those, and occasions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import vocabulary
from tracker.models.base import Base, key, now, one_of, pk, table_args, uid, words


class Outlet(Base):
    """Who publishes sources. Its own editorial line is a speaker, which it links to."""

    __tablename__ = "outlet"
    __table_args__ = table_args(Index(None, "speaker_id"), Index("ix_outlet_name", "folded", "id"))
    __history__ = "outlet"

    id: Mapped[pk]
    uid: Mapped[uid]
    key: Mapped[key]
    name: Mapped[str]
    folded: Mapped[words]
    url: Mapped[words]
    language: Mapped[words]
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class Source(Base):
    """One published item: article, transcript, document, video, post, voting record."""

    __tablename__ = "source"
    __table_args__ = table_args(
        one_of("kind", vocabulary.SourceKind),
        Index(None, "outlet_id"),
        Index("ix_source_title", "folded", "id"),
        Index("ix_source_first_on", "first_on", "id"),
    )
    __history__ = "source"

    id: Mapped[pk]
    uid: Mapped[uid]
    key: Mapped[key]
    kind: Mapped[vocabulary.SourceKind]
    title: Mapped[str]
    folded: Mapped[words]
    url: Mapped[words]
    archive_url: Mapped[words]
    author: Mapped[words]
    section: Mapped[words]
    language: Mapped[str]
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlet.id"))
    published_on: Mapped[words] = mapped_column(comment="empty: not known")
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    is_free: Mapped[bool] = mapped_column(
        default=False, comment="readers may see whole snapshots, not only the passage"
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    snapshots: Mapped[list["Snapshot"]] = relationship(order_by="Snapshot.number", lazy="raise")

    __mapper_args__ = {"version_id_col": version}


class Snapshot(Base):
    """The text of a source at a moment, NFC and LF; a changed text is a new snapshot."""

    __tablename__ = "snapshot"
    __table_args__ = table_args(
        UniqueConstraint("source_id", "number"), UniqueConstraint("source_id", "sha256")
    )
    __history__ = "source"
    __history_above__ = ("source_id", "Source")

    id: Mapped[pk]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    number: Mapped[int]
    # The text never changes and carries its own hash; a second copy in the
    # history would double the database for nothing.
    text: Mapped[str] = mapped_column(info={"history": "digest"})
    sha256: Mapped[str]
    length: Mapped[int] = mapped_column(comment="code points")
    taken_at: Mapped[datetime] = mapped_column(default=now)


class Occasion(Base):
    """Where it was said: meeting, press conference, debate, vote."""

    __tablename__ = "occasion"
    __table_args__ = table_args(
        one_of("kind", vocabulary.OccasionKind),
        CheckConstraint("first_on <= last_on", name="days"),
        Index(None, "host_id"),
        Index("ix_occasion_first_on", "first_on", "id"),
    )
    __history__ = "occasion"

    id: Mapped[pk]
    uid: Mapped[uid]
    key: Mapped[key]
    kind: Mapped[vocabulary.OccasionKind]
    name_en: Mapped[words]
    name_id: Mapped[words] = mapped_column(comment="the name in Indonesian")
    folded: Mapped[words]
    place: Mapped[words]
    host_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"))
    held_on: Mapped[str] = mapped_column(comment="2025, 2025-01, 2025-01-08, or two with a /")
    first_on: Mapped[date]
    last_on: Mapped[date]
    start_time: Mapped[words] = mapped_column(comment="local, 09:30; empty: not known")
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}
