"""What the page of activity shows: weeks, the newest first, with who did what in them."""

from dataclasses import dataclass
from typing import Any

from tracker.analysis.calendar import Period, days_of
from tracker.dates import Days, spanning
from tracker.reports.activity import ActivityReport, ActivityRow, Person
from tracker.reports.filters import Filters
from tracker.reports.paging import page_of_rows
from tracker.web.addresses import here_with, with_query


@dataclass(frozen=True)
class Done:
    """The work of one person in one week; `only` narrows the page to them, `theirs` lists."""

    row: ActivityRow
    person: Person
    days: Days
    only: str
    theirs: str


def shown(report: ActivityReport, filters: Filters) -> dict[str, Any]:
    """One page of weeks, and the sums of all."""
    rows = sorted(report.rows, key=lambda row: row.person_label)
    page = page_of_rows(sorted(rows, key=lambda row: row.week, reverse=True))
    waited = [row for row in report.rows if row.median_hours is not None]
    return {
        "page": page,
        "done": [_done(report, row) for row in page.rows],
        "n_logged": sum(row.logged for row in report.rows),
        "n_published": sum(row.published for row in report.rows),
        "n_weeks": len({row.week for row in report.rows}),
        "longest": max(waited, key=lambda row: row.median_hours or 0, default=None),
        "only": filters.options.get("coder", ""),
        "all_url": here_with(coder=None, cursor=None),
    }


def _done(report: ActivityReport, row: ActivityRow) -> Done:
    person = report.people[row.person]
    return Done(
        row=row,
        person=person,
        days=spanning(*days_of(Period.WEEK, row.week)),
        only=here_with(coder=str(person.id), cursor=None),
        theirs=with_query("/statements/", {"coder": [str(person.id)]}),
    )
