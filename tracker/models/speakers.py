"""Speakers, their names, external ids and dated roles."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import vocabulary
from tracker.models.base import Base, key, now, one_of, pk, table_args, uid, words


class Speaker(Base):
    """Anyone who can hold a position: a person, an organisation, a state or a group."""

    __tablename__ = "speaker"
    __table_args__ = table_args(
        one_of("kind", vocabulary.SpeakerKind),
        CheckConstraint("parent_id IS NULL OR kind = 'organisation'", name="parent"),
        CheckConstraint("parent_id <> id", name="own_parent"),
        CheckConstraint("merged_into_id <> id", name="own_merge"),
        Index(None, "parent_id"),
        Index(None, "merged_into_id"),
        Index("ix_speaker_name", "folded", "id"),
        Index("ix_speaker_iso_code", "iso_code"),
    )
    __history__ = "speaker"

    id: Mapped[pk]
    uid: Mapped[uid]
    key: Mapped[key]
    kind: Mapped[vocabulary.SpeakerKind]
    name: Mapped[str] = mapped_column(comment="shown where no name in the reader's language is")
    folded: Mapped[words] = mapped_column(comment="the name as it is sorted and found")
    iso_code: Mapped[str | None] = mapped_column(comment="ISO 3166-1 alpha-2, states only")
    about: Mapped[words]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    names: Mapped[list["Name"]] = relationship(
        order_by="Name.id", lazy="raise", cascade="all, delete-orphan"
    )
    external_ids: Mapped[list["ExternalId"]] = relationship(
        order_by="ExternalId.id", lazy="raise", cascade="all, delete-orphan"
    )
    roles: Mapped[list["Role"]] = relationship(
        order_by="Role.id", lazy="raise", foreign_keys="Role.speaker_id"
    )

    __mapper_args__ = {"version_id_col": version}


class Name(Base):
    """One spelling of a speaker with its language; at most one a language is displayed."""

    __tablename__ = "name"
    __table_args__ = table_args(
        UniqueConstraint("speaker_id", "language", "text"),
        Index(
            "uq_name_displayed",
            "speaker_id",
            "language",
            unique=True,
            sqlite_where=text("is_displayed"),
            postgresql_where=text("is_displayed"),
        ),
        Index(None, "folded"),
    )
    __history__ = "speaker"
    __history_above__ = ("speaker_id", "Speaker")

    id: Mapped[pk]
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    text: Mapped[str]
    language: Mapped[str]
    folded: Mapped[words]
    is_displayed: Mapped[bool] = mapped_column(default=False)


class ExternalId(Base):
    """What another catalogue calls this speaker: Wikidata, VIAF …"""

    __tablename__ = "external_id"
    __table_args__ = table_args(UniqueConstraint("scheme", "value"), Index(None, "speaker_id"))
    __history__ = "speaker"
    __history_above__ = ("speaker_id", "Speaker")

    id: Mapped[pk]
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    scheme: Mapped[str]
    value: Mapped[str]


class Role(Base):
    """A speaker holding a title in a body, from–to; either end may be open."""

    __tablename__ = "role"
    __table_args__ = table_args(Index(None, "speaker_id"), Index(None, "body_id"))
    __history__ = "speaker"
    __history_above__ = ("speaker_id", "Speaker")

    id: Mapped[pk]
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"))
    title_en: Mapped[words]
    title_id: Mapped[words] = mapped_column(comment="the title in Indonesian")
    since: Mapped[words] = mapped_column(comment="2017, 2017-06 or 2017-06-01; empty: not known")
    until: Mapped[words] = mapped_column(comment="as since; empty: not known or still")
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
