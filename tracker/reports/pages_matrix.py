"""The matrix as a page shows it: rows in an order, groups, what the margins sum up."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from tracker.analysis.alike import alike
from tracker.analysis.summaries import summary_score
from tracker.errors import N_, Refused
from tracker.reports.asking import shifts_of, statements_of
from tracker.reports.filters import Filters
from tracker.reports.matrix import CLAIM, OCCASION, YEAR, Cell, MatrixReport
from tracker.vocabulary import Side, Stance
from tracker.web.listing import argument

# So many rows and columns a page shows; the data has all of them.
MOST = 200
# Up to so many columns are headed by their words, and cells have room for a glyph.
_WORDED_CLAIMS, _WORDED, _ROOMY = 6, 12, 40
SORTS = ("alike", "name", "mean", "changes")
_SIDES = {Side.FOR: 0, Side.MIXED: 1, Side.AGAINST: 2}


@dataclass(frozen=True)
class Head:
    """A column: its number on the page, its name, and what its cells say."""

    column: int
    number: int
    label: str
    first_on: date
    counts: Mapping[Stance, int]
    score: float | None

    @property
    def n(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Line:
    """A row: a holder with a cell, or none, for each column.

    `moved` are the columns whose position differs from the last one before; for columns of
    claims, those on which the holder changed. `mean` is in [−1, 1], over the cells with one.
    """

    holder_id: int
    cells: Sequence[Cell | None]
    moved: frozenset[int]
    changes: int
    full: int
    mean: float | None

    @property
    def values(self) -> list[int]:
        return [v for v in map(_value, self.cells) if v is not None]


@dataclass(frozen=True)
class Grid:
    """The table; `groups` are headed by where their rows stand, or by nothing."""

    by_claim: bool
    heads: Sequence[Head]
    groups: Sequence[tuple[str, Sequence[Line]]]
    holders: int
    columns: int
    codes: Sequence[Stance]
    n_cells: int
    n_held: int

    @property
    def lines(self) -> list[Line]:
        return [line for _, lines in self.groups for line in lines]

    @property
    def is_worded(self) -> bool:
        """Whether columns are headed by their words; else by numbers, told below."""
        return len(self.heads) <= (_WORDED_CLAIMS if self.by_claim else _WORDED)

    @property
    def is_dense(self) -> bool:
        """Whether cells are too narrow for a glyph: the sign is then told by height."""
        return len(self.heads) > _ROOMY


def shown(report: MatrixReport, filters: Filters) -> dict[str, Any]:
    """The grid, in the order that is asked for."""
    sort = argument("sort", "alike")
    if sort not in SORTS:
        message = N_("This list cannot be sorted by “%(name)s”. It can by: %(names)s.")
        raise Refused(message, field="sort", name=sort, names=", ".join(SORTS))
    grid = make_grid(report, sort)
    return {
        "grid": grid,
        "sort": sort,
        "statements_in": {
            head.column: _statements_in(report, filters, head) for head in grid.heads
        },
        "statements_at": _statements_in(report, filters),
        "shifts_url": shifts_of(filters),
    }


def _statements_in(report: MatrixReport, filters: Filters, head: "Head | None" = None) -> str:
    """Where the statements of a column are listed, or all of them, before claim and holder."""
    within: dict[str, object] = {}
    if head is not None and report.columns == YEAR:
        within = {"said_from": f"{head.column:04}-01-01", "said_to": f"{head.column:04}-12-31"}
    elif head is not None and report.columns == OCCASION:
        within = {"occasion": head.column}
    return statements_of(filters)(claim="", speaker="", holder=filters.holder.value, **within)


def make_grid(report: MatrixReport, sort: str = "alike") -> Grid:
    """Lay out at most 200 rows and columns: those with the most cells."""
    rows = _most(report.cells, lambda cell: cell.holder_id)
    columns = _most(report.cells, lambda cell: cell.column)
    cells = [c for c in report.cells if c.holder_id in rows and c.column in columns]
    heads = _heads(report, cells)
    lines = list(_lines(report, heads, cells))
    return Grid(
        by_claim=report.columns == CLAIM,
        heads=heads,
        groups=_grouped(report, lines, sort),
        holders=len({cell.holder_id for cell in report.cells}),
        columns=len({cell.column for cell in report.cells}),
        codes=[code for code in Stance if any(code in head.counts for head in heads)],
        n_cells=len(cells),
        n_held=sum(cell.standing.has_position for cell in cells),
    )


def _value(cell: Cell | None) -> int | None:
    if cell is None or not cell.standing.has_position:
        return None
    return cell.standing.stance.number


def _most(cells: Iterable[Cell], key: Callable[[Cell], int]) -> set[int]:
    counted = Counter(map(key, cells))
    ordered = sorted(counted, key=lambda each: (-counted[each], each))
    return set(ordered[:MOST])


def _heads(report: MatrixReport, cells: Sequence[Cell]) -> list[Head]:
    """Columns in the order of time; claims by how many stand on them."""
    by_column: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_column[cell.column].append(cell)
    first = {column: min(c.standing.first_on for c in of) for column, of in by_column.items()}
    if report.columns == CLAIM:
        ordered = sorted(by_column, key=lambda column: (-len(by_column[column]), column))
    else:
        ordered = sorted(by_column, key=lambda column: (first[column], column))
    return [
        Head(
            column=column,
            number=number,
            label=report.heads[column].label,
            first_on=first[column],
            counts=Counter(c.standing.stance for c in by_column[column] if _value(c) is not None),
            score=summary_score([v for v in map(_value, by_column[column]) if v is not None]),
        )
        for number, column in enumerate(ordered, start=1)
    ]


def _lines(report: MatrixReport, heads: Sequence[Head], cells: Sequence[Cell]) -> Iterator[Line]:
    by_holder: dict[int, dict[int, Cell]] = defaultdict(dict)
    for cell in cells:
        by_holder[cell.holder_id][cell.column] = cell
    for holder, found in by_holder.items():
        row = [found.get(head.column) for head in heads]
        values = [v for v in map(_value, row) if v is not None]
        moved, changes, full = _changes(report, row)
        yield Line(
            holder_id=holder,
            cells=row,
            moved=moved,
            changes=changes,
            full=full,
            mean=sum(values) / (2 * len(values)) if values else None,
        )


def _changes(report: MatrixReport, row: Sequence[Cell | None]) -> tuple[frozenset[int], int, int]:
    """Where a row changes, how often, and how often from one side to the other."""
    if report.columns == CLAIM:
        moved = [cell for cell in row if cell is not None and cell.standing.changes]
        changes = sum(cell.standing.changes for cell in moved)
        full = sum(cell.standing.full_changes for cell in moved)
        return frozenset(cell.column for cell in moved), changes, full
    held = [(cell, v) for cell in row if cell is not None and (v := _value(cell)) is not None]
    pairs = [(cell, v, w) for (_, v), (cell, w) in pairwise(held) if v != w]
    full = sum(v * w < 0 for _, v, w in pairs)
    return frozenset(cell.column for cell, _, _ in pairs), len(pairs), full


def _grouped(
    report: MatrixReport, lines: Sequence[Line], sort: str
) -> list[tuple[str, Sequence[Line]]]:
    named = sorted(lines, key=lambda line: _name(report, line))
    if sort == "name":
        return [("", named)]
    if sort == "mean":
        return [("", sorted(named, key=_mean))]
    if sort == "changes":
        return [("", sorted(named, key=lambda line: (-line.changes, -line.full)))]
    if report.columns == CLAIM:
        values = [
            {place: v for place, cell in enumerate(line.cells) if (v := _value(cell)) is not None}
            for line in named
        ]
        return [("", [named[place] for place in alike(values)])]
    ordered = sorted(named, key=lambda line: (_group(line)[0], _mean(line)))
    return [(head, list(of)) for (_, head), of in groupby(ordered, key=_group)]


def _name(report: MatrixReport, line: Line) -> tuple[str, int]:
    return report.holders[line.holder_id].label.casefold(), line.holder_id


def _mean(line: Line) -> float:
    return -line.mean if line.mean is not None else 2.0


_THROUGHOUT = {
    Side.FOR: N_("For throughout"),
    Side.MIXED: N_("Neutral throughout"),
    Side.AGAINST: N_("Against throughout"),
}
_CHANGED = {
    Side.FOR: N_("Changed, now for"),
    Side.MIXED: N_("Changed, now neutral"),
    Side.AGAINST: N_("Changed, now against"),
}


def _group(line: Line) -> tuple[int, str]:
    """Where the row stands last, and whether it always stood there."""
    last = next((cell for cell in reversed(line.cells) if _value(cell) is not None), None)
    if last is None:
        return 9, N_("No position")
    side = last.standing.stance.side
    place = _SIDES[side]
    # Who changed stands between those who never did: for, …, neutral, …, against.
    if not line.changes:
        return (0, 2, 5)[place], _THROUGHOUT[side]
    return (1, 3, 4)[place], _CHANGED[side]
