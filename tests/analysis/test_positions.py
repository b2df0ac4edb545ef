"""Positions, shifts and standings of one holder on one claim."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analysis.positions import Standing, Taken, position, standing
from tracker.analysis.shifts import Shift, find_shifts
from tracker.dates import Days, parse_days
from tracker.vocabulary import Act, Side, Stance

DATES = ["2024", "2025", "2025-01", "2025-01-08", "2025-01-09", "2025-02", "2025-03-01", "2026"]
NUMBERED = {Stance.SUPPORT, Stance.LEAN_SUPPORT, Stance.MIXED, Stance.LEAN_OPPOSE, Stance.OPPOSE}


def taken(on: str, stance: Stance, number: int = 0, act: Act | None = None) -> Taken:
    days: Days = parse_days(on)
    order = f"{days.first} {days.last} {number:06}"
    return Taken(order, days.first, days.last, stance, act, statement=number)


@st.composite
def histories(draw):
    parts = st.tuples(
        st.sampled_from(DATES), st.sampled_from(Stance), st.booleans(), st.integers(0, 1)
    )
    history = []
    for number, (on, stance, retracts, role) in enumerate(draw(st.lists(parts, max_size=12))):
        act = Act.RETRACTS if retracts and stance is Stance.DECLINE else None
        history.append(taken(on, stance, number, act)._replace(role=role))
    return draw(st.permutations(history))


def standing_of(history):
    """A standing that must be there."""
    row = standing(history)
    assert row is not None
    return row


def position_by_walking_forward(history, until):
    held = None
    for entry in sorted(history, key=lambda entry: entry.order):
        if until is None or entry.last <= until:
            if entry.stance in NUMBERED:
                held = entry
            elif entry.act == "retracts":
                held = None
    return held


def shifts_by_looking_at_all_pairs(history):
    numbered = [entry for entry in history if entry.stance in NUMBERED]
    lasts = [
        entry
        for entry in numbered
        if not any(
            (other.first, other.last) == (entry.first, entry.last) and other.order > entry.order
            for other in numbered
        )
    ]
    for before in sorted(lasts, key=lambda entry: entry.order):
        later = [entry for entry in lasts if entry.order > before.order]
        if later:
            after = min(later, key=lambda entry: entry.order)
            if before.last < after.first and before.stance != after.stance:
                yield before, after


@given(histories(), st.none() | st.sampled_from([parse_days(text).last for text in DATES]))
def test_the_position_is_what_walking_through_the_history_ends_with(history, until):
    assert position(history, until) == position_by_walking_forward(history, until)


@given(histories())
def test_shifts_are_the_successive_pairs_that_differ_and_do_not_overlap(history):
    pairs = [(shift.before, shift.after) for shift in find_shifts(history)]

    assert pairs == list(shifts_by_looking_at_all_pairs(history))


@given(histories())
def test_stances_without_a_number_neither_hide_nor_make_a_shift(history):
    numbered = [entry for entry in history if entry.stance in NUMBERED]

    assert list(find_shifts(history)) == list(find_shifts(numbered))


@given(histories())
def test_a_shift_is_full_if_it_crosses_from_side_to_side(history):
    for shift in find_shifts(history):
        sides = {shift.before.stance.side, shift.after.stance.side}
        assert (shift.extent == "full") == (sides == {Side.FOR, Side.AGAINST})
        assert shift.new_role == (shift.before.role != shift.after.role)


@given(histories())
def test_a_mirrored_history_has_mirrored_shifts_and_standing(history):
    mirrored = [entry._replace(stance=entry.stance.mirrored) for entry in history]

    assert [shift.extent for shift in find_shifts(mirrored)] == [
        shift.extent for shift in find_shifts(history)
    ]
    if history:
        one, other = standing_of(history), standing_of(mirrored)
        assert (one.n_for, one.n_against, one.n_mixed) == (
            other.n_against,
            other.n_for,
            other.n_mixed,
        )


@given(histories())
def test_a_standing_adds_up(history):
    numbered = [entry for entry in sorted(history) if entry.stance in NUMBERED]
    held = position(history)
    row = standing(history)

    if row is None:
        assert not history
        return
    assert row.n == row.n_for + row.n_against + row.n_mixed == len(numbered)
    assert row.changes == len(list(find_shifts(history)))
    assert row.has_position == (held is not None)
    assert (row.stance in NUMBERED) == row.has_position
    assert not (row.has_position and row.retracted)
    assert row.statement in {e.statement for e in history if e.stance is row.stance}
    if held is not None:
        assert (row.stance, row.statement) == (held.stance, held.statement)
    if numbered:
        assert (row.first_on, row.last_on) == (numbered[0].first, numbered[-1].last)


def test_a_question_in_between_does_not_hide_the_shift():
    denied = taken("2025-01-07", Stance.OPPOSE)
    asked = taken("2025-01-08", Stance.QUESTION)
    conceded = taken("2025-01-09", Stance.SUPPORT)

    assert list(find_shifts([denied, asked, conceded])) == [
        Shift(denied, conceded, extent="full", new_role=False)
    ]


def test_only_the_last_stance_of_a_day_counts_for_a_shift():
    morning = taken("2025-01-08", Stance.OPPOSE, 1)
    evening = taken("2025-01-08", Stance.SUPPORT, 2)
    later = taken("2025-01-09", Stance.SUPPORT, 3)

    assert list(find_shifts([morning, evening, later])) == []
    assert position([evening, morning]) == evening


def test_dates_that_overlap_make_no_shift():
    sometime = taken("2025-01", Stance.OPPOSE)
    on_a_day = taken("2025-01-08", Stance.SUPPORT)
    next_month = taken("2025-02", Stance.MIXED)

    assert list(find_shifts([sometime, on_a_day])) == []
    assert [shift.before for shift in find_shifts([sometime, on_a_day, next_month])] == [on_a_day]


def test_a_shift_says_if_the_speaker_held_another_role():
    minister = taken("2024", Stance.SUPPORT)._replace(role=1, body=5)
    president = taken("2025", Stance.LEAN_SUPPORT)._replace(role=2, body=5)
    private = taken("2026", Stance.MIXED)._replace(role=2, body=6)

    shifts = list(find_shifts([minister, president, private]))

    assert [(shift.extent, shift.new_role) for shift in shifts] == [("partial", True)] * 2


def test_a_retraction_ends_the_position_and_a_later_stance_starts_anew():
    asserted = taken("2025-01-07", Stance.SUPPORT, 1)
    retracted = taken("2025-01-08", Stance.DECLINE, 2, Act.RETRACTS)
    denied = taken("2025-01-09", Stance.OPPOSE, 3)

    assert position([asserted, retracted]) is None
    assert position([asserted, retracted], until=date(2025, 1, 7)) == asserted
    assert position([asserted, retracted, denied]) == denied
    assert standing([asserted, retracted]) == Standing(
        n=1,
        n_for=1,
        n_against=0,
        n_mixed=0,
        changes=0,
        full_changes=0,
        first_on=date(2025, 1, 7),
        last_on=date(2025, 1, 7),
        stance=Stance.DECLINE,
        statement=2,
        order=retracted.order,
        has_position=False,
        retracted=True,
    )


def test_declining_without_retracting_leaves_the_position():
    asserted = taken("2025-01-07", Stance.SUPPORT)
    declined = taken("2025-01-08", Stance.DECLINE)

    assert position([asserted, declined]) == asserted


def test_only_questions_are_no_position_but_have_dates():
    row = standing_of([taken("2025-01-08", Stance.MENTION, 1), taken("2026", Stance.QUESTION, 2)])

    assert (row.n, row.has_position, row.retracted) == (0, False, False)
    assert (row.stance, row.statement) == (Stance.QUESTION, 2)
    assert (row.first_on, row.last_on) == (date(2025, 1, 8), date(2026, 12, 31))


def test_nothing_said_is_no_standing():
    assert standing([]) is None
    assert position([]) is None


@pytest.mark.parametrize("days", [0, 1])
def test_a_date_lies_before_a_day_only_as_a_whole(days):
    sometime = taken("2025-01", Stance.SUPPORT)
    until = date(2025, 1, 30) + timedelta(days=days)

    assert position([sometime], until) == (sometime if days else None)
