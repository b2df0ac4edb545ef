"""Earlier verdicts on claims near one: related, in much the same words, or on the same topic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.analysis.twins import likely_claims
from tracker.claims.queries_related import SAME_SPEAKERS, SAME_TOPIC, related_claims
from tracker.merged import itself_or_merged
from tracker.models import Claim, ClaimTopic, ClaimTranslation, VerdictStanding
from tracker.text import fingerprint
from tracker.verdicts.queries import Told, verdicts_standing
from tracker.visibility import Viewer
from tracker.vocabulary import Level

# More than these nobody reads before deciding.
MOST = 12
# Of so many claims, those rated last, the words are compared: the rest would take too long.
COMPARED = 400
# Two that share fewer words are not worth comparing.
_SHARED = 2


class Near(StrEnum):
    """In which way a claim is near, the strongest first."""

    RELATED = "related"
    WORDS = "words"
    TOPIC = "topic"


@dataclass(frozen=True)
class Similar:
    """A verdict that stands on a claim near the one that is looked at."""

    near: Near
    verdict: Told


def similar_verdicts(
    session: Session, viewer: Viewer, claim_id: int, language: str
) -> list[Similar]:
    """What stands on claims near this one: related first, then alike in words, then by topic."""
    rated = _rated(session)
    near: dict[int, Near] = {}
    related = related_claims(session, viewer, claim_id, level=Level.SPEAKER, language=language)
    for one in related:
        if one.way not in {SAME_TOPIC, SAME_SPEAKERS}:
            near[one.id] = Near.RELATED
    for number in _alike(session, claim_id, rated):
        near.setdefault(number, Near.WORDS)
    for number in _same_topic(session, claim_id):
        near.setdefault(number, Near.TOPIC)
    near.pop(claim_id, None)
    found = [
        Similar(near[one.claim_id], one)
        for one in verdicts_standing(session, viewer, near, language)
    ]
    ways = list(Near)
    return sorted(found, key=lambda one: ways.index(one.near))[:MOST]


def _rated(session: Session) -> list[int]:
    """The claims that have a verdict, the latest first."""
    asked = select(VerdictStanding.claim_id).where(VerdictStanding.left.is_(None))
    return list(session.scalars(asked.order_by(VerdictStanding.id.desc()).limit(COMPARED)))


def _alike(session: Session, claim_id: int, rated: Iterable[int]) -> Iterable[int]:
    """Which of the claims that have a verdict say much the same, or the opposite."""
    told = _worded(session, {claim_id, *rated})
    mine = {word for texts in told[claim_id] for text in texts for word in text.split()}
    close = {
        number: texts
        for number, texts in told.items()
        if any(len(mine & set(text.split())) >= _SHARED for said in texts for text in said)
    }
    for pair in likely_claims(close):
        if claim_id in {pair.one, pair.other}:
            yield pair.other if pair.one == claim_id else pair.one


def _worded(session: Session, claims: Iterable[int]) -> Mapping[int, tuple[list[str], list[str]]]:
    """The folded words of claims in every language, and those of their opposites."""
    ids = set(claims)
    found: dict[int, tuple[list[str], list[str]]] = {number: ([], []) for number in ids}
    own = select(Claim.id, Claim.folded, Claim.negation).where(Claim.id.in_(ids))
    other = select(
        ClaimTranslation.claim_id, ClaimTranslation.folded, ClaimTranslation.negation
    ).where(ClaimTranslation.claim_id.in_(ids))
    for number, folded, negation in session.execute(own.union_all(other)):
        found[number][0].append(folded)
        found[number][1].append(fingerprint(negation))
    return found


def _same_topic(session: Session, claim_id: int) -> Iterable[int]:
    mine = select(ClaimTopic.topic_id).where(
        itself_or_merged(Claim, ClaimTopic.claim_id, claim_id), ClaimTopic.left.is_(None)
    )
    asked = (
        select(VerdictStanding.claim_id)
        .join(ClaimTopic, ClaimTopic.claim_id == VerdictStanding.claim_id)
        .where(
            *(VerdictStanding.left.is_(None), ClaimTopic.left.is_(None)),
            ClaimTopic.topic_id.in_(mine),
        )
        .distinct()
    )
    return session.scalars(asked.order_by(VerdictStanding.claim_id.desc()).limit(MOST)).all()
