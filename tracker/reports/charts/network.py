"""The network as a drawing: the heaviest edges with their nodes, and what a reader sees of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

import numpy as np

from tracker.analysis.choices import Aggregation, Mode, Normalisation
from tracker.analysis.layout import place_nodes
from tracker.analysis.networks import Edge
from tracker.reports.charts.tongue import Tongue
from tracker.reports.network import NetworkReport
from tracker.reports.network_rows import NetworkNode, Tie
from tracker.reports.options_network import Qualifier, Variable

MOST_EDGES = 300
MOST_NODES = 120
_FEW = 16


class Look(StrEnum):
    """How an edge is drawn: by colour and by the kind of its line."""

    FOR = "for"
    AGAINST = "against"
    BALANCE = "balance"
    PLAIN = "plain"


class Shape(StrEnum):
    """How a node is drawn: by what it is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    CLAIM = "claim"
    DOCUMENT = "document"


@dataclass(frozen=True)
class DrawnNode:
    """A node at x and y from 0 to 1; `size` is from 0 to 1."""

    node: NetworkNode
    shape: Shape
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class DrawnEdge:
    """An edge between two places of the nodes; `width` is from 0 to 1."""

    source: int
    target: int
    edge: Edge
    look: Look
    width: float


@dataclass(frozen=True)
class Drawing:
    """What is drawn of a network; `n_nodes` and `n_edges` are what there is."""

    nodes: Sequence[DrawnNode]
    edges: Sequence[DrawnEdge]
    n_nodes: int
    n_edges: int

    @property
    def is_part(self) -> bool:
        return (len(self.nodes), len(self.edges)) < (self.n_nodes, self.n_edges)


def called(node: NetworkNode, tongue: Tongue) -> str:
    """What stands where a node is named."""
    return node.label or tongue.gettext("no longer on record")


def draw_network(report: NetworkReport, tongue: Tongue) -> Drawing:
    """Lay out the heaviest edges, and what stands alone where there is room for it."""
    ties, nodes = _chosen(report)
    places = {_key(node): place for place, node in enumerate(nodes)}
    ends = [(places[_key(one)], places[_key(other)], edge) for one, other, edge in ties]
    # Many nodes are drawn smaller, and their edges thinner.
    scale = min(1.0, sqrt(_FEW / max(len(nodes), 1)))
    points = place_nodes(len(nodes), [(one, other, edge.weight) for one, other, edge in ends])
    most = max((node.n for node in nodes), default=0) or 1
    widest = max((abs(edge.weight) for _, _, edge in ties), default=0.0) or 1.0
    return Drawing(
        nodes=[
            DrawnNode(
                replace(node, label=called(node, tongue)),
                shape_of(node),
                *point,
                scale * sqrt(node.n / most),
            )
            for node, point in zip(nodes, points, strict=True)
        ],
        edges=[
            DrawnEdge(
                one, other, edge, look_of(report, edge.weight), scale * abs(edge.weight) / widest
            )
            for one, other, edge in ends
        ],
        n_nodes=len(report.nodes),
        n_edges=len(report.heaviest),
    )


def _chosen(report: NetworkReport) -> tuple[list[Tie], list[NetworkNode]]:
    taken: list[Tie] = []
    met: dict[tuple[str, str], NetworkNode] = {}
    for tie in report.heaviest[:MOST_EDGES]:
        new = {_key(end): end for end in tie[:2]}
        if len(met.keys() | new.keys()) <= MOST_NODES:
            taken.append(tie)
            met |= new
    nodes = report.nodes
    if len(nodes) > MOST_NODES:
        nodes = tuple(node for node in nodes if _key(node) in met)
    return taken, list(nodes)


def _key(node: NetworkNode) -> tuple[str, str]:
    return node.side, node.uid


def shape_of(node: NetworkNode) -> Shape:
    """Whether a node is a person, an organisation, a state, a claim, or of a document."""
    if node.variable is Variable.CLAIM:
        return Shape.CLAIM
    if node.variable in _DOCUMENTS:
        return Shape.DOCUMENT
    return _KINDS.get(node.kind, Shape.PERSON)


def look_of(report: NetworkReport, weight: float) -> Look:
    """Whether a weight is agreement or its contrary, as far as it says so."""
    options = report.options
    if options.aggregation is Aggregation.CONGRUENCE:
        return Look.FOR
    if options.aggregation is Aggregation.CONFLICT:
        return Look.AGAINST
    is_told = options.qualifier is Qualifier.SIGN and options.normalise is Normalisation.NO
    if options.aggregation is Aggregation.COMBINE and is_told:
        # Agreement alone, disagreement alone, or both.
        return {1.0: Look.FOR, 2.0: Look.AGAINST}.get(weight, Look.BALANCE)
    if options.aggregation is not Aggregation.SUBTRACT:
        return Look.PLAIN
    if not weight:
        return Look.BALANCE
    return Look.FOR if weight > 0 else Look.AGAINST


def count_looks(report: NetworkReport) -> Mapping[Look, int]:
    """How many edges have each look, of all that there are."""
    counted = dict.fromkeys(Look, 0)
    weights = report.network.weights[report.network.places]
    if report.options.aggregation is not Aggregation.COMBINE:
        # Only the sign tells, and there may be a million.
        weights = np.sign(weights)
    for weight, n in zip(*np.unique(weights, return_counts=True), strict=True):
        counted[look_of(report, float(weight))] += int(n)
    return {look: n for look, n in counted.items() if n}


def is_two_mode(report: NetworkReport) -> bool:
    return report.options.mode is Mode.TWO


_DOCUMENTS = (Variable.OUTLET, Variable.SOURCE, Variable.AUTHOR, Variable.SECTION)
_KINDS = {
    "person": Shape.PERSON,
    "organisation": Shape.ORGANISATION,
    "group": Shape.ORGANISATION,
    "state": Shape.STATE,
}
