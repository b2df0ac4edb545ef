"""What excludes what at a revision, and which contradictions somebody said are none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from tracker.analysis.contradictions import Contradiction, Implication
from tracker.models import ClaimMerge, ClaimRelation, NotContradiction, SpeakerMerge
from tracker.record.moments import held_at
from tracker.vocabulary import ContradictionKind, RelationKind

# Two stances of, or against, a holder: the kind, the holder, and statement and claim of both.
Place = tuple[ContradictionKind, int, frozenset[tuple[int, int]]]


@dataclass(frozen=True)
class Mark:
    """Somebody looked, and said why it is no contradiction."""

    id: int
    reason: str
    by_id: int | None
    at: datetime


class StoodFor:
    """What merged claims or speakers counted as; a claim may count as another's opposite."""

    def __init__(self, session: Session, merge: type[Any], revision: int | None) -> None:
        turned = merge.is_mirrored if merge is ClaimMerge else literal(value=False)
        rows = select(merge.loser_id, merge.winner_id, turned).where(held_at(merge, revision))
        self._into = {loser: (into, turned) for loser, into, turned in session.execute(rows)}

    def of(self, number: int) -> tuple[int, bool]:
        """The id of what it counted as, and whether as its opposite."""
        is_turned = False
        while number in self._into:
            number, turned = self._into[number]
            is_turned ^= turned
        return number, is_turned


def implications(session: Session, revision: int | None = None) -> set[Implication]:
    """What relations of claims exclude, now or at a revision, merges followed."""
    asked = select(ClaimRelation.claim_id, ClaimRelation.kind, ClaimRelation.other_id)
    asked = asked.where(
        held_at(ClaimRelation, revision), ClaimRelation.kind != RelationKind.NARROWER
    )
    claims = StoodFor(session, ClaimMerge, revision)
    found = set()
    for one, kind, other in session.execute(asked):
        claim, is_turned = claims.of(one)
        there, is_other_turned = claims.of(other)
        excluded = 1 if kind is RelationKind.CONTRADICTS else -1
        ends = (claim, -1 if is_turned else 1), (there, -excluded if is_other_turned else excluded)
        if claim != there:
            (first, sign), (second, other_sign) = sorted(ends)
            found.add(Implication(first, sign, second, other_sign))
    return found


def place_of(found: Contradiction) -> Place:
    """What a mark says that it is about."""
    ends = frozenset((one.statement, one.claim) for one in (found.before, found.after))
    return found.kind, found.holder, ends


def marks(session: Session, revision: int | None = None) -> Mapping[Place, Mark]:
    """The marks that hold now, or held at a revision, by what they were then about."""
    rows = list(_marks(session, revision))
    if not rows:
        return {}
    claims = StoodFor(session, ClaimMerge, revision)
    speakers = StoodFor(session, SpeakerMerge, revision)
    return {
        (
            row.kind,
            speakers.of(row.holder_id)[0],
            frozenset(
                (statement, claims.of(claim)[0])
                for statement, claim in (
                    (row.a_statement_id, row.a_claim_id),
                    (row.b_statement_id, row.b_claim_id),
                )
            ),
        ): Mark(row.id, row.reason, row.by_id, row.at)
        for row in rows
    }


def _marks(session: Session, revision: int | None) -> Iterator[Any]:
    columns = NotContradiction.__table__.c
    # The newest last: where merges made two marks one, it is the one that is told.
    yield from session.execute(
        select(*columns).where(held_at(columns, revision)).order_by(columns.id)
    )
