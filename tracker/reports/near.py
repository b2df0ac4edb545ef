"""Who stands most and who least like one holder now, from the table of positions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from tracker.analysis.likeness import FEWEST_TO_BE_ALIKE, agreement_of
from tracker.models import Position, Speaker
from tracker.vocabulary import Level

# So many positions of others on the same claims are read: a tenth of a second at most.
MOST_READ = 20_000
MOST_TOLD = 3


@dataclass(frozen=True)
class Near:
    """Somebody, by id, who shares enough claims to be called near or far."""

    holder: int
    shared: int
    agreement: float


@dataclass(frozen=True)
class Neighbours:
    """The few most and least alike, nobody both; neither where there are `too_many` to look at."""

    nearest: Sequence[Near] = ()
    farthest: Sequence[Near] = ()
    too_many: bool = False


def neighbours(session: Session, holder: int, level: Level) -> Neighbours:
    """Compare one holder with all who share claims, in the order of the report on comparison."""
    if _exceeds(session, holder, level):
        return Neighbours(too_many=True)
    found = [
        Near(row.holder_id, row.shared, agreement_of(row.shared, int(row.apart)))
        for row in session.execute(_compared(holder, level))
    ]
    nearest = sorted(found, key=lambda one: (-one.agreement, -one.shared))
    farthest = sorted(nearest, key=lambda one: (one.agreement, -one.shared))
    most = min(MOST_TOLD, max(1, len(found) // 2))
    return Neighbours(nearest[:most], farthest[:most] if len(found) > 1 else ())


def _exceeds(session: Session, holder: int, level: Level) -> bool:
    own, other = aliased(Position), aliased(Position)
    read = select(other.claim_id).where(_share(own, other, holder, level)).limit(MOST_READ + 1)
    counted = session.scalar(select(func.count()).select_from(read.subquery())) or 0
    return counted > MOST_READ


def _compared(holder: int, level: Level) -> Select[int, int, int]:
    own, other = aliased(Position), aliased(Position)
    shared = func.count()
    counted = (
        select(
            other.holder_id,
            shared.label("shared"),
            func.sum(func.abs(own.value - other.value)).label("apart"),
        )
        .where(_share(own, other, holder, level))
        .group_by(other.holder_id)
        .having(shared >= FEWEST_TO_BE_ALIKE)
        .subquery()
    )
    return (
        select(counted.c.holder_id, counted.c.shared, counted.c.apart)
        .join(Speaker, Speaker.id == counted.c.holder_id)
        .order_by(Speaker.uid)
    )


def _share(
    own: type[Position], other: type[Position], holder: int, level: Level
) -> ColumnElement[bool]:
    """Whether two positions are on one claim, the holder's and that of somebody else."""
    return and_(
        own.holder_id == holder,
        own.level == level,
        own.value.is_not(None),
        other.claim_id == own.claim_id,
        other.level == own.level,
        other.holder_id != holder,
        other.value.is_not(None),
    )
