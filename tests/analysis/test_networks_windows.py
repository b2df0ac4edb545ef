"""Time windows of discourse networks, worked out by hand."""

from dataclasses import replace
from datetime import date

from tests.analysis.debates import CONGRUENCE, DEBATE, coded
from tracker.analysis.choices import Duplicates, Unit
from tracker.analysis.coded import LeftOut
from tracker.analysis.networks import build_windows


def test_a_window_of_three_days_moves_by_one_day_and_stays_inside_the_range():
    choices = replace(CONGRUENCE, window=3, unit=Unit.DAYS)

    windows = list(build_windows(DEBATE, choices))

    assert [(w.first.day, w.middle.day, w.last.day, w.network.kept) for w in windows] == [
        (1, 2, 3, 3),
        (2, 3, 4, 3),
        (3, 4, 5, 2),
        (4, 5, 6, 3),
    ]
    assert [w.network.weights.tolist() for w in windows] == [
        [[0, 2], [2, 0]],
        [[0, 1], [1, 0]],
        [[0, 0], [0, 0]],
        [[0, 1], [1, 0]],
    ]


def test_a_window_of_an_even_width_is_as_wide_as_the_next_odd_one():
    three, two = (replace(CONGRUENCE, window=wide, unit=Unit.DAYS) for wide in (3, 2))

    first, last = ([w.first for w in build_windows(DEBATE, choice)] for choice in (three, two))

    assert first == last


def test_a_window_of_three_statements_moves_by_one_statement():
    choices = replace(CONGRUENCE, window=3, unit=Unit.STATEMENTS)

    windows = list(build_windows(DEBATE, choices))

    behind = [w.network.statements(0, 1) for w in windows]
    assert [w.middle.day for w in windows] == [2, 3, 4, 6]
    assert behind == [(1, 2, 3), (2, 3), (), (5, 6)]


def test_months_are_counted_from_the_first_day_and_end_where_a_short_one_does():
    debate = coded(
        ("2025-01-31", "Iran", "A", 1),
        ("2025-02-28", "Oman", "A", 1),
        ("2025-03-31", "Iran", "A", 1),
        ("2025-04-30", "Oman", "A", 1),
    )

    windows = list(build_windows(debate, replace(CONGRUENCE, window=3, unit=Unit.MONTHS)))

    assert [(str(w.first), str(w.middle), str(w.last), w.network.kept) for w in windows] == [
        ("2025-01-31", "2025-02-28", "2025-03-31", 3),
        ("2025-02-28", "2025-03-31", "2025-04-30", 3),
    ]


def test_duplicates_are_removed_inside_each_window_and_once_in_compatible_mode():
    debate = coded(
        ("2025-03-01", "Iran", "A", 1),
        ("2025-03-02", "Oman", "A", 1),
        ("2025-03-03", "Oman", "A", 1),
        ("2025-03-04", "Iran", "A", 1),
    )
    ours = replace(CONGRUENCE, window=3, unit=Unit.DAYS, duplicates=Duplicates.ACROSS_RANGE)

    behind = [
        [w.network.kept for w in build_windows(debate, choices)]
        for choices in (ours, replace(ours, dna_compatible=True))
    ]

    assert behind == [[2, 2], [2, 1]]


def test_a_date_wider_than_the_window_is_not_precise_enough():
    debate = coded(
        ("2025-03-01", "Iran", "A", 1),
        ("2025-03-01/2025-03-31", "Iran", "A", 1),
        ("2025-03-02", "Oman", "A", 1),
        ("2025-03-03", "Oman", "B", 1),
    )
    choices = replace(CONGRUENCE, window=3, unit=Unit.DAYS, last=date(2025, 3, 31))

    first = next(build_windows(debate, choices))

    assert first.network.kept == 3
    assert first.network.left_out == LeftOut(imprecise=1)
