"""Nodes and edges of the network as data tells them: by uid, with labels at the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from tracker.analysis.choices import Mode
from tracker.analysis.networks import Edge, Network
from tracker.reports.options_network import NetworkOptions, Variable
from tracker.reports.queries_network import Named


@dataclass(frozen=True)
class NetworkNode:
    """A node with the number of statements it rests on; `side` is rows or columns."""

    key: str
    uid: str
    label: str
    variable: Variable
    kind: str
    side: str
    n: int


@dataclass(frozen=True)
class NetworkRow:
    """An edge. `statements` are uids with blanks between them, in the order they were made."""

    source: str
    target: str
    weight: float
    n: int
    statements: str
    source_label: str
    target_label: str
    window_from: str = ""
    window_to: str = ""


@dataclass(frozen=True)
class Sides:
    """What the nodes of the rows and of the columns are called, and the statements' uids."""

    options: NetworkOptions
    names: Mapping[Variable, Mapping[str, Named]]
    uids: Mapping[int, str]

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        return {
            variable: {key: named.label for key, named in of.items()}
            for variable, of in self.names.items()
        }

    def of(self, network: Network) -> tuple[tuple[NetworkNode, ...], tuple[NetworkNode, ...]]:
        """Give the nodes of the rows, and those of the columns; the same ones in one mode."""
        counts = network.row_counts.tolist()
        rows = self._side(network.rows, self.options.rows, "rows", counts)
        if self.options.mode is Mode.ONE:
            return rows, rows
        counts = network.column_counts.tolist()
        return rows, self._side(network.columns, self.options.columns, "columns", counts)

    def _side(
        self, keys: tuple[str, ...], variable: Variable, side: str, counts: list[int]
    ) -> tuple[NetworkNode, ...]:
        named = self.names[variable]
        return tuple(
            NetworkNode(key, named[key].uid, named[key].label, variable, named[key].kind, side, n)
            for key, n in zip(keys, counts, strict=True)
        )


Tie = tuple[NetworkNode, NetworkNode, Edge]


class Heaviest(Sequence[Tie]):
    """The edges, whatever their sign, the heaviest first; those alike by their names.

    Each is made when it is asked for: there may be a million, of which a page shows some.
    """

    def __init__(self, network: Network, sides: Sides) -> None:
        self._network, self._nodes = network, sides.of(network)
        rows, columns = network.places
        ones, others = self._ranks("uid")
        if network.choices.mode is Mode.ONE:
            # In the rows, too, the end comes first whose uid does.
            turned = ones[rows] > others[columns]
            rows, columns = np.where(turned, columns, rows), np.where(turned, rows, columns)
        self._rows, self._columns = rows, columns
        by_uid = others[columns], ones[rows]
        ones, others = self._ranks("label")
        weights = np.abs(network.weights[rows, columns])
        counts = network.counts[rows, columns]
        self._order = np.lexsort((*by_uid, others[columns], ones[rows], -counts, -weights))

    def _ranks(self, name: str) -> tuple[NDArray[np.int64], ...]:
        """Which place the name or uid of each node has among those of rows and columns."""
        told = [[getattr(node, name) for node in side] for side in self._nodes]
        places = {words: place for place, words in enumerate(sorted({w for t in told for w in t}))}
        return tuple(np.array([places[w] for w in t], dtype=np.int64) for t in told)

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, place: int) -> Tie: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Tie]: ...
    def __getitem__(self, place: int | slice) -> Tie | Sequence[Tie]:
        if isinstance(place, slice):
            return [self._tie(at) for at in self._order[place].tolist()]
        return self._tie(int(self._order[place]))

    def _tie(self, at: int) -> Tie:
        row, column = int(self._rows[at]), int(self._columns[at])
        network, (rows, columns) = self._network, self._nodes
        weight, n = float(network.weights[row, column]), int(network.counts[row, column])
        return rows[row], columns[column], Edge(row, column, weight, n)


class Rows(Sequence[NetworkRow]):
    """The edges of one network by source and target, each made when it is asked for.

    A hundred thousand edges may name fifty million statements, which nobody wants at once;
    `ends` are both nodes of each with the edge itself.
    """

    def __init__(self, network: Network, sides: Sides, since: str = "", until: str = "") -> None:
        self._network, self._uids = network, sides.uids
        self._window = since, until
        rows, columns = sides.of(network)
        self.ends = sorted(self._pairs(rows, columns), key=lambda pair: (pair[0].uid, pair[1].uid))

    def _pairs(
        self, rows: Sequence[NetworkNode], columns: Sequence[NetworkNode]
    ) -> Iterator[tuple[NetworkNode, NetworkNode, Edge]]:
        is_one_mode = self._network.choices.mode is Mode.ONE
        for edge in self._network.edges():
            source, target = rows[edge.row], columns[edge.column]
            if is_one_mode and target.uid < source.uid:
                source, target = target, source
            yield source, target, edge

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, place: int) -> NetworkRow: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[NetworkRow]: ...
    def __getitem__(self, place: int | slice) -> NetworkRow | Sequence[NetworkRow]:
        if isinstance(place, slice):
            return [self._row(*ends) for ends in self.ends[place]]
        return self._row(*self.ends[place])

    def _row(self, source: NetworkNode, target: NetworkNode, edge: Edge) -> NetworkRow:
        ids = self._network.statements(edge.row, edge.column)
        return NetworkRow(
            source.uid,
            target.uid,
            edge.weight,
            edge.n,
            " ".join(self._uids[number] for number in ids),
            source.label,
            target.label,
            *self._window,
        )
