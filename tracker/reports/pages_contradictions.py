"""What the page of contradictions shows: the newest first, marked ones apart, both quotes."""

from typing import Any

from flask import request
from sqlalchemy import select

from tracker.analysis.contradictions import Contradiction
from tracker.errors import Missing
from tracker.models import Account
from tracker.reports.commands_contradictions import End, MarkDraft
from tracker.reports.contradictions import ContradictionsOverview
from tracker.reports.filters import Filters
from tracker.reports.names import name_claims, name_holders
from tracker.reports.paging import page_of
from tracker.statements.queries import entries
from tracker.vocabulary import AccountRole, ContradictionKind
from tracker.web.addresses import number_of, query_string
from tracker.web.session import session

# So many marked ones stand below; the data has all of them.
_MOST_MARKED = 50
_NUMBERS = 5


def shown(report: ContradictionsOverview, filters: Filters) -> dict[str, Any]:
    """One page of those that stand, the first of those that are marked, and their statements."""
    page = page_of(report.counted.n, report.told.newest)
    marked = report.told.marked()
    found = [held.found for held in (*page.rows, *marked[:_MOST_MARKED])]
    ends = [end for one in found for end in (one.before, one.after)]
    knows = filters.viewer.reaches(AccountRole.EDITOR)
    ids = {held.mark.by_id for held in marked if held.mark and held.mark.by_id} if knows else set()
    names = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {
        "page": page,
        "marked": marked[:_MOST_MARKED],
        "n_marked": len(marked),
        "kinds": ContradictionKind,
        "holders": name_holders(session(), filters, {one.holder for one in found}),
        "claims": name_claims(session(), filters, {end.claim for end in ends}),
        "said": entries(session(), filters.viewer, [end.statement for end in ends], filters.tongue),
        "key_of": key_of_found,
        "may_mark": filters.viewer.reaches(AccountRole.REVIEWER) and report.slice.is_now,
        "query": query_kept(),
        "marked_by": {row.id: row.name for row in session().execute(names)} if ids else {},
    }


def key_of_found(found: Contradiction) -> str:
    """How an address names it: the kind, the holder, and statement and claim of both."""
    ends = (end for one in (found.before, found.after) for end in (one.statement, one.claim))
    return "-".join(map(str, (found.kind.value, found.holder, *ends)))


def draft_of(key: str) -> MarkDraft:
    """What an address names; Missing where it names nothing that there can be."""
    kind, *given = key.split("-")
    if kind not in set(ContradictionKind) or len(given) != _NUMBERS:
        raise Missing("contradiction", key)
    holder, statement, claim, other_statement, other_claim = map(number_of, given)
    ends = End(statement, claim), End(other_statement, other_claim)
    return MarkDraft(ContradictionKind(kind), holder, ends)


def query_kept() -> str:
    """How the report is narrowed here, to come back to it."""
    given = request.args.to_dict(flat=False)
    return query_string({name: values for name, values in given.items() if name != "lang"})
