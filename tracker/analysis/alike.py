"""Rows in an order that puts like beside like."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from scipy.cluster.hierarchy import leaves_list, linkage

# Two rows that share no column are as far apart as a supporter and somebody undecided.
_UNKNOWN = 0.5


def distance(one: Mapping[int, int], other: Mapping[int, int]) -> float:
    """Give 1 − agreement of two rows of values from −2 to +2: the mean of |v₁ − v₂| / 4."""
    shared = one.keys() & other.keys()
    if not shared:
        return _UNKNOWN
    return sum(abs(one[column] - other[column]) for column in shared) / (4 * len(shared))


def alike(rows: Sequence[Mapping[int, int]]) -> list[int]:
    """Order rows, each a value by column, by average linkage; gives their places in `rows`.

    Neighbours in the tree are turned so that those who stand side by side differ least.
    """
    if len(rows) < 3:
        return list(range(len(rows)))
    apart = np.array([distance(one, other) for one, other in combinations(rows, 2)])
    tree = linkage(apart, method="average", optimal_ordering=True)
    return [int(place) for place in leaves_list(tree)]
