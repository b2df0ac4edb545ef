"""The weights of a discourse network, from how often each node says what (networks)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tracker.analysis.choices import Aggregation, Choices, Mode, Normalisation, QualifierKind

Floats = NDArray[np.float64]
Matrix = Any  # a sparse matrix of scipy, which is untyped


@dataclass(frozen=True)
class Counts:
    """`x`: how many kept statements each row makes, with a column for each claim and level.

    The levels of a claim stand side by side. `levels` are the numbers of the scale, or places
    where the qualifier is a text.
    """

    x: Matrix
    levels: tuple[int, ...]
    choices: Choices

    @property
    def is_text(self) -> bool:
        return (
            self.choices.kind is QualifierKind.TEXT
            and self.choices.aggregation is not Aggregation.IGNORE
        )

    @cached_property
    def likeness(self) -> Matrix:
        """s(k, k') = 1 − |k − k'| / (max K − min K); texts are alike or not."""
        if self.is_text or len(self.levels) < 2:
            return np.eye(max(len(self.levels), 1))
        levels = np.array(self.levels, dtype=float)
        return 1 - np.abs(levels[:, None] - levels) / (levels[-1] - levels[0])

    def spread(self, over: Matrix) -> Matrix:
        """Multiply the levels of every claim with a vector or matrix of as many rows."""
        over = np.atleast_2d(np.asarray(over, dtype=float))
        claims = self.x.shape[1] // max(len(self.levels), 1)
        return self.x @ sparse.kron(sparse.identity(claims), over, format="csr")

    @cached_property
    def per_claim(self) -> Matrix:
        """n_ij, how many statements of each row are about each claim."""
        return self.spread(np.ones((len(self.levels), 1)))


def weigh(counts: Counts) -> Floats:
    """Give the weight of every row and column, or of every two rows with 0 in the diagonal."""
    if counts.choices.mode is Mode.TWO:
        return _two_mode(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = _one_mode(counts) / _one_mode_divisor(counts)
    weights[~np.isfinite(weights)] = 0
    np.fill_diagonal(weights, 0)
    return weights


def _two_mode(counts: Counts) -> Floats:
    match counts.choices.aggregation:
        case Aggregation.COMBINE:
            places = np.arange(len(counts.levels))[::-1]
            said = Counts((counts.x > 0).astype(float), counts.levels, counts.choices)
            weights = _dense(said.spread(np.exp2(places)[:, None]))
        case Aggregation.SUBTRACT if not counts.is_text:
            weights = _dense(counts.spread(np.array(_signed(counts))[:, None]))
        case _:
            weights = _dense(counts.per_claim)
    said_by_row = _sum(counts.per_claim, 1)[:, None]
    said_of_column = _sum(counts.per_claim, 0)[None, :]
    match counts.choices.normalise:
        case Normalisation.ACTIVITY:
            divisor = said_by_row
        case Normalisation.PROMINENCE:
            divisor = said_of_column
        case _:
            return weights
    return np.divide(weights, divisor, out=np.zeros_like(weights), where=divisor > 0)


def _signed(counts: Counts) -> tuple[int, ...]:
    return (-1, 1) if counts.choices.kind is QualifierKind.BOOLEAN else counts.levels


def _one_mode(counts: Counts) -> Floats:
    if counts.choices.aggregation is Aggregation.IGNORE:
        return _dense(counts.per_claim @ counts.per_claim.T)
    if counts.is_text:
        alike = _dense(counts.x @ counts.x.T)
        unlike = _alone(counts) + _alone(counts).T
    else:
        alike = _dense(counts.spread(counts.likeness) @ counts.x.T)
        unlike = _dense(counts.per_claim @ counts.per_claim.T) - alike
    match counts.choices.aggregation:
        case Aggregation.CONGRUENCE:
            return alike
        case Aggregation.CONFLICT:
            return unlike
        case _:
            return alike - unlike


def _one_mode_divisor(counts: Counts) -> Floats | float:
    said = _sum(counts.x, 1)
    match counts.choices.normalise:
        case Normalisation.AVERAGE:
            return (said[:, None] + said) / 2
        case Normalisation.JACCARD:
            return _alone(counts) + _alone(counts).T + _dense(counts.x @ counts.x.T)
        case Normalisation.COSINE if counts.choices.dna_compatible:
            return np.outer(said, said)
        case Normalisation.COSINE:
            # Where the qualifier is ignored a node is what it says of each claim at any level.
            is_ignored = counts.choices.aggregation is Aggregation.IGNORE
            said_of = counts.per_claim if is_ignored else counts.x
            length = np.sqrt(_sum(said_of.multiply(said_of), 1))
            return np.outer(length, length)
        case _:
            return 1.0


def _alone(counts: Counts) -> Floats:
    """Count what each row says, claim and level, that each other row never says."""
    said = _sum(counts.x, 1)[:, None]
    return said - _dense(counts.x @ (counts.x > 0).astype(float).T)


def _sum(matrix: Matrix, axis: int) -> Floats:
    return np.asarray(matrix.sum(axis=axis), dtype=float).ravel()


def _dense(matrix: Matrix) -> Floats:
    dense: Floats = matrix.toarray()
    return dense
