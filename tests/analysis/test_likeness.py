"""Likeness: by hand, and held against another way of counting on random positions."""

from random import Random

import pytest

from tracker.analysis.likeness import Likeness, likenesses

ALL_FIVE = (-2, -1, 0, 1, 2)


def test_two_who_say_both_agree_and_a_side_with_the_middle_neither_agrees_nor_splits():
    held = {1: {7: 0, 8: 0, 9: 1}, 2: {7: 0, 8: 1, 9: -2}}

    # They stand 0, 1 and 3 apart on a scale that is 4 wide.
    assert likenesses(held)[1, 2] == Likeness(3, 1, 1, 8 / 12)


def test_who_shares_nothing_has_no_agreement():
    assert likenesses({1: {7: 2}, 2: {8: 2}, 3: {}})[1, 2] == Likeness(0, 0, 0, None)


@pytest.mark.parametrize("seed", range(20))
def test_another_way_of_counting_finds_the_same(seed):
    random = Random(seed)
    held = {
        holder: {claim: random.choice(ALL_FIVE) for claim in range(9) if random.random() < 0.5}
        for holder in range(8)
    }

    found = likenesses(held)

    for (a, b), likeness in found.items():
        both = [(held[a][claim], held[b][claim]) for claim in held[a] if claim in held[b]]
        assert likeness.shared == len(both)
        assert likeness.agree == sum(x * y > 0 or x == y == 0 for x, y in both)
        assert likeness.disagree == sum(x * y < 0 for x, y in both)
        if both:
            apart = sum(abs(x - y) for x, y in both) / len(both)
            assert likeness.agreement == pytest.approx(1 - apart / 4, abs=1e-12)
        assert likenesses(held, b)[b, a] == likeness
    assert len(found) == 28
