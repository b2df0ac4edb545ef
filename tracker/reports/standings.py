"""Where holders stand in the part of the record that a report is about."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from tracker.models import Position
from tracker.record.positions import Place, histories, positions_of
from tracker.reports.ledger import ENTRY, Slice
from tracker.vocabulary import Stance

# What limits statements and not claims: with any of these, positions are taken from the
# statements that are left, and the table of positions does not know them.
OF_STATEMENTS = ("said_from", "said_to", "delivery", "language", "outlet", "occasion")

# As a table: with a class in it, the rows of a select take a third longer to read.
_POSITION = Position.__table__.c


class Held(NamedTuple):
    """A position: its code, and the statement that took it."""

    code: Stance
    statement: int

    @property
    def value(self) -> int:
        """−2 … +2: a position always has a number."""
        return self.code.number or 0


@dataclass(frozen=True)
class Wanted:
    """Whose positions, and on which claims; None is all. `sharing` is a holder, by id.

    With `sharing`, only claims on which that holder has said something.
    """

    holders: Collection[int] | None = None
    sharing: int | None = None


def held_by(session: Session, part: Slice, wanted: Wanted) -> dict[int, dict[int, Held]]:
    """Every position, by holder and claim. Holders without any are missing."""
    found: dict[int, dict[int, Held]] = defaultdict(dict)
    source = _now(session, part, wanted) if _is_in_table(part) else _then(session, part, wanted)
    for (claim, holder), held in source:
        found[holder][claim] = held
    return dict(found)


def count_holders(session: Session, part: Slice) -> int:
    """How many hold anything."""
    if _is_in_table(part):
        counted = select(func.count(_POSITION.holder_id.distinct()))
        return session.scalar(counted.where(*_in_table(part))) or 0
    counted = select(func.count(part.holder.distinct()))
    return session.scalar(counted.where(part.conditions, ENTRY.c.value.is_not(None))) or 0


def _is_in_table(part: Slice) -> bool:
    """Whether the table of positions has all that is asked for."""
    return part.is_now and not any(getattr(part.filters, name) for name in OF_STATEMENTS)


def _now(session: Session, part: Slice, wanted: Wanted) -> Iterator[tuple[Place, Held]]:
    position = _POSITION
    told = (position.claim_id, position.holder_id, position.code, position.statement_id)
    asked = select(*told).where(*_in_table(part))
    if wanted.holders is not None:
        asked = asked.where(position.holder_id.in_(wanted.holders))
    if wanted.sharing is not None:
        shared = select(_POSITION.claim_id).where(
            _POSITION.level == part.filters.holder, _POSITION.holder_id == wanted.sharing
        )
        asked = asked.where(position.claim_id.in_(shared))
    for row in session.execute(asked.execution_options(yield_per=5000)):
        yield (row.claim_id, row.holder_id), Held(row.code, row.statement_id)


def _in_table(part: Slice) -> list[ColumnElement[bool]]:
    conditions = [_POSITION.level == part.filters.holder, _POSITION.value.is_not(None)]
    filters = part.filters
    if filters.topic or filters.claim or filters.kind or filters.speaker:
        stands = exists().where(
            ENTRY.c.claim_id == _POSITION.claim_id, part.holder == _POSITION.holder_id, part.known
        )
        conditions.append(stands)
    return conditions


def _then(session: Session, part: Slice, wanted: Wanted) -> Iterator[tuple[Place, Held]]:
    conditions = [part.conditions]
    if wanted.holders is not None:
        conditions.append(part.holder.in_(wanted.holders))
    if wanted.sharing is not None:
        shared = select(ENTRY.c.claim_id).where(part.conditions, part.holder == wanted.sharing)
        conditions.append(ENTRY.c.claim_id.in_(shared.correlate(None)))
    rows = session.execute(
        histories(part.filters.holder, *conditions).execution_options(yield_per=5000)
    )
    for place, found in positions_of(rows):
        if found.has_position:
            yield place, Held(found.stance, found.statement)
