"""Who stands where: holders by claims, or on one claim by occasions or years."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.analysis.positions import Standing, standing
from tracker.analysis.taken import Taken, uid_in
from tracker.errors import N_, Refused
from tracker.models import Occasion
from tracker.naming import occasion_name
from tracker.record.positions import PLACE, histories, taken
from tracker.reports.filters import Filters
from tracker.reports.ledger import ENTRY, Slice, slice_of
from tracker.reports.names import Labels, Name, name_claims, name_holders
from tracker.visibility import visible_to

CLAIM, OCCASION, YEAR = "claim", "occasion", "year"
# So many rows or columns may be asked for, as data too.
MOST_ASKED = 2_000


@dataclass(frozen=True)
class MatrixRow:
    """A cell of the data: where one holder stands in one column.

    No `value` where there is no position; `code` is then the last stance without a number.
    """

    holder: str
    holder_kind: str
    column: str
    code: str
    value: int | None
    n: int
    first_on: str
    last_on: str
    statement: str
    holder_label: str
    column_label: str


_PLACE = attrgetter("holder", "holder_kind", "column")


@dataclass(frozen=True)
class Head:
    """What stands over a column, for data and for people."""

    uid: str
    label: str


@dataclass(frozen=True)
class Cell:
    """Where a holder stands on a claim; `column` is its or an occasion's id, or a year."""

    holder_id: int
    claim_id: int
    column: int
    standing: Standing


@dataclass(frozen=True)
class MatrixReport:
    """Every cell in which somebody took a stance, and what was left out for its date."""

    slice: Slice
    columns: str
    cells: Sequence[Cell]
    rows: Sequence[MatrixRow]
    holders: Labels
    claims: Labels
    heads: Mapping[int, Head]
    n_imprecise: int
    n_outside: int


def build(session: Session, filters: Filters) -> MatrixReport:
    """Find where holders stand, from the statements of the period alone."""
    columns = filters.options.get("columns", CLAIM)
    if columns not in _COLUMN:
        known = ", ".join(_COLUMN)
        message = N_("“%(value)s” is none of these: %(known)s.")
        raise Refused(message, field="columns", value=columns, known=known)
    if columns != CLAIM and not filters.claim:
        message = N_("Choose one claim: by occasions or years, several cannot be told apart.")
        raise Refused(message, field="claim")
    part = slice_of(session, filters)
    _check_size(session, part, columns)
    cells, outside = _cells(session, part, columns)
    holders = name_holders(session, filters, {cell.holder_id for cell in cells})
    claims = name_claims(session, filters, {cell.claim_id for cell in cells})
    heads = _heads(session, filters, claims, columns, {cell.column for cell in cells})
    told = [(_row(cell, holders, heads), cell) for cell in cells]
    told.sort(key=lambda pair: _PLACE(pair[0]))
    return MatrixReport(
        slice=part,
        columns=columns,
        cells=[cell for _, cell in told],
        rows=[row for row, _ in told],
        holders=holders,
        claims=claims,
        heads=heads,
        n_imprecise=part.count_imprecise(session),
        n_outside=outside,
    )


def _check_size(session: Session, part: Slice, columns: str) -> None:
    """Refuse a table that nobody could read before its cells are found."""
    across = {CLAIM: ENTRY.c.claim_id, OCCASION: ENTRY.c.occasion_id}.get(columns)
    if across is None:
        return
    rows, heads = session.execute(select(part.count(part.holder), part.count(across))).one()
    if rows > MOST_ASKED or heads > MOST_ASKED:
        raise Refused(
            N_(
                "This would be a table of %(rows)s by %(columns)s. At most %(limit)s by %(limit)s "
                "are possible: choose a topic, a period or another level."
            ),
            rows=rows,
            columns=heads,
            limit=MOST_ASKED,
        )


def _cells(session: Session, part: Slice, columns: str) -> tuple[list[Cell], int]:
    """The cells, and how many stances lie in no column."""
    asked = histories(part.filters.holder, part.conditions)
    if columns == OCCASION:
        asked = asked.add_columns(ENTRY.c.occasion_id)
    rows = session.execute(asked.execution_options(yield_per=5000))
    cells, outside = [], 0
    for (claim, holder), history in groupby(rows, key=PLACE):
        by_column: dict[int | None, list[Taken]] = defaultdict(list)
        for row in history:
            by_column[_COLUMN[columns](row)].append(taken(row))
        outside += len(by_column.pop(None, ()))
        for number, said in by_column.items():
            found = standing(said)
            if number is not None and found is not None:
                cells.append(Cell(holder, claim, number, found))
    return cells, outside


def _year(row: Any) -> int | None:  # noqa: ANN401 - a row of `histories`
    """The year in which the whole date lies."""
    year: int = row.first_on.year
    return year if row.last_on.year == year else None


_COLUMN: dict[str, Callable[[Any], int | None]] = {
    CLAIM: itemgetter(0),
    OCCASION: lambda row: row.occasion_id,
    YEAR: _year,
}


def _heads(
    session: Session, filters: Filters, claims: Labels, columns: str, ids: set[int]
) -> Mapping[int, Head]:
    """How data and people name the columns."""
    if columns == YEAR:
        return {year: Head(str(year), str(year)) for year in ids}
    if columns == OCCASION:
        return dict(_occasions(session, filters, ids))
    return {name.id: Head(name.uid, name.label) for name in claims.values()}


def _occasions(session: Session, filters: Filters, ids: set[int]) -> Iterator[tuple[int, Head]]:
    known = visible_to(filters.viewer).of(Occasion)
    label = occasion_name(filters.tongue)
    asked = select(Occasion.id, Occasion.uid, label.label("label"), known.label("is_known"))
    for row in session.execute(asked.where(Occasion.id.in_(ids))):
        yield row.id, Head(row.uid, row.label if row.is_known else "")


def _row(cell: Cell, holders: Mapping[int, Name], heads: Mapping[int, Head]) -> MatrixRow:
    holder, head, found = holders[cell.holder_id], heads[cell.column], cell.standing
    return MatrixRow(
        holder=holder.uid,
        holder_kind=holder.kind.value,
        column=head.uid,
        code=found.stance.value,
        value=found.stance.number if found.has_position else None,
        n=found.n,
        first_on=found.first_on.isoformat(),
        last_on=found.last_on.isoformat(),
        statement=uid_in(found.order),
        holder_label=holder.label,
        column_label=head.label,
    )
