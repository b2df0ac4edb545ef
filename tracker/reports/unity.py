"""How far those who speak for a body take the same side."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.analysis.summaries import unity
from tracker.reports.filters import Filters
from tracker.reports.ledger import ENTRY, Slice, slice_of
from tracker.reports.names import Labels, name_claims, name_holders
from tracker.reports.sides import WHOLE, Balance, last_sides, moving
from tracker.vocabulary import Side


@dataclass(frozen=True)
class UnityRow:
    """A body with the number of claims on which anybody takes a side for it.

    `several` of them are those on which two or more speakers do.
    """

    body: str
    claims: int
    unity: float
    body_label: str
    several: int


@dataclass(frozen=True)
class UnityReport:
    """Bodies; `balances` tell of each on how many speakers of it stand where, by claim."""

    slice: Slice
    rows: Sequence[UnityRow]
    balances: Mapping[int, Mapping[int, Balance]]
    bodies: Labels
    claims: Labels
    n_imprecise: int

    def least_united(self) -> Sequence[UnityRow]:
        """The rows by their unity; of those at one, first those for which several speak."""
        return sorted(self.rows, key=lambda row: (row.unity, -row.several, -row.claims, row.body))


def build(session: Session, filters: Filters) -> UnityReport:
    """Measure every body for which somebody takes a side.

    A speaker's position for a body is made of what was said for it alone: who spoke for another
    body before, or for nobody, may have stood elsewhere.
    """
    part = slice_of(session, filters)
    counted: dict[int, dict[int, Counter[Side]]] = defaultdict(lambda: defaultdict(Counter))
    rows = session.execute(_said(part).execution_options(yield_per=5000))
    for (claim, body, _), history in groupby(rows, key=_PLACE):
        side = last_sides(history).get(WHOLE, Side.MIXED)
        if side is not Side.MIXED:
            counted[body][claim][side] += 1
    balances = {
        body: {claim: Balance.of(sides) for claim, sides in claims.items()}
        for body, claims in counted.items()
    }
    bodies = name_holders(session, filters, set(balances))
    claims = {claim for found in balances.values() for claim in found}
    told = [_row(bodies[body].uid, bodies[body].label, found) for body, found in balances.items()]
    return UnityReport(
        slice=part,
        rows=sorted(told, key=lambda row: row.body),
        balances=balances,
        bodies=bodies,
        claims=name_claims(session, filters, claims),
        n_imprecise=part.count_imprecise(session),
    )


def _said(part: Slice) -> Select[Any]:
    entry = ENTRY.c
    return (
        select(
            entry.claim_id,
            entry.body_id,
            entry.speaker_id,
            entry.first_on,
            entry.last_on,
            entry.code,
        )
        .where(part.conditions, entry.body_id.is_not(None), moving())
        .order_by(entry.claim_id, entry.body_id, entry.speaker_id, entry.order_key)
    )


# Of a row of `_said`: the claim, the body and the speaker.
_PLACE = itemgetter(0, 1, 2)


def _row(uid: str, label: str, found: Mapping[int, Balance]) -> UnityRow:
    sides = [(balance.n_for, balance.n_against) for balance in found.values()]
    return UnityRow(
        body=uid,
        claims=len(sides),
        unity=unity(sides) or 0.0,
        body_label=label,
        several=sum(n_for + n_against > 1 for n_for, n_against in sides),
    )
