"""What the page of shifts shows: the newest first, with the words on both sides."""

from typing import Any

from tracker.reports.filters import Filters
from tracker.reports.paging import page_of_rows
from tracker.reports.shifts import HeldShift, ShiftsReport
from tracker.statements.queries import entries
from tracker.web.session import session


def shown(report: ShiftsReport, filters: Filters) -> dict[str, Any]:
    """One page of changes, and the statements on it."""
    page = page_of_rows(sorted(report.shifts, key=_newest, reverse=True))
    said = [one.statement for held in page.rows for one in (held.shift.before, held.shift.after)]
    return {"page": page, "said": entries(session(), filters.viewer, said, filters.tongue)}


def _newest(held: HeldShift) -> str:
    return held.shift.after.order
