"""What reviewers look after in the codebook: what is new, undefined, one-sided, disputed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.claims.approving import waiting
from tracker.claims.queries_list import N_AGAINST, N_FOR, ClaimFilters, claims_select
from tracker.models import Claim
from tracker.visibility import Viewer

# From so many speakers on, one side alone is worth a look: is nobody asked who disagrees?
ONE_SIDED = 3
# A dispute is told from five holders up, as elsewhere.
DISPUTED = 5


class Pile(StrEnum):
    """One of the heaps on the desk."""

    NEW = "new"
    UNDEFINED = "undefined"
    ONE_SIDED = "one-sided"
    DISPUTED = "disputed"


def _condition(pile: Pile) -> ColumnElement[bool]:
    sides = N_FOR + N_AGAINST
    conditions: dict[Pile, ColumnElement[bool]] = {
        Pile.NEW: Claim.id.in_(waiting()),
        Pile.UNDEFINED: Claim.definition == "",
        Pile.ONE_SIDED: and_(sides >= ONE_SIDED, or_(N_FOR == 0, N_AGAINST == 0)),
        # The larger side has at most three times the smaller: a dispute of a half and more.
        Pile.DISPUTED: and_(sides >= DISPUTED, N_FOR <= 3 * N_AGAINST, N_AGAINST <= 3 * N_FOR),
    }
    return conditions[pile]


def select_pile(viewer: Viewer, pile: Pile, language: str) -> Any:  # noqa: ANN401 - a select
    """Select the claims of one heap, as the list has them."""
    return claims_select(viewer, ClaimFilters(), language).where(_condition(pile))


def counts(session: Session, viewer: Viewer) -> Mapping[Pile, int]:
    """How many lie on each heap: one SQL statement."""
    asked = [
        select(func.count())
        .select_from(select_pile(viewer, pile, "en").subquery())
        .scalar_subquery()
        .label(pile.name.lower())
        for pile in Pile
    ]
    row = session.execute(select(*asked)).one()
    return dict(zip(Pile, row, strict=True))
