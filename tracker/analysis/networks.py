"""Discourse networks: who says the same, and who says what (design: networks)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tracker.analysis.behind import Behind, Units
from tracker.analysis.choices import Choices, Mode, QualifierKind, Unit
from tracker.analysis.coded import (
    Coded,
    Codes,
    Ints,
    Label,
    LeftOut,
    Sifted,
    sift,
    without_duplicates,
)
from tracker.analysis.periods import Slice, slices
from tracker.analysis.weights import Counts, Floats, weigh
from tracker.errors import N_, Refused


@dataclass(frozen=True)
class Edge:
    """Two nodes, the weight between them, and how many statements it rests on.

    `row` and `column` are places in the network's labels.
    """

    row: int
    column: int
    weight: float
    n: int


@dataclass(frozen=True)
class Network:
    """The nodes in UTF-16 order of their labels, with the weight of every pair.

    `weights` has a line a row and a column a column; a one-mode network has the same nodes in
    both, in a symmetrical matrix. `kept` is how many of the coded statements it rests on.
    """

    choices: Choices
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    weights: Floats
    kept: int
    left_out: LeftOut
    _behind: Behind

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many different statements stand behind each weight."""
        return self._behind.counts()

    @cached_property
    def row_counts(self) -> NDArray[np.int64]:
        """How many different statements of each row are kept."""
        return self._behind.of_rows()

    @cached_property
    def column_counts(self) -> NDArray[np.int64]:
        """How many different statements about each column are kept; as rows in one mode."""
        return self._behind.of_columns()

    def statements(self, row: int, column: int) -> tuple[int, ...]:
        """Name the statements behind one weight, in the order they were made."""
        return self._behind.ids(row, column)

    def row_statements(self, row: int) -> tuple[int, ...]:
        """Name the kept statements of a row, in the order they were made."""
        return self._behind.ids_of(row=row)

    def column_statements(self, column: int) -> tuple[int, ...]:
        """Name the kept statements about a column; in two modes alone."""
        return self._behind.ids_of(column=column)

    @cached_property
    def places(self) -> tuple[Ints, Ints]:
        """Rows and columns of the pairs that rest on a statement; in one mode each pair once."""
        counts = self.counts
        if self.choices.mode is Mode.ONE:
            counts = np.triu(counts, 1)
        rows, columns = np.nonzero(counts)
        return rows, columns

    def edges(self) -> Iterator[Edge]:
        """Yield every pair that rests on a statement, in order."""
        told = (*self.places, self.weights[self.places], self.counts[self.places])
        for edge in zip(*(of.tolist() for of in told), strict=True):
            yield Edge(*edge)


@dataclass(frozen=True)
class Window:
    """The network of one slice of time; by statements, from its first to its last one."""

    middle: date
    first: date
    last: date
    network: Network


def build_network(coded: Coded, choices: Choices, labels: Label = None) -> Network:
    """Make the network of the whole range."""
    sifted = sift(coded, choices, labels)
    kept, dropped = without_duplicates(sifted, sifted.kept, choices)
    return _network(sifted, kept, choices, _with(sifted.left_out, dropped))


def build_windows(coded: Coded, choices: Choices, labels: Label = None) -> Iterator[Window]:
    """Move a time window through the range and make the network of each slice when it is asked for.

    Duplicates are removed inside each window or, as the reference program does, once over the
    whole range. A statement whose date no window holds is counted as imprecise in those that
    it touches. Refuses more windows than may be at once.
    """
    sifted, total, moved = _moving(coded, choices, labels)
    return (_window(sifted, total, *each, choices) for each in moved)


def pick_window(
    coded: Coded, choices: Choices, place: int, labels: Label = None
) -> tuple[Sequence[Slice], Window | None]:
    """Give the days of every time window, and the network of the one at a place, from 0.

    None where there are not so many. Refuses more windows than may be at once.
    """
    sifted, total, moved = _moving(coded, choices, labels)
    every, picked = [], None
    for number, (days, inside, cut) in enumerate(moved):
        every.append(days)
        if number == place:
            picked = _window(sifted, total, days, inside, cut, choices)
    return every, picked


Moved = Iterator[tuple[Slice, Ints, int]]


