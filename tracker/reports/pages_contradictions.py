"""What the page of contradictions shows: the newest first, marked ones apart, both quotes."""

from typing import Any

from sqlalchemy import select

from tracker.models import Account
from tracker.reports.contradictions import ContradictionsReport, Held
from tracker.reports.filters import Filters
from tracker.reports.paging import page_of_rows
from tracker.statements.queries import entries
from tracker.vocabulary import AccountRole, ContradictionKind
from tracker.web.session import session

# So many marked ones stand below; the data has all of them.
_MOST_MARKED = 50


def shown(report: ContradictionsReport, filters: Filters) -> dict[str, Any]:
    """One page of those that stand, the first of those that are marked, and their statements."""
    page = page_of_rows(sorted(report.standing, key=_newest, reverse=True))
    marked = sorted(report.marked, key=_newest, reverse=True)[:_MOST_MARKED]
    said = [
        end.statement
        for held in (*page.rows, *marked)
        for end in (held.found.before, held.found.after)
    ]
    knows = filters.viewer.reaches(AccountRole.EDITOR)
    ids = {held.mark.by_id for held in marked if held.mark and held.mark.by_id} if knows else set()
    names = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {
        "page": page,
        "marked": marked,
        "kinds": ContradictionKind,
        "said": entries(session(), filters.viewer, said, filters.tongue),
        "marked_by": {row.id: row.name for row in session().execute(names)} if ids else {},
    }


def _newest(held: Held) -> str:
    return held.found.after.order
