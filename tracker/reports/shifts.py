"""Who changed position: from where to where, between which two statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from tracker.analysis.shifts import Shift, find_shifts
from tracker.analysis.taken import uid_in
from tracker.dates import spanning
from tracker.models import Position
from tracker.record.positions import PLACE, histories, taken
from tracker.reports.filters import Filters
from tracker.reports.ledger import ENTRY, Slice, slice_of
from tracker.reports.names import Labels, name_claims, name_holders
from tracker.reports.standings import OF_STATEMENTS
from tracker.vocabulary import Level


@dataclass(frozen=True)
class ShiftRow:
    """A line of the data. Only speakers can have a new role; of others nothing is said."""

    holder: str
    holder_kind: str
    claim: str
    from_code: str
    to_code: str
    extent: str
    from_on: str
    to_on: str
    new_role: bool | None
    from_statement: str
    to_statement: str
    holder_label: str
    claim_label: str


# As a table: with a class in it, the rows of a select take a third longer to read.
_POSITION = Position.__table__
_IN_ORDER = attrgetter(*(column.name for column in fields(ShiftRow)))


@dataclass(frozen=True)
class HeldShift:
    """A shift, whose it is, and on which claim; all by id."""

    level: Level
    claim_id: int
    holder_id: int
    shift: Shift

    @property
    def new_role(self) -> bool | None:
        """Whether it came with another role: a body or a state has none."""
        return self.shift.new_role if self.level is Level.SPEAKER else None


@dataclass(frozen=True)
class ShiftsReport:
    """Every shift that is asked for, and what was left out for its date."""

    slice: Slice
    shifts: Sequence[HeldShift]
    holders: Labels
    claims: Labels
    n_imprecise: int

    @cached_property
    def rows(self) -> Sequence[ShiftRow]:
        """The lines of the data; a page needs none of them, and there may be very many."""
        told = (_row(held, self.holders, self.claims) for held in self.shifts)
        return sorted(told, key=_IN_ORDER)

    @property
    def n_holders(self) -> int:
        """How many holders changed."""
        return len({held.holder_id for held in self.shifts})

    @property
    def n_full(self) -> int:
        """How many went from one side to the other."""
        return sum(held.shift.extent == "full" for held in self.shifts)


def build(session: Session, filters: Filters) -> ShiftsReport:
    """Find the shifts of holders at the level asked for.

    A period limits when somebody changed: the earlier of the two statements may lie before it.
    """
    part = slice_of(session, filters)
    shifts = [held for held in _shifts(session, part) if _is_within(held.shift, filters)]
    return ShiftsReport(
        slice=part,
        shifts=shifts,
        holders=name_holders(session, filters, {held.holder_id for held in shifts}),
        claims=name_claims(session, filters, {held.claim_id for held in shifts}),
        n_imprecise=part.count_imprecise(session),
    )


def _shifts(session: Session, part: Slice) -> Iterator[HeldShift]:
    level = part.filters.holder
    asked = histories(level, part.known, _until(part.filters), *_changed(part))
    rows = session.execute(asked.execution_options(yield_per=5000))
    for (claim, holder), history in groupby(rows, key=PLACE):
        for shift in find_shifts(taken(row) for row in history):
            yield HeldShift(level, claim, holder, shift)


def _until(filters: Filters) -> ColumnElement[bool]:
    last = filters.last
    return true() if last is None else ENTRY.c.last_on <= last


def _changed(part: Slice) -> list[ColumnElement[bool]]:
    """Only who has changed at all, where the table of positions knows.

    It knows of all statements: what some of them leave out may have hidden a change, which
    takes two with a number.
    """
    if not part.is_now:
        return []
    is_whole = not any(getattr(part.filters, name) for name in OF_STATEMENTS)
    position = _POSITION.c
    changed = select(position.claim_id).where(
        position.level == part.filters.holder,
        position.changes > 0 if is_whole else position.n > 1,
        position.claim_id == ENTRY.c.claim_id,
        position.holder_id == part.holder,
    )
    return [changed.exists()]


def _is_within(shift: Shift, filters: Filters) -> bool:
    return filters.first is None or shift.after.first >= filters.first


def _row(held: HeldShift, holders: Labels, claims: Labels) -> ShiftRow:
    before, after = held.shift.before, held.shift.after
    holder, claim = holders[held.holder_id], claims[held.claim_id]
    return ShiftRow(
        holder=holder.uid,
        holder_kind=holder.kind.value,
        claim=claim.uid,
        from_code=before.stance.value,
        to_code=after.stance.value,
        extent=held.shift.extent,
        from_on=spanning(before.first, before.last).text,
        to_on=spanning(after.first, after.last).text,
        new_role=held.new_role,
        from_statement=uid_in(before.order),
        to_statement=uid_in(after.order),
        holder_label=holder.label,
        claim_label=claim.label,
    )
