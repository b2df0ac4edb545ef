"""The statements behind the weights of a discourse network, found when they are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tracker.analysis.choices import Aggregation, Mode
from tracker.analysis.weights import Counts, Matrix

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]

# So many statements are held against all nodes at a time: with 500 nodes that is 16 MB.
_AT_A_TIME = 4096


@dataclass(frozen=True)
class Units:
    """The kept statements in order: who (row), about what (column), at which level (cell)."""

    ids: Ints
    rows: Ints
    columns: Ints
    cells: Ints


@dataclass(frozen=True)
class Behind:
    """Finds and counts what each weight rests on, every statement once.

    An edge between two rows rests on the statements of either that add to its weight: in
    congruence those that meet something alike at the other end, in conflict something unlike,
    else anything about the same claim.
    """

    units: Units
    said: Counts

    def ids(self, row: int, column: int) -> tuple[int, ...]:
        """Name the statements behind one weight, in order."""
        if self.said.choices.mode is Mode.TWO:
            of_row = self._of_row(row)
            found = of_row[self.units.columns[of_row] == column]
        elif row == column:
            return ()
        else:
            found = np.sort(np.concatenate([self._met(row, column), self._met(column, row)]))
        return tuple(dict.fromkeys(self.units.ids[found].tolist()))

    def counts(self) -> Ints:
        """Count the statements behind every weight."""
        n_rows, n_columns = self.said.per_claim.shape
        if self.said.choices.mode is Mode.TWO:
            cells = self.units.rows * n_columns + self.units.columns
            return self._distinct(cells, n_rows * n_columns).reshape((n_rows, n_columns))
        is_plain = len(np.unique(self.units.ids)) == len(self.units.ids)
        counted = self._by_product() if is_plain else self._one_by_one()
        np.fill_diagonal(counted, 0)
        return counted

    def ids_of(self, *, row: int | None = None, column: int | None = None) -> tuple[int, ...]:
        """Name the statements of one row or column, whatever they met, in order."""
        units = self.units
        found = units.rows == row if row is not None else units.columns == column
        return tuple(np.unique(units.ids[found]).tolist())

    def of_rows(self) -> Ints:
        return self._distinct(self.units.rows, self.said.per_claim.shape[0])

    def of_columns(self) -> Ints:
        if self.said.choices.mode is Mode.ONE:
            return self.of_rows()
        return self._distinct(self.units.columns, self.said.per_claim.shape[1])

    def _distinct(self, places: Ints, size: int) -> Ints:
        different = np.unique(np.stack([places, self.units.ids]), axis=1)[0]
        return np.bincount(different, minlength=size)

    def _of_row(self, row: int) -> Ints:
        order, ends = self._by_row
        return order[ends[row] : ends[row + 1]]

    @cached_property
    def _by_row(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.units.rows, kind="stable")
        ends: Ints = np.searchsorted(
            self.units.rows[order], np.arange(self.said.per_claim.shape[0] + 1)
        )
        return order, ends

    def _met(self, row: int, other: int) -> Ints:
        """Find the statements of a row that the other node meets."""
        of_row = self._of_row(row)
        met: Ints = of_row[self._meets[self._places[of_row], other]]
        return met

    @property
    def _needs_levels(self) -> bool:
        aggregation = self.said.choices.aggregation
        return aggregation in (Aggregation.CONGRUENCE, Aggregation.CONFLICT)

    @property
    def _places(self) -> Ints:
        return self.units.cells if self._needs_levels else self.units.columns

    @cached_property
    def _meets(self) -> Truths:
        """Whether a statement at each place (line) adds to an edge with each node (column)."""
        said, aggregation = self.said, self.said.choices.aggregation
        if said.is_text and aggregation is Aggregation.SUBTRACT:
            # What is not alike is unlike, even where the other end says nothing.
            return np.ones(said.per_claim.T.shape, dtype=bool)
        if said.is_text and aggregation is Aggregation.CONFLICT:
            return _truths(said.x, unlike=True)
        if aggregation is Aggregation.CONGRUENCE:
            return _truths(said.spread(said.likeness))
        if aggregation is Aggregation.CONFLICT:
            return _truths(said.spread(1 - said.likeness))
        return _truths(said.per_claim)

    def _by_product(self) -> Ints:
        """Count where each statement stands once: a sum of sums."""
        ones = np.ones(len(self.units.ids))
        shape = (self._meets.shape[1], self._meets.shape[0])
        made = sparse.csr_array((ones, (self.units.rows, self._places)), shape=shape)
        side = (made @ sparse.csr_array(self._meets, dtype=float)).toarray()
        counted: Ints = np.rint(side + side.T).astype(np.int64)
        return counted

    def _one_by_one(self) -> Ints:
        """Count where a statement has several claims or speakers, and is still one."""
        size = self._meets.shape[1]
        counted = np.zeros((size, size), dtype=np.int64)
        for ids, rows, places in self._chunks():
            begins = np.flatnonzero(_changes(ids) | _changes(rows))
            met = np.logical_or.reduceat(self._meets[places], begins, axis=0)
            whose, which = rows[begins], ids[begins]
            ones = np.ones(len(begins), dtype=np.int64)
            of_row = sparse.csr_array((ones, (whose, np.arange(len(begins)))), (size, len(begins)))
            side = of_row @ met.astype(np.int64)
            counted += side + side.T
            for several in _runs(which):
                # Said by both ends, it has been counted from either.
                both = met[several][:, whose[several]]
                counted[np.ix_(whose[several], whose[several])] -= both & both.T
        return counted

    def _chunks(self) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Take the statements a few thousand at a time, none of them torn apart."""
        order = np.lexsort((self.units.rows, self.units.ids))
        ids = self.units.ids[order]
        begins = np.append(np.flatnonzero(_changes(ids)), len(ids))
        cuts = begins[np.unique(np.searchsorted(begins, np.arange(0, len(ids), _AT_A_TIME)))]
        for since, until in zip(cuts, (*cuts[1:], len(ids)), strict=True):
            part = order[since:until]
            yield self.units.ids[part], self.units.rows[part], self._places[part]


def _truths(matrix: Matrix, *, unlike: bool = False) -> Truths:
    meets: Truths = matrix.T.toarray() > 0
    return ~meets if unlike else meets


def _changes(sorted_: Ints) -> Truths:
    changes = np.ones(len(sorted_), dtype=bool)
    changes[1:] = sorted_[1:] != sorted_[:-1]
    return changes


def _runs(sorted_: Ints) -> Iterator[slice]:
    """Find the runs of two or more equal numbers."""
    begins = np.flatnonzero(_changes(sorted_))
    ends = np.append(begins[1:], len(sorted_))
    for since, until in zip(begins.tolist(), ends.tolist(), strict=True):
        if until - since > 1:
            yield slice(since, until)
