"""What the page of polarisation shows: claims, the most disputed first, and one by period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.analysis.calendar import days_of
from tracker.dates import Days, spanning
from tracker.reports.filters import Filters
from tracker.reports.names import Labels, Name, name_holders
from tracker.reports.paging import SIZE, Shown, page_of_rows
from tracker.reports.polarisation import PolarisationReport, PolarisationRow, counted_on
from tracker.reports.sides import Balance
from tracker.statements.entry import Entry
from tracker.statements.queries import entries
from tracker.vocabulary import Side
from tracker.web.addresses import here_with
from tracker.web.listing import argument
from tracker.web.session import session

# Who only asked, mentioned or declined has no position, and is nowhere here.
_SIDES = (Side.FOR, Side.MIXED, Side.AGAINST)


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


@dataclass(frozen=True)
class Opened:
    """Whom one number counts, a page of them by name, and in which period, or the whole time."""

    side: Side
    days: Days | None
    page: Shown
    names: Labels
    said: Mapping[int, Entry]


def shown(report: PolarisationReport, filters: Filters) -> dict[str, Any]:
    """One page of claims, the periods of the first of all, and whom an opened number counts."""
    claims = [
        Disputed(
            report.claims[claim],
            whole,
            f"{here_with(claim=str(claim), side=None, then=None, cursor=None)}#periods",
        )
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
        "opens": _opening,
        "opened": _opened(report, filters, first.claim) if first and filters.claim else None,
    }


def _opening(claim: Name, side: Side, name: str = "") -> str:
    """The page of one claim, with those whom one of its numbers counts."""
    url = here_with(claim=str(claim.id), side=side.value, then=name, cursor=None)
    return f"{url}#opened"


def _opened(report: PolarisationReport, filters: Filters, claim: Name) -> Opened | None:
    side = next((side for side in _SIDES if side == argument("side")), None)
    if side is None:
        return None
    name = argument("then")
    found = counted_on(session(), report.slice, (claim.id, report.period, name), side)
    names = name_holders(session(), filters, {one.holder for one in found})
    page = page_of_rows(sorted(found, key=lambda one: (names[one.holder].label, one.holder)))
    said = entries(session(), filters.viewer, [one.statement for one in page.rows], filters.tongue)
    days = spanning(*days_of(report.period, name)) if name and found else None
    return Opened(side, days, page, names, said)


def _periods(report: PolarisationReport, claim: Name) -> Sequence[Then]:
    """The periods of one claim, the newest first."""
    rows = [row for row in report.rows if row.claim == claim.uid]
    return [Then(row, spanning(*days_of(report.period, row.period))) for row in rows[::-1]]
