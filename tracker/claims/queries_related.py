"""Which other claims belong beside a claim: those it excludes, its topics', its speakers'."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    and_,
    case,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from tracker.merged import PAIRS
from tracker.models import Claim, ClaimRelation, ClaimTopic, Position
from tracker.naming import claim_text
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import ClaimKind, Level, RelationKind, Stance

MOST_OF_A_WAY = 8

# In the order of the page: what has logical force, then what is only near.
CONTRADICTS = "contradicts"
ENTAILS = "entails"
ENTAILED_BY = "entailed_by"
NARROWER = "narrower"
WIDER = "wider"
SAME_TOPIC = "same_topic"
SAME_SPEAKERS = "same_speakers"
WAYS = (CONTRADICTS, ENTAILS, ENTAILED_BY, NARROWER, WIDER, SAME_TOPIC, SAME_SPEAKERS)


@dataclass(frozen=True)
class Related:
    """Another claim, in which way it is related, and where most of its holders stand."""

    way: str
    id: int
    text: str
    language: str
    kind: ClaimKind
    majority: Stance | None
    n_majority: int
    n: int


def related_claims(
    session: Session, viewer: Viewer, claim_id: int, *, level: Level, language: str
) -> list[Related]:
    """Related claims the viewer may know of; each once, in the strongest way it is related."""
    near = _ways(claim_id).cte("near")
    rows = session.execute(
        select(
            near.c.way,
            Claim.id,
            claim_text(language, Claim).label("text"),
            Claim.language,
            Claim.kind,
            Position.code,
            func.count(Position.holder_id).label("n"),
        )
        .join(near, near.c.claim_id == Claim.id)
        .outerjoin(
            Position,
            and_(
                Position.claim_id == Claim.id,
                Position.level == level,
                Position.value.is_not(None),
            ),
        )
        .where(visible_to(viewer).of(Claim), Claim.merged_into_id.is_(None), Claim.id != claim_id)
        .group_by(near.c.way, Claim.id, Position.code)
        .order_by(near.c.way, Claim.id)
    ).all()
    return _once_each(rows)


def _once_each(rows: Sequence[Any]) -> list[Related]:
    by_claim: dict[int, list[Any]] = {}
    for row in rows:
        by_claim.setdefault(row.id, []).append(row)
    found = []
    for same in by_claim.values():
        first = min(row.way for row in same)
        found.append(_related(WAYS[first], [row for row in same if row.way == first]))
    return _few_of_each(sorted(found, key=lambda r: (WAYS.index(r.way), -r.n, r.id)))


def _related(way: str, rows: Sequence[Any]) -> Related:
    one = rows[0]
    taken = [row for row in rows if row.code is not None]
    most = max(taken, key=lambda row: row.n, default=None)
    if most is not None and sum(row.n == most.n for row in taken) > 1:
        most = None
    return Related(
        way=way,
        id=one.id,
        text=one.text,
        language=one.language,
        kind=one.kind,
        majority=most.code if most else None,
        n_majority=most.n if most else 0,
        n=sum(row.n for row in taken),
    )


def _few_of_each(related: Iterable[Related]) -> list[Related]:
    shown: list[Related] = []
    for one in related:
        is_near_only = one.way in {SAME_TOPIC, SAME_SPEAKERS}
        if not is_near_only or sum(r.way == one.way for r in shown) < MOST_OF_A_WAY:
            shown.append(one)
    return shown


def _ways(claim_id: int) -> CompoundSelect[Any]:
    """The ids of related claims, each with the place of its way in WAYS."""
    return union_all(
        select(_relations(claim_id, outwards=True).subquery()),
        select(_relations(claim_id, outwards=False).subquery()),
        _same_topic(claim_id),
        _same_speakers(claim_id),
    )


def _way(name: str) -> ColumnElement[int]:
    return literal(WAYS.index(name), Integer)


def _relations(claim_id: int, *, outwards: bool) -> Any:  # noqa: ANN401 - a select of two columns
    """What relations say of the claim, also by way of what was merged with either side.

    Of what was merged into its opposite they speak of the negation.
    """
    relation, pairs = aliased(ClaimRelation), PAIRS[Claim]
    here, there = relation.claim_id, relation.other_id
    if not outwards:
        here, there = there, here
    straight = literal(value=False)
    itself = select(literal(claim_id).label("id"), straight.label("turned"))
    lent = select(pairs.c.id, pairs.c.turned).where(pairs.c.into_id == claim_id)
    mine = union_all(itself, lent).subquery()
    turned = func.coalesce(pairs.c.turned, straight)
    sides = (mine.c.turned, turned) if outwards else (turned, mine.c.turned)
    way = _told_way(relation.kind, *sides, outwards=outwards)
    return (
        select(way.label("way"), func.coalesce(pairs.c.into_id, there).label("claim_id"))
        .select_from(relation)
        .join(mine, mine.c.id == here)
        .outerjoin(pairs, pairs.c.id == there)
        .where(relation.left.is_(None), way.is_not(None))
    )


def _told_way(kind: Any, first: Any, second: Any, *, outwards: bool) -> ColumnElement[int]:  # noqa: ANN401
    """In which way two claims are related of which either may be negated.

    “If not A, then not B” is “if B, then A”; for “if not A, then B” there is no word.
    """
    is_negated = (kind == RelationKind.CONTRADICTS) != second
    onwards, back = (ENTAILS, ENTAILED_BY) if outwards else (ENTAILED_BY, ENTAILS)
    narrower = NARROWER if outwards else WIDER
    return case(
        (and_(kind == RelationKind.NARROWER, or_(first, second)), null()),
        (kind == RelationKind.NARROWER, _way(narrower)),
        (and_(not_(first), is_negated), _way(CONTRADICTS)),
        (not_(first), _way(onwards)),
        (is_negated, _way(back)),
        else_=null(),
    )


def _same_topic(claim_id: int) -> Any:  # noqa: ANN401
    mine, theirs = aliased(ClaimTopic), aliased(ClaimTopic)
    near = (
        select(_way(SAME_TOPIC).label("way"), theirs.claim_id)
        .join(mine, mine.topic_id == theirs.topic_id)
        .where(
            mine.claim_id == claim_id,
            mine.left.is_(None),
            theirs.left.is_(None),
            theirs.claim_id != claim_id,
        )
        .distinct()
        .order_by(theirs.claim_id.desc())
        .limit(MOST_OF_A_WAY * 5)
    )
    return select(near.subquery())


def _same_speakers(claim_id: int) -> Any:  # noqa: ANN401
    """Claims with the most speakers in common."""
    mine, theirs = aliased(Position), aliased(Position)
    shared = (
        select(_way(SAME_SPEAKERS).label("way"), theirs.claim_id)
        .join(mine, mine.holder_id == theirs.holder_id)
        .where(
            mine.claim_id == claim_id,
            mine.level == Level.SPEAKER,
            theirs.level == Level.SPEAKER,
            theirs.claim_id != claim_id,
        )
        .group_by(theirs.claim_id)
        .order_by(func.count().desc(), theirs.claim_id)
        .limit(MOST_OF_A_WAY * 2)
    )
    return select(shared.subquery())
