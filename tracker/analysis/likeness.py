"""How far holders agree on the claims on which both have a position (domain, §5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

# From so many shared claims on, somebody is called near or far: one claim is no likeness.
FEWEST_TO_BE_ALIKE = 3
_SCALE = (-2, -1, 0, 1, 2)
_WIDTH = 4
_NOWHERE = 9

# Positions of a holder, −2 … +2, by claim.
Values = Mapping[int, int]


@dataclass(frozen=True)
class Likeness:
    """Two holders on what both have a position on; without such a claim there is no agreement.

    `agree` counts claims with positions of the same sign, two that say both among them, and
    `disagree` those of opposite signs; one side and the middle are neither.
    """

    shared: int
    agree: int
    disagree: int
    agreement: float | None

    @property
    def is_enough(self) -> bool:
        """Whether they share enough claims to be called near or far."""
        return self.shared >= FEWEST_TO_BE_ALIKE


def likenesses(
    held: Mapping[int, Values], one: int | None = None
) -> dict[tuple[int, int], Likeness]:
    """Compare every two holders, or one with all others: pairs then begin with it.

    Agreement is 1 − mean|v₁ − v₂| / 4.
    """
    holders = list(held)
    rows = list(range(len(holders))) if one is None else [holders.index(one)]
    counts = _counts(held, rows)
    found = {}
    for row, a in enumerate(rows):
        others = range(a + 1, len(holders)) if one is None else range(len(holders))
        for b in others:
            if a != b:
                found[holders[a], holders[b]] = _likeness(*(int(count[row, b]) for count in counts))
    return found


def agreement_of(shared: int, apart: int) -> float:
    """Give the agreement over shared claims from the sum of |v₁ − v₂|."""
    # One division, so that what two pages print of it is the same to the last digit.
    return (_WIDTH * shared - apart) / (_WIDTH * shared)


def _likeness(shared: int, agree: int, disagree: int, apart: int) -> Likeness:
    agreement = agreement_of(shared, apart) if shared else None
    return Likeness(shared, agree, disagree, agreement)


def _counts(held: Mapping[int, Values], rows: Sequence[int]) -> tuple[NDArray[Any], ...]:
    """Count for every row with every holder what they share, and how far they stand apart."""
    stood = _matrix(held)
    # Where which position is taken, as ones: floats, as these multiply fast.
    at = {value: (stood == value).astype(np.float64) for value in _SCALE}
    sides = [at[1] + at[2], at[0], at[-1] + at[-2]]
    has_any = sum(sides)
    shared = has_any[rows] @ has_any.T
    agree = sum(side[rows] @ side.T for side in sides)
    disagree = sides[0][rows] @ sides[2].T + sides[2][rows] @ sides[0].T
    apart = sum(
        abs(one - other) * (at[one][rows] @ at[other].T)
        for one, other in product(_SCALE, repeat=2)
        if one != other
    )
    return shared, agree, disagree, apart


def _matrix(held: Mapping[int, Values]) -> NDArray[np.int8]:
    """Holders by claims: the positions, and something off the scale where there is none."""
    claims = sorted({claim for values in held.values() for claim in values})
    places = {claim: place for place, claim in enumerate(claims)}
    found = np.full((len(held), len(claims)), _NOWHERE, dtype=np.int8)
    for row, values in enumerate(held.values()):
        for claim, value in values.items():
            found[row, places[claim]] = value
    return found
