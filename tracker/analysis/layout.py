"""Where the nodes of a drawing stand: near those they are tied to, the same ones each time."""

from collections.abc import Sequence
from math import ceil, sqrt

import networkx as nx

Tie = tuple[int, int, float]
Point = tuple[float, float]

_SEED = 1
_ROUNDS = 120
# Nodes without a tie stand in lines below the others, in such a part of the height a line.
_LINE = 0.09


def place_nodes(n: int, ties: Sequence[Tie]) -> list[Point]:
    """Give each of `n` nodes a point with x and y from 0 to 1; heavier agreement pulls harder."""
    tied = sorted({end for one, other, _ in ties for end in (one, other)})
    alone = sorted(set(range(n)) - set(tied))
    a_line = max(8, ceil(sqrt(3 * len(alone))))
    lines = ceil(len(alone) / a_line)
    height = max(0.3, 1 - lines * _LINE) if tied else 0.0
    points = {node: (x, y * height) for node, (x, y) in _sprung(tied, ties).items()}
    room = (1 - height) / max(lines, 1)
    for place, node in enumerate(alone):
        line, column = divmod(place, a_line)
        in_line = min(a_line, len(alone) - line * a_line)
        points[node] = ((column + 0.5) / in_line, height + (line + 0.5) * room)
    return [points[node] for node in range(n)]


def _sprung(tied: Sequence[int], ties: Sequence[Tie]) -> dict[int, Point]:
    if not tied:
        return {}
    graph = nx.Graph()
    graph.add_nodes_from(tied)
    heaviest = max(0.0, *(weight for _, _, weight in ties)) or 1.0
    # Disagreement ties as well, and so does what is on balance nothing, but loosely.
    graph.add_weighted_edges_from((a, b, 0.1 + max(w, 0.0) / heaviest) for a, b, w in ties)
    start = nx.circular_layout(graph)
    apart = 1.6 / sqrt(len(tied))
    found = nx.spring_layout(graph, k=apart, pos=start, iterations=_ROUNDS, seed=_SEED)
    xs, ys = (_spread([float(found[node][axis]) for node in tied]) for axis in (0, 1))
    return dict(zip(tied, zip(xs, ys, strict=True), strict=True))


def _spread(values: Sequence[float]) -> list[float]:
    """Bring values between 0 and 1, half by how far they lie apart and half by their order.

    Groups that nothing ties drift far apart, and would leave each other no room.
    """
    low, high = min(values), max(values)
    ordered = sorted(range(len(values)), key=lambda place: (round(values[place], 6), place))
    ranks = {place: rank / max(len(values) - 1, 1) for rank, place in enumerate(ordered)}
    # Rounded, so that the last bit of a sum moves nothing.
    return [
        round(((value - low) / (high - low) + ranks[place]) / 2, 4) if high > low else 0.5
        for place, value in enumerate(values)
    ]
