"""Whose words are on record: statements by outlet, language, side, state, month and claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from tracker.analysis.calendar import Period
from tracker.models import Outlet
from tracker.reports.filters import Filters, option
from tracker.reports.ledger import ENTRY, Slice, days_told, period_told, slice_of
from tracker.reports.names import name_claims, name_holders
from tracker.reports.sides import with_for
from tracker.visibility import visible_to
from tracker.vocabulary import Side, Stance, label


class By(StrEnum):
    """What statements are counted by."""

    ALL = "all"
    CLAIM = "claim"
    LANGUAGE = "language"
    MONTH = "month"
    OUTLET = "outlet"
    SIDE = "side"
    STATE = "state"


ONE_SIDE, ONE_OUTLET = "one_side", "one_outlet"


@with_for
@dataclass(frozen=True)
class CoverageRow:
    """The statements of one outlet, language, … `for_` is told as `for`; empty is "not known".

    A statement that takes a side on one claim and another on a second is counted on either, and
    once in `n`. Claims alone are warned of: `one_side`, `one_outlet`, or both.
    """

    by: str
    value: str
    n: int
    for_: int
    mixed: int
    against: int
    other: int
    warning: str
    value_label: str


@dataclass
class Tally:
    """What was counted of one outlet, language, …: statements, and how many are on each side.

    Of `outlets` are those that have one; `low` and `high` are the first and last of them by id.
    """

    n: int = 0
    sides: dict[Side, int] = field(default_factory=lambda: dict.fromkeys(Side, 0))
    outlets: int = 0
    low: int | None = None
    high: int | None = None

    @property
    def warnings(self) -> str:
        """Whether all that takes a side takes the same; whether one outlet printed it all."""
        told = []
        if bool(self.sides[Side.FOR]) != bool(self.sides[Side.AGAINST]):
            told.append(ONE_SIDE)
        if self.outlets == self.n and self.low == self.high:
            told.append(ONE_OUTLET)
        return " ".join(told)


@dataclass(frozen=True)
class CoverageReport:
    """Statements as they are covered, `n` in all. `ids` are those of outlets, states and claims.

    `n_outside` are statements whose dates lie in no single month.
    """

    slice: Slice
    by: By
    rows: Sequence[CoverageRow]
    ids: Mapping[tuple[str, str], int]
    n: int
    n_imprecise: int
    n_outside: int

    def rows_by(self, by: str) -> Sequence[CoverageRow]:
        """The rows of one way of counting."""
        return [row for row in self.rows if row.by == by]


def build(session: Session, filters: Filters) -> CoverageReport:
    """Count the statements that the filters let through, each once in every row."""
    asked = option(filters, "by", By.ALL)
    part = slice_of(session, filters)
    ways = [by for by in By if by is not By.ALL and asked in {by, By.ALL}]
    counted = _tallies(session, part, ways)
    outside = counted.get(By.MONTH, {}).pop(None, Tally())
    named = {by: _named(session, filters, by, found) for by, found in counted.items()}
    rows = [
        _row(by, *named[by][key], tally)
        for by, found in counted.items()
        for key, tally in found.items()
    ]
    return CoverageReport(
        slice=part,
        by=asked,
        rows=sorted(rows, key=lambda row: (row.by, row.value)),
        ids={
            (by, named[by][key][0]): key
            for by in _REFERRING & counted.keys()
            for key in counted[by]
            if key
        },
        n=session.scalar(select(part.count(ENTRY.c.statement_id))) or 0,
        n_imprecise=part.count_imprecise(session),
        n_outside=outside.n,
    )


_KEY: dict[By, ColumnElement[Any]] = {
    By.CLAIM: ENTRY.c.claim_id,
    By.LANGUAGE: ENTRY.c.language,
    By.MONTH: days_told(Period.MONTH),
    By.OUTLET: ENTRY.c.outlet_id,
    By.STATE: ENTRY.c.state_id,
}
# Of these a statement has one, so that it is counted by all of them at once.
_ONCE = (By.LANGUAGE, By.MONTH, By.OUTLET, By.SIDE)
_REFERRING = {By.CLAIM, By.OUTLET, By.STATE}
_CODES = {side: [code for code in Stance if code.side is side] for side in Side}


def _tallies(session: Session, part: Slice, asked: Sequence[By]) -> dict[By, dict[Any, Tally]]:
    found: dict[By, dict[Any, Tally]] = {by: {} for by in asked}
    once = [by for by in asked if by in _ONCE]
    for ways in filter(None, (once, *([by] for by in asked if by not in _ONCE))):
        for row in session.execute(_counts(part, ways)):
            for by in ways:
                for key in _keys(by, row):
                    _add(found[by].setdefault(key, Tally()), row)
    return found


def _counts(part: Slice, ways: Sequence[By]) -> Select[Any]:
    """How many statements have which keys and take which sides: a statement is counted once."""
    sides = [
        func.max(case((ENTRY.c.code.in_(codes), 1), else_=0)).label(side.value)
        for side, codes in _CODES.items()
    ]
    keys = [_KEY[by].label(by.value) for by in ways if by in _KEY]
    outlet = func.max(ENTRY.c.outlet_id).label("the_outlet")
    said = select(*keys, *sides, outlet).where(part.conditions)
    each = said.group_by(ENTRY.c.statement_id, *keys).subquery().c
    grouped = [each[column.name] for column in (*keys, *sides)]
    return select(
        *grouped,
        func.count().label("n"),
        func.count(each.the_outlet).label("outlets"),
        func.min(each.the_outlet).label("low"),
        func.max(each.the_outlet).label("high"),
    ).group_by(*grouped)


def _keys(by: By, row: Any) -> Sequence[Any]:  # noqa: ANN401 - a row of `_counts`
    """Where a row of the counting belongs; None is "not known", of months "in no single one"."""
    if by is By.SIDE:
        return [side for side in Side if getattr(row, side.value)]
    if by is By.MONTH:
        return [period_told(Period.MONTH, row.month)]
    return [getattr(row, by.value)]


def _add(tally: Tally, row: Any) -> None:  # noqa: ANN401 - a row of `_counts`
    tally.n += row.n
    tally.outlets += row.outlets
    for side in Side:
        tally.sides[side] += row.n * getattr(row, side.value)
    if row.outlets:
        tally.low = row.low if tally.low is None else min(tally.low, row.low)
        tally.high = row.high if tally.high is None else max(tally.high, row.high)


def _named(
    session: Session, filters: Filters, by: By, found: Mapping[Any, Tally]
) -> dict[Any, tuple[str, str]]:
    """How data and people name what was counted by."""
    ids = {key for key in found if key is not None}
    told: dict[Any, tuple[str, str]] = {None: ("", "")}
    if by is By.CLAIM:
        told |= {
            name.id: (name.uid, name.label) for name in name_claims(session, filters, ids).values()
        }
    elif by is By.STATE:
        told |= {
            name.id: (name.uid, name.label) for name in name_holders(session, filters, ids).values()
        }
    elif by is By.OUTLET:
        told |= _outlets(session, filters, ids)
    elif by is By.SIDE:
        told |= {side: (side.value, label(side, filters.tongue)) for side in Side}
    else:
        told |= {key: (key, key) for key in ids}
    return told


def _outlets(session: Session, filters: Filters, ids: set[int]) -> dict[Any, tuple[str, str]]:
    known = visible_to(filters.viewer).of(Outlet)
    asked = select(Outlet.id, Outlet.uid, Outlet.name, known.label("is_known"))
    rows = session.execute(asked.where(Outlet.id.in_(ids)))
    return {row.id: (row.uid, row.name if row.is_known else "") for row in rows}


def _row(by: By, value: str, name: str, tally: Tally) -> CoverageRow:
    return CoverageRow(
        by=by.value,
        value=value,
        n=tally.n,
        for_=tally.sides[Side.FOR],
        mixed=tally.sides[Side.MIXED],
        against=tally.sides[Side.AGAINST],
        other=tally.sides[Side.OTHER],
        warning=tally.warnings if by is By.CLAIM else "",
        value_label=name,
    )
