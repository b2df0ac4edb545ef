"""The list of claims, wherever it is shown: its columns and its orders."""

from dataclasses import replace
from typing import Any

from tracker.claims.queries_list import (
    N_STATEMENTS,
    NEWEST,
    ClaimFilters,
    claims_select,
    listed_claim,
)
from tracker.models import Claim
from tracker.web.access import viewer
from tracker.web.listing import ActiveFilter, Column, Listing, chosen_sort, cursor
from tracker.web.locale import language
from tracker.web.paging import Key, page_of
from tracker.web.session import session

SORTS = {
    "newest": [Key(NEWEST, descending=True), Key(Claim.id, descending=True)],
    "most": [Key(N_STATEMENTS, descending=True), Key(Claim.id, descending=True)],
    "text": [Key(Claim.folded), Key(Claim.id)],
}
_NAMES = ("id", "uid", "key", "kind", "text", "language", "n", "n_for", "n_mixed", "n_against")
COLUMNS = [Column(name) for name in (*_NAMES, "first_on", "last_on")]


def claims_listing(filters: ClaimFilters, active: tuple[ActiveFilter, ...] = ()) -> Listing:
    """One page of the claims that these filters leave."""
    sort, keys = chosen_sort(SORTS, "newest")
    rows = claims_select(viewer(), filters, language())
    page = page_of(session(), rows, keys=keys, cursor=cursor())
    claims: Any = [listed_claim(row) for row in page.rows]
    return Listing(COLUMNS, replace(page, rows=claims), filters=active, sort=sort)
