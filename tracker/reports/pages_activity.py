"""What the page of activity shows: weeks, the newest first, with who did what in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.analysis.calendar import Period, days_of
from tracker.dates import Days, spanning
from tracker.reports.activity import ActivityReport, ActivityRow, Person
from tracker.reports.deeds import STEPS, Counted, deeds_of
from tracker.reports.filters import Filters
from tracker.reports.paging import Shown, page_of_rows
from tracker.statements.entry import Entry
from tracker.statements.queries import entries
from tracker.web.addresses import here_with, with_query
from tracker.web.listing import argument
from tracker.web.session import session


@dataclass(frozen=True)
class Done:
    """The work of one person in one week; `only` narrows the page to them, `theirs` lists.

    `numbers` are what they logged, submitted, published and returned, with where each opens.
    """

    row: ActivityRow
    person: Person
    days: Days
    only: str
    theirs: str
    numbers: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Opened:
    """What one number counts, a page of it, and how many of it wait for the viewer's coding."""

    done: Done
    what: str
    page: Shown
    n_sealed: int
    said: Mapping[int, Entry]


def shown(report: ActivityReport, filters: Filters) -> dict[str, Any]:
    """One page of weeks, and the sums of all; or one week of one person, with what it counts."""
    rows = sorted(report.rows, key=lambda row: row.person_label)
    rows = sorted(rows, key=lambda row: row.week, reverse=True)
    waited = [row for row in report.rows if row.median_hours is not None]
    row = _asked(report, filters)
    page = page_of_rows([row] if row else rows)
    return {
        "page": page,
        "done": [_done(report, row) for row in page.rows],
        "opened": _opened(report, filters, row) if row else None,
        "n_logged": sum(row.logged for row in report.rows),
        "n_published": sum(row.published for row in report.rows),
        "n_weeks": len({row.week for row in report.rows}),
        "longest": max(waited, key=lambda row: row.median_hours or 0, default=None),
        "only": filters.options.get("coder", ""),
        "all_url": here_with(coder=None, week=None, what=None, cursor=None),
        "weeks_url": here_with(week=None, what=None, cursor=None),
    }


def _asked(report: ActivityReport, filters: Filters) -> ActivityRow | None:
    """The week of one person of which a number was opened."""
    if not filters.options.get("coder") or argument("what") not in STEPS:
        return None
    return next((row for row in report.rows if row.week == argument("week")), None)


def _opened(report: ActivityReport, filters: Filters, row: ActivityRow) -> Opened:
    done, what = _done(report, row), argument("what")
    found = deeds_of(
        session(), report.slice, filters.viewer, Counted(done.person.id, row.week, what)
    )
    page = page_of_rows(found.told)
    ids = {deed.statement for deed in page.rows}
    said = entries(session(), filters.viewer, ids, filters.tongue)
    return Opened(done, what, page, found.n_sealed, said)


def _done(report: ActivityReport, row: ActivityRow) -> Done:
    person = report.people[row.person]
    return Done(
        row=row,
        person=person,
        days=spanning(*days_of(Period.WEEK, row.week)),
        only=here_with(coder=str(person.id), cursor=None),
        theirs=with_query("/statements/", {"coder": [str(person.id)]}),
        numbers=[(getattr(row, what), _opening(person, row.week, what)) for what in STEPS],
    )


def _opening(person: Person, week: str, what: str) -> str:
    return f"{here_with(coder=str(person.id), week=week, what=what, cursor=None)}#opened"
