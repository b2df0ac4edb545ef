"""Periods of the calendar by their names: a day, an ISO week, a month, a quarter, a year."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class Period(StrEnum):
    """How long a bar of a timeline is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


# Kept: a report may ask a million times, and of some thousands of dates.
@lru_cache(maxsize=65_536)
def period_of(period: Period, first: date, last: date) -> str | None:
    """Name the period in which the whole date lies; None where it lies in no single one.

    2025-01-08, 2025-W02, 2025-01, 2025-Q1, 2025: as text they stand in the order of time.
    """
    named = _NAMED[period]
    name = named(first)
    return name if named(last) == name else None


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def _quarter(day: date) -> str:
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


_NAMED: dict[Period, Callable[[date], str]] = {
    Period.DAY: date.isoformat,
    Period.WEEK: _week,
    Period.MONTH: lambda day: f"{day.year:04}-{day.month:02}",
    Period.QUARTER: _quarter,
    Period.YEAR: lambda day: f"{day.year:04}",
}


def days_of(period: Period, name: str) -> tuple[date, date]:
    """The first and the last day of a period by its name."""
    first = _first_day(period, name)
    later = first + _LONGEST[period]
    # The longest period of the kind may reach into the next one.
    while period_of(period, later, later) != name:
        later -= timedelta(days=1)
    return first, later


def periods_between(period: Period, first: str, last: str) -> Iterator[str]:
    """Yield the names from one period to another, with those in between."""
    name = first
    while name <= last:
        yield name
        following = days_of(period, name)[1] + timedelta(days=1)
        name = _NAMED[period](following)


def _first_day(period: Period, name: str) -> date:
    if period is Period.WEEK:
        return date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
    if period is Period.QUARTER:
        return date(int(name[:4]), 3 * int(name[6:]) - 2, 1)
    return date.fromisoformat({4: f"{name}-01-01", 7: f"{name}-01"}.get(len(name), name))


_LONGEST = {
    Period.DAY: timedelta(0),
    Period.WEEK: timedelta(days=6),
    Period.MONTH: timedelta(days=30),
    Period.QUARTER: timedelta(days=91),
    Period.YEAR: timedelta(days=365),
}
