"""Topics and claims: the codebook."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import vocabulary
from tracker.models.base import Base, key, now, one_of, open_once, pk, table_args, uid, words


class Topic(Base):
    """A node in the tree of subjects that claims belong to."""

    __tablename__ = "topic"
    __table_args__ = table_args(
        CheckConstraint("parent_id <> id", name="own_parent"),
        Index(None, "parent_id"),
        Index("ix_topic_name", "folded", "id"),
    )
    __history__ = "topic"

    id: Mapped[pk]
    uid: Mapped[uid]
    key: Mapped[key]
    name_en: Mapped[words]
    name_id: Mapped[words] = mapped_column(comment="the name in Indonesian")
    folded: Mapped[words]
    about: Mapped[words]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class Claim(Base):
    """A proposition one can stand for or against, in neutral affirmative words."""

    __tablename__ = "claim"
    __table_args__ = table_args(
        one_of("kind", vocabulary.ClaimKind),
        CheckConstraint("merged_into_id <> id", name="own_merge"),
        Index(None, "merged_into_id"),
        Index("ix_claim_text", "folded", "id"),
    )
    __history__ = "claim"

    id: Mapped[pk]
    uid: Mapped[uid]
    key: Mapped[key]
    kind: Mapped[vocabulary.ClaimKind]
    text: Mapped[str] = mapped_column(comment='usable after "that …"')
    language: Mapped[str]
    folded: Mapped[words]
    negation: Mapped[words] = mapped_column(comment="how the other side would put it")
    definition: Mapped[words] = mapped_column(comment="what counts")
    exclusion: Mapped[words] = mapped_column(comment="what does not count")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    is_mirrored: Mapped[bool] = mapped_column(
        default=False, comment="merged into its opposite: codes count the other way round"
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    translations: Mapped[list["ClaimTranslation"]] = relationship(
        order_by="ClaimTranslation.id", lazy="raise", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class ClaimApproval(Base):
    """That a reviewer has read the claim's words, before anybody publishes a stance on them."""

    __tablename__ = "claim_approval"
    __history__ = "claim"
    __history_above__ = ("claim_id", "Claim")

    id: Mapped[pk]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class ClaimTranslation(Base):
    """The claim's words in another language."""

    __tablename__ = "claim_translation"
    __table_args__ = table_args(UniqueConstraint("claim_id", "language"), Index(None, "folded"))
    __history__ = "claim"
    __history_above__ = ("claim_id", "Claim")

    id: Mapped[pk]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    language: Mapped[str]
    text: Mapped[str]
    folded: Mapped[words]
    negation: Mapped[words]
    definition: Mapped[words]
    exclusion: Mapped[words]


class ClaimTopic(Base):
    """A claim belongs to a topic, from the revision `entered` until before `left`."""

    __tablename__ = "claim_topic"
    __table_args__ = table_args(
        open_once("claim_topic", "claim_id", "topic_id"), Index(None, "topic_id")
    )
    __history__ = "claim"
    __history_above__ = ("claim_id", "Claim")

    id: Mapped[pk]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    # Stamped at commit by the audit, in the row's own revision: they say when, not what.
    entered: Mapped[int] = mapped_column(default=0, info={"history": "stamp"})
    left: Mapped[int | None] = mapped_column(info={"history": "stamp"})


class ClaimRelation(Base):
    """`claim` contradicts (either way), entails, or is narrower than `other`."""

    __tablename__ = "claim_relation"
    __table_args__ = table_args(
        one_of("kind", vocabulary.RelationKind),
        CheckConstraint("claim_id <> other_id", name="itself"),
        CheckConstraint("kind <> 'contradicts' OR claim_id < other_id", name="symmetric"),
        open_once("claim_relation", "claim_id", "other_id", "kind"),
        Index(None, "other_id"),
    )
    __history__ = "claim"
    __history_above__ = ("claim_id", "Claim")

    id: Mapped[pk]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    kind: Mapped[vocabulary.RelationKind]
    entered: Mapped[int] = mapped_column(default=0, info={"history": "stamp"})
    left: Mapped[int | None] = mapped_column(info={"history": "stamp"})
