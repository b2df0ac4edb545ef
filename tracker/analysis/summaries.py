"""Numbers that sum up positions, and when there are too few for one (domain, §5)."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import fsum

FEWEST_FOR_A_SCORE = 3
FEWEST_FOR_A_DISPUTE = 5


def summary_score(values: Sequence[int]) -> float | None:
    """Give the mean of holders' positions (−2 … +2) in [−1, 1]; None below three holders."""
    if len(values) < FEWEST_FOR_A_SCORE:
        return None
    # One division, so that an exact half stays one and is rounded as such.
    return sum(values) / (2 * len(values))


def dispute(n_for: int, n_against: int) -> float | None:
    """Give 1 − |for − against| / (for + against): 1 is an even split; None below five holders."""
    holders = n_for + n_against
    if holders < FEWEST_FOR_A_DISPUTE:
        return None
    return 1 - abs(n_for - n_against) / holders


def unity(sides: Iterable[tuple[int, int]]) -> float | None:
    """Give the mean over claims of |for − against| / (for + against), the speakers of one body.

    A claim on which none of them takes a side says nothing; one who speaks alone is at one.
    None where no claim says anything.
    """
    shares = [
        abs(n_for - n_against) / (n_for + n_against)
        for n_for, n_against in sides
        if n_for + n_against
    ]
    return fsum(shares) / len(shares) if shares else None


def round_half_up(x: float, digits: int) -> float:
    """Round for printing, halves away from zero: 0.125 is 0.13, −0.125 is −0.13, never −0."""
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(x)).quantize(step, rounding=ROUND_HALF_UP)) + 0.0
