"""Nine votes of the General Assembly: what is known of them comes out."""

import csv
from collections import defaultdict
from datetime import date

import pytest

from tracker.analysis.positions import Taken, position, standing
from tracker.analysis.shifts import find_shifts
from tracker.analysis.summaries import round_half_up, summary_score
from tracker.vocabulary import Act, Stance

CODES = {"yes": Stance.SUPPORT, "abstain": Stance.MIXED, "no": Stance.OPPOSE}


@pytest.fixture(scope="module")
def votes(shared_data):
    """The votes of each state; Serbia is one state under both of its codes."""
    histories = defaultdict(list)
    with (shared_data / "un" / "dprk_human_rights_votes.csv").open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            state = "RS" if row["country_code"] == "YU" else row["country_code"]
            day = date.fromisoformat(row["date"])
            code = CODES[row["vote"]]
            histories[state].append(Taken(f"{day} {day}", day, day, code, Act.VOTES, number))
    return histories


def test_seventy_eight_of_192_states_changed_149_times(votes):
    changes = [row.changes for history in votes.values() if (row := standing(history))]

    assert len(votes) == len(changes) == 192
    assert sum(map(len, votes.values())) == 1635
    assert sum(1 for n in changes if n) == 78
    assert sum(changes) == 149


def test_six_states_went_straight_between_yes_and_no_eight_times(votes):
    full = [
        state
        for state, history in votes.items()
        for shift in find_shifts(history)
        if shift.extent == "full"
    ]

    assert len(full) == 8
    assert len(set(full)) == 6


def test_indonesia_changed_once_from_opposing_to_abstaining(votes):
    (shift,) = find_shifts(votes["ID"])

    assert (shift.before.stance, shift.after.stance) == (Stance.OPPOSE, Stance.MIXED)
    assert (shift.before.first.year, shift.after.first.year) == (2009, 2010)
    assert (shift.extent, shift.new_role) == ("partial", False)


def test_south_korea_went_to_and_fro(votes):
    shifts = list(find_shifts(votes["KR"]))

    assert [shifts[0].before.stance, *(shift.after.stance for shift in shifts)] == [
        Stance.MIXED,
        Stance.SUPPORT,
        Stance.MIXED,
        Stance.SUPPORT,
    ]


@pytest.mark.parametrize("state", ["RU", "CN", "KP"])
def test_three_states_always_opposed(votes, state):
    row = standing(votes[state])

    assert row is not None
    assert (row.n, row.n_against, row.changes) == (9, 9, 0)


def test_the_score_is_that_of_the_positions_and_not_of_the_votes(votes):
    held = [position(history) for history in votes.values()]
    positions = [taken.stance for taken in held if taken is not None]
    score = summary_score([code.number for code in positions if code.number is not None])

    assert [positions.count(code) for code in CODES.values()] == [123, 49, 20]
    assert score is not None
    assert round_half_up(score, 2) == 0.54
