"""Periods of the calendar by their names: a day, an ISO week, a month, a quarter, a year."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum


class Period(StrEnum):
    """How long a bar of a timeline is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


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
