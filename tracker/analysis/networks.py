"""Discourse networks: who says the same, and who says what (design: networks)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

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
from tracker.analysis.periods import slices
from tracker.analysis.weights import Counts, Floats, weigh


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

    def edges(self) -> Iterator[Edge]:
        """Yield every pair that rests on a statement, in order; in one mode each pair once."""
        counts = self.counts
        if self.choices.mode is Mode.ONE:
            counts = np.triu(counts, 1)
        for row, column in zip(*(at.tolist() for at in np.nonzero(counts)), strict=True):
            yield Edge(row, column, float(self.weights[row, column]), int(counts[row, column]))


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
    """Move a time window through the range and make the network of each slice.

    Duplicates are removed inside each window or, as the reference program does, once over the
    whole range. A statement whose date no day or period holds is counted as imprecise.
    """
    if choices.window is None:
        raise ValueError("These choices have no time window.")
    sifted = sift(coded, choices, labels)
    kept, dropped = sifted.kept, LeftOut()
    if choices.dna_compatible:
        kept, dropped = without_duplicates(sifted, kept, choices)
    base = _with(sifted.left_out, dropped)
    moved = _by_statements if choices.unit is Unit.STATEMENTS else _by_days
    for middle, first, last, inside, cut in moved(sifted, kept, choices):
        left_out = replace(
            base,
            outside=base.outside + len(kept) - len(inside) - cut,
            imprecise=base.imprecise + cut,
        )
        counted = inside
        if not choices.dna_compatible:
            counted, dropped = without_duplicates(sifted, inside, choices)
            left_out = _with(left_out, dropped)
        yield Window(middle, first, last, _network(sifted, counted, choices, left_out))


Moved = Iterator[tuple[date, date, date, Ints, int]]


def _by_days(sifted: Sifted, kept: Ints, choices: Choices) -> Moved:
    in_range = np.flatnonzero(sifted.in_range)
    if not len(in_range) or choices.window is None:
        return
    first = choices.first or date.fromordinal(int(sifted.firsts[in_range].min()))
    last = choices.last or date.fromordinal(int(sifted.lasts[in_range].max()))
    firsts, lasts = sifted.firsts[kept], sifted.lasts[kept]
    for slice_ in slices(first, last, choices.window, choices.unit):
        since, until = slice_.first.toordinal(), slice_.last.toordinal()
        is_inside = (firsts >= since) & (lasts <= until)
        touches = (lasts >= since) & (firsts <= until)
        inside = kept[is_inside]
        yield slice_.middle, slice_.first, slice_.last, inside, int((touches & ~is_inside).sum())


def _by_statements(sifted: Sifted, kept: Ints, choices: Choices) -> Moved:
    # A statement whose day is not known has no place in the row.
    is_exact = sifted.firsts[kept] == sifted.lasts[kept]
    exact, half = kept[is_exact], (choices.window or 1) // 2
    for middle in range(half, len(exact) - half):
        inside = exact[middle - half : middle + half + 1]
        days = [date.fromordinal(int(sifted.firsts[at])) for at in (inside[half], *inside[[0, -1]])]
        yield days[0], days[1], days[2], inside, int((~is_exact).sum())


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
    return Network(choices, rows, shown, weigh(counts), len(kept), left_out, Behind(units, counts))


def _present(
    codes: Codes, kept: Ints, sifted: Sifted, choices: Choices
) -> tuple[Ints, tuple[str, ...]]:
    """Number the nodes that are shown: those kept or, with isolates, all of the range."""
    at = np.flatnonzero(sifted.in_range) if choices.isolates else kept
    shown = np.unique(codes.codes[at])
    shown = shown[shown >= 0]
    return np.searchsorted(shown, codes.codes[kept]), tuple(str(codes.keys[key]) for key in shown)


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
