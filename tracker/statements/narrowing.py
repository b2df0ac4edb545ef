"""Which statements are on a claim, under a topic, by a speaker; merged ones count as one."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, or_, select

from tracker.merged import PAIRS, one_with
from tracker.models import (
    Base,
    Claim,
    ClaimTopic,
    ClaimTranslation,
    Edition,
    EditionSpeaker,
    Name,
    Role,
    Speaker,
    Stance,
    Topic,
)
from tracker.visibility import key_condition
from tracker.vocabulary import Stance as Code


def on_claim(key: str, codes: Collection[Code]) -> ColumnElement[bool]:
    """On the claim, or on one that was merged into it; codes as they count there. None: any."""
    pairs, wanted = PAIRS[Claim], ids(Claim, key)
    merged = select(pairs.c.id).where(pairs.c.into_id.in_(wanted))
    straight = merged.where(pairs.c.turned.is_(False))
    on_it = Stance.claim_id.in_(wanted.union(straight))
    on_opposite = Stance.claim_id.in_(merged.where(pairs.c.turned.is_(True)))
    if not codes:
        return or_(on_it, on_opposite)
    mirrored = [code.mirrored for code in codes]
    return or_(and_(on_it, Stance.code.in_(codes)), and_(on_opposite, Stance.code.in_(mirrored)))


def claims_under(topic: str) -> CompoundSelect[Any]:
    """Claims of the topic and of all topics below it, and what is merged with them."""
    tree = select(Topic.id).where(key_condition(Topic, topic)).cte(recursive=True)
    tree = tree.union(select(Topic.id).join(tree, Topic.parent_id == tree.c.id))
    belongs = select(ClaimTopic.claim_id).where(
        ClaimTopic.left.is_(None), ClaimTopic.topic_id.in_(select(tree.c.id))
    )
    return one_with(Claim, belongs)


def said_by(key: str) -> ColumnElement[bool]:
    """Said by this speaker, or under the name of one that was merged into it."""
    pairs, wanted = PAIRS[Speaker], ids(Speaker, key)
    merged = select(pairs.c.id).where(pairs.c.into_id.in_(wanted))
    named = EditionSpeaker.speaker_id.in_(wanted.union(merged))
    return Edition.id.in_(select(EditionSpeaker.edition_id).where(named))


def has_words(words: str) -> ColumnElement[bool]:
    """Names of who spoke and for whom, and texts of claims, that contain the words."""
    named = select(Name.speaker_id).where(Name.folded.contains(words, autoescape=True))
    called = select(Speaker.id).where(Speaker.folded.contains(words, autoescape=True))
    people = one_with(Speaker, select(named.union(called).subquery().c.speaker_id))
    written = select(Claim.id).where(Claim.folded.contains(words, autoescape=True))
    translated = select(ClaimTranslation.claim_id).where(
        ClaimTranslation.folded.contains(words, autoescape=True)
    )
    told = one_with(Claim, select(written.union(translated).subquery().c.id))
    said = (
        select(EditionSpeaker.edition_id)
        .outerjoin(Role, Role.id == EditionSpeaker.role_id)
        .where(
            or_(
                EditionSpeaker.speaker_id.in_(people),
                EditionSpeaker.body_id.in_(people),
                Role.body_id.in_(people),
            )
        )
    )
    coded = select(Stance.edition_id).where(Stance.claim_id.in_(told))
    return or_(Edition.id.in_(said), Edition.id.in_(coded))


def ids(cls: type[Base], key: str) -> Select[int]:
    return select(cls.__table__.c["id"]).where(key_condition(cls, key))
