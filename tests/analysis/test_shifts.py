"""A change of mind is told from where one day ended to where the next one did."""

from datetime import date

from tracker.analysis.shifts import find_shifts
from tracker.analysis.taken import Taken
from tracker.vocabulary import Stance


def taken(day: int, number: int, stance: Stance) -> Taken:
    on = date(2025, 1, day)
    return Taken(f"{on} {number}", on, on, stance)


def test_a_day_that_ends_where_the_one_before_ended_is_no_change():
    asserted = taken(7, 0, Stance.SUPPORT)
    denied, asserted_again = taken(8, 0, Stance.OPPOSE), taken(8, 1, Stance.SUPPORT)

    assert list(find_shifts([asserted, denied, asserted_again])) == []
