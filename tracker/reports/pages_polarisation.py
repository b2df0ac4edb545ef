"""What the page of polarisation shows: claims, the most disputed first, and one by period."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.analysis.calendar import days_of
from tracker.dates import Days, spanning
from tracker.reports.filters import Filters
from tracker.reports.names import Name
from tracker.reports.paging import SIZE, page_of_rows
from tracker.reports.polarisation import PolarisationReport, PolarisationRow
from tracker.reports.sides import Balance
from tracker.vocabulary import Side
from tracker.web.addresses import here_with


@dataclass(frozen=True)
class Disputed:
    """A claim with who stands where on it, and the address of its periods."""

    claim: Name
    whole: Balance
    url: str


@dataclass(frozen=True)
class Then:
    """A period of one claim."""

    row: PolarisationRow
    days: Days


def shown(report: PolarisationReport, _filters: Filters) -> dict[str, Any]:
    """One page of claims, and the periods of the first of all."""
    claims = [
        Disputed(report.claims[claim], whole, f"{here_with(claim=str(claim), cursor=None)}#periods")
        for claim, whole in report.wholes.items()
    ]
    first = claims[0] if claims else None
    then = _periods(report, first.claim) if first else []
    return {
        "page": page_of_rows(claims),
        "first": first,
        "periods": then[:SIZE],
        "n_periods": len(then),
        "n_disputed": sum(one.whole.dispute is not None for one in claims),
        "sides": Side,
    }


def _periods(report: PolarisationReport, claim: Name) -> Sequence[Then]:
    """The periods of one claim, the newest first."""
    rows = [row for row in report.rows if row.claim == claim.uid]
    return [Then(row, spanning(*days_of(report.period, row.period))) for row in rows[::-1]]
