"""Calendar periods of days as numbers, and the slices that a time window moves through."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.analysis.choices import Duplicates, Unit

Ints = NDArray[np.int64]
_DAY_BEFORE_1970 = date(1970, 1, 1).toordinal()
_MONTHS = 12


@dataclass(frozen=True)
class Slice:
    """A time window: its middle, its first and its last day, all included."""

    middle: date
    first: date
    last: date


def ordinals(days: Sequence[date]) -> Ints:
    """Number days as Python does: 1 is Monday 1 January of the year 1."""
    return np.fromiter((day.toordinal() for day in days), np.int64, len(days))


def narrowest(
    duplicates: Duplicates, firsts: Ints, lasts: Ints, documents: Ints, *, forget_year: bool
) -> tuple[Ints | None, NDArray[np.bool_]]:
    """Give each statement its period, and whether its whole date lies in that.

    None stands for no period at all: duplicates are included. `forget_year` makes months and
    weeks those of any year, as the reference program does.
    """
    always = np.ones(len(firsts), dtype=bool)
    if duplicates is Duplicates.INCLUDE:
        return None, always
    if duplicates is Duplicates.DOCUMENT:
        return documents, always
    if duplicates is Duplicates.ACROSS_RANGE:
        return np.zeros(len(firsts), dtype=np.int64), always
    period = _numbered(duplicates, firsts)
    is_precise = period == _numbered(duplicates, lasts)
    if forget_year and duplicates is Duplicates.MONTH:
        period = period % _MONTHS
    elif forget_year and duplicates is Duplicates.WEEK:
        weeks = (date.fromordinal(int(day)).isocalendar().week for day in firsts)
        period = np.fromiter(weeks, np.int64, len(firsts))
    return period, is_precise


def slices(first: date, last: date, width: int, unit: Unit) -> Iterator[Slice]:
    """Move [t − a, t + a] by one unit through the range, a = (width − 1)/2 rounded half up.

    Months and years are counted from the first day of the range; a day that a month lacks
    is its last one.
    """
    half = width // 2
    for middle in range(half, (last - first).days + half + 1):
        until = _moved(first, middle + half, unit)
        since = _moved(first, middle - half, unit)
        centre = _moved(first, middle, unit)
        if until is None or since is None or centre is None or until > last:
            return
        yield Slice(centre, since, until)


def _moved(day: date, by: int, unit: Unit) -> date | None:
    """Move a day by so many units; None beyond the year 9999."""
    try:
        if unit is Unit.DAYS:
            return day + timedelta(days=by)
        if unit is Unit.WEEKS:
            return day + timedelta(weeks=by)
        months = day.year * _MONTHS + day.month - 1 + by * (_MONTHS if unit is Unit.YEARS else 1)
        year, month = divmod(months, _MONTHS)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None


def _numbered(duplicates: Duplicates, days: Ints) -> Ints:
    if duplicates is Duplicates.WEEK:
        # ISO weeks begin on a Monday, and so did the year 1.
        return (days - 1) // 7
    calendar: NDArray[Any] = (days - _DAY_BEFORE_1970).astype("datetime64[D]")
    unit = "datetime64[M]" if duplicates is Duplicates.MONTH else "datetime64[Y]"
    return calendar.astype(unit).astype(np.int64)
