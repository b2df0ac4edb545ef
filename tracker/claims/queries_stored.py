"""A claim as it is stored, for its form: all languages, topics and relations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from tracker.models import Claim, ClaimRelation, ClaimTopic, ClaimTranslation, Entry, Stance
from tracker.visibility import ANYBODY, Viewer, find, visible_to
from tracker.vocabulary import ClaimKind, RelationKind


@dataclass(frozen=True)
class StoredWording:
    """The claim in one language."""

    language: str
    text: str
    negation: str
    definition: str
    exclusion: str


@dataclass(frozen=True)
class StoredClaim:
    """All that the form of a claim can change, and whether its words are still free."""

    id: int
    version: int
    kind: ClaimKind
    wording: StoredWording
    translations: tuple[StoredWording, ...]
    topics: tuple[int, ...]
    relations: tuple[tuple[RelationKind, int], ...]
    is_on_record: bool

    def values(self) -> dict[str, object]:
        """The same as the fields of the form."""
        return {
            "version": self.version,
            "kind": self.kind.value,
            **vars(self.wording),
            "translations": [vars(wording) for wording in self.translations],
            "topics": [str(topic) for topic in self.topics],
            "relations": [
                {"kind": kind.value, "claim": str(other)} for kind, other in self.relations
            ],
        }


def stored_claim(session: Session, viewer: Viewer, key: str) -> StoredClaim:
    """The claim with this KEY; Missing if the viewer may not know of it."""
    claim = find(session, Claim, key, viewer)
    translations = session.scalars(
        select(ClaimTranslation)
        .where(ClaimTranslation.claim_id == claim.id)
        .order_by(ClaimTranslation.id)
        .execution_options(populate_existing=True)
    )
    topics = session.scalars(
        select(ClaimTopic.topic_id)
        .where(ClaimTopic.claim_id == claim.id, ClaimTopic.left.is_(None))
        .order_by(ClaimTopic.id)
    )
    return StoredClaim(
        id=claim.id,
        version=claim.version,
        kind=claim.kind,
        wording=_wording(claim),
        translations=tuple(_wording(translation) for translation in translations),
        topics=tuple(topics),
        relations=tuple(
            (row.kind, row.other_id if row.claim_id == claim.id else row.claim_id)
            for row in relations_from(session, claim.id)
        ),
        is_on_record=is_on_record(session, claim.id),
    )


def _wording(row: Claim | ClaimTranslation) -> StoredWording:
    return StoredWording(row.language, row.text, row.negation, row.definition, row.exclusion)


def relations_from(session: Session, claim_id: int) -> Sequence[ClaimRelation]:
    """The relations that are this claim's own: what it contradicts, entails or is narrower than."""
    either_way = (ClaimRelation.other_id == claim_id) & (
        ClaimRelation.kind == RelationKind.CONTRADICTS
    )
    return session.scalars(
        select(ClaimRelation)
        .where(ClaimRelation.left.is_(None), or_(ClaimRelation.claim_id == claim_id, either_way))
        .order_by(ClaimRelation.id)
    ).all()


def is_on_record(session: Session, claim_id: int) -> bool:
    """Whether a stance on this claim stands, or ever stood, on the record."""
    public = select(1).where(Claim.id == claim_id, visible_to(ANYBODY).of(Claim))
    coded = select(1).select_from(Entry).join(Stance, Stance.id == Entry.stance_id)
    coded = coded.where(Stance.claim_id == claim_id)
    return bool(session.scalar(select(or_(exists(public), exists(coded)))))
