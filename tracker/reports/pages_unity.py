"""What the page of unity shows: bodies, the least united first, with what divides them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.reports.filters import Filters
from tracker.reports.names import Name
from tracker.reports.paging import page_of_rows
from tracker.reports.sides import Balance
from tracker.reports.unity import UnityReport, UnityRow
from tracker.vocabulary import Level

# So many claims are told of each body; the data of statements has all of them.
MOST = 5


@dataclass(frozen=True)
class United:
    """A body, and the claims that divide it: the most evenly split ones first."""

    row: UnityRow
    body: Name
    divided: Sequence[tuple[Name, Balance]]


def shown(report: UnityReport, _filters: Filters) -> dict[str, Any]:
    """One page of bodies."""
    bodies = {name.uid: name for name in report.bodies.values()}
    rows = [
        United(row, bodies[row.body], _divided(report, bodies[row.body].id))
        for row in report.least_united()
    ]
    return {
        "page": page_of_rows(rows),
        "least": rows[0] if rows else None,
        "n_divided": sum(bool(one.divided) for one in rows),
        "n_several": sum(one.row.several > 0 for one in rows),
        "most": MOST,
        "body_level": Level.BODY,
    }


def _divided(report: UnityReport, body: int) -> Sequence[tuple[Name, Balance]]:
    found = [
        (report.claims[claim], balance)
        for claim, balance in report.balances[body].items()
        if balance.n_for and balance.n_against
    ]
    return sorted(found, key=_evenness, reverse=True)


def _evenness(one: tuple[Name, Balance]) -> tuple[float, int, str]:
    claim, balance = one
    sides = balance.n_for + balance.n_against
    return min(balance.n_for, balance.n_against) / sides, sides, claim.uid