def _moving(coded: Coded, choices: Choices, labels: Label) -> tuple[Sifted, int, Moved]:
    """Sift the statements, count those that windows may hold, and move through them."""
    if choices.window is None:
        raise ValueError("These choices have no time window.")
    sifted = sift(coded, choices, labels)
    kept, dropped = sifted.kept, LeftOut()
    if choices.dna_compatible:
        kept, dropped = without_duplicates(sifted, kept, choices)
    if choices.unit is Unit.STATEMENTS:
        # A statement whose day is not known has no place in the row.
        exact = kept[sifted.firsts[kept] == sifted.lasts[kept]]
        moved: Moved = _by_statements(sifted, exact, len(kept) - len(exact), choices.window // 2)
        number = len(exact) - choices.window // 2 * 2
    else:
        every = _slices(sifted, choices)
        moved, number = _by_days(sifted, kept, every), len(every)
    if choices.max_windows is not None and number > choices.max_windows:
        raise Refused(
            N_("More than %(limit)s time windows are not possible. Choose a longer unit."),
            field="unit",
            limit=choices.max_windows,
        )
    sifted = replace(sifted, left_out=_with(sifted.left_out, dropped))
    return sifted, len(kept), moved


def _window(
    sifted: Sifted, total: int, days: Slice, inside: Ints, cut: int, choices: Choices
) -> Window:
    left_out = replace(
        sifted.left_out,
        outside=sifted.left_out.outside + total - len(inside) - cut,
        imprecise=sifted.left_out.imprecise + cut,
    )
    counted = inside
    if not choices.dna_compatible:
        counted, dropped = without_duplicates(sifted, inside, choices)
        left_out = _with(left_out, dropped)
    network = _network(sifted, counted, choices, left_out)
    return Window(days.middle, days.first, days.last, network)


def _slices(sifted: Sifted, choices: Choices) -> list[Slice]:
    in_range = np.flatnonzero(sifted.in_range)
    if not len(in_range):
        return []
    first = choices.first or date.fromordinal(int(sifted.firsts[in_range].min()))
    last = choices.last or date.fromordinal(int(sifted.lasts[in_range].max()))
    every = slices(first, last, choices.window or 1, choices.unit)
    return list(islice(every, None if choices.max_windows is None else choices.max_windows + 1))


def _by_days(sifted: Sifted, kept: Ints, every: list[Slice]) -> Moved:
    firsts, lasts = sifted.firsts[kept], sifted.lasts[kept]
    for place in every:
        since, until = place.first.toordinal(), place.last.toordinal()
        is_inside = (firsts >= since) & (lasts <= until)
        touches = (lasts >= since) & (firsts <= until)
        yield place, kept[is_inside], int((touches & ~is_inside).sum())


def _by_statements(sifted: Sifted, exact: Ints, cut: int, half: int) -> Moved:
    for middle in range(half, len(exact) - half):
        inside = exact[middle - half : middle + half + 1]
        of_three = sifted.firsts[inside[[half, 0, -1]]].tolist()
        yield Slice(*(date.fromordinal(day) for day in of_three)), inside, cut


def _network(sifted: Sifted, kept: Ints, choices: Choices, left_out: LeftOut) -> Network:
    row_codes, rows = _present(sifted.rows, kept, sifted, choices)
    column_codes, columns = _present(sifted.columns, kept, sifted, choices)
    n_levels = max(len(sifted.levels.keys), 1)
    units = Units(
        ids=sifted.ids[kept],
        rows=row_codes,
        columns=column_codes,
        cells=column_codes * n_levels + sifted.levels.codes[kept],
    )
    ones = np.ones(len(kept))
    shape = (len(rows), len(columns) * n_levels)
    x = sparse.csr_array((ones, (units.rows, units.cells)), shape=shape)
    counts = Counts(x, _numbers(sifted.levels, choices), choices)
    shown = rows if choices.mode is Mode.ONE else columns
    check_size(max(len(rows), len(shown)), choices)
    return Network(choices, rows, shown, weigh(counts), len(kept), left_out, Behind(units, counts))


def _present(
    codes: Codes, kept: Ints, sifted: Sifted, choices: Choices
) -> tuple[Ints, tuple[str, ...]]:
    """Number the nodes that are shown: those kept or, with isolates, all of the range."""
    at = np.flatnonzero(sifted.in_range) if choices.isolates else kept
    shown = np.unique(codes.codes[at])
    shown = shown[shown >= 0]
    return np.searchsorted(shown, codes.codes[kept]), tuple(str(codes.keys[key]) for key in shown)


def check_size(nodes: int, choices: Choices) -> None:
    """Refuse more nodes than are possible."""
    if choices.max_nodes is not None and nodes > choices.max_nodes:
        raise Refused(
            N_(
                "This network would have %(nodes)s nodes; at most %(limit)s are possible. Narrow"
                " it by a period, a topic or the kind of node."
            ),
            field="rows",
            nodes=nodes,
            limit=choices.max_nodes,
        )


def _numbers(levels: Codes, choices: Choices) -> tuple[int, ...]:
    if choices.kind is QualifierKind.TEXT or None in levels.keys:
        return tuple(range(len(levels.keys)))
    return tuple(int(level) for level in levels.keys if level is not None)


def _with(left_out: LeftOut, more: LeftOut) -> LeftOut:
    return replace(
        left_out,
        imprecise=left_out.imprecise + more.imprecise,
        duplicates=left_out.duplicates + more.duplicates,
    )
