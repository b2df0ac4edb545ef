"""Scores, disputes and how they are rounded."""

from fractions import Fraction
from math import copysign

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analysis.summaries import dispute, round_half_up, summary_score

values = st.lists(st.integers(-2, 2), max_size=40)


@given(values)
def test_a_score_is_half_the_mean_and_lies_between_minus_one_and_one(values):
    score = summary_score(values)

    if len(values) < 3:
        assert score is None
    else:
        assert score == float(Fraction(sum(values), 2 * len(values)))
        assert -1 <= score <= 1


@given(values)
def test_the_opposite_claim_has_the_opposite_score(values):
    score, opposite = summary_score(values), summary_score([-value for value in values])

    assert (score or 0) == -(opposite or 0)
    assert (score is None) == (opposite is None)


@pytest.mark.parametrize(
    ("n_for", "n_against", "expected"),
    [(0, 0, None), (2, 2, None), (5, 0, 0), (0, 5, 0), (3, 3, 1), (4, 1, 0.4), (1, 4, 0.4)],
)
def test_a_dispute_is_told_from_five_holders_and_is_one_when_even(n_for, n_against, expected):
    assert dispute(n_for, n_against) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("x", "digits", "printed"),
    [(0.125, 2, 0.13), (-0.125, 2, -0.13), (0.545, 2, 0.55), (1.005, 2, 1.01), (2.5, 0, 3)],
)
def test_halves_are_rounded_away_from_zero(x, digits, printed):
    assert round_half_up(x, digits) == printed


def test_nothing_is_rounded_to_minus_zero():
    assert copysign(1, round_half_up(-0.001, 2)) == 1


@given(st.floats(-1000, 1000), st.integers(0, 6))
def test_rounding_moves_at_most_half_a_step_and_mirrors(x, digits):
    rounded = round_half_up(x, digits)

    assert abs(rounded - x) <= 0.5 * 10**-digits + 1e-9
    assert round_half_up(-x, digits) == -rounded
