"""Days as people know them, whole or in part (EDTF level 0), and how they are printed."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, parse_pattern

from tracker.errors import N_, Refused

Style = Literal["long", "medium"]

_DAYS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_SHORT_MONTH = re.compile(r"(?<![ML])([ML])\1\1(?![ML])")
_FARTHEST_EAST = timezone(timedelta(hours=14))


@dataclass(frozen=True)
class Days:
    """A date as it was given, with the first and the last day it may mean."""

    text: str
    first: date
    last: date

    @classmethod
    def on(cls, day: date) -> "Days":
        """Give the exact date of one day."""
        return cls(day.isoformat(), day, day)

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: "Days") -> bool:
        return (self.first, self.last, self.text) < (other.first, other.last, other.text)

    @property
    def is_exact(self) -> bool:
        return self.first == self.last

    def overlaps(self, other: "Days") -> bool:
        return self.first <= other.last and other.first <= self.last

    def contains(self, other: "Days") -> bool:
        """Whether all of the other date lies in this one."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True)
class Printed:
    """A date inside a message: English by itself, `in_` the reader's language at the edge."""

    days: Days

    def __str__(self) -> str:
        return self.in_("en")

    def in_(self, language: str) -> str:
        return format_days(self.days, language)


def parse_days(text: str, *, field: str | None = None) -> Days:
    """Read `2025`, `2025-01` or `2025-01-08`. Refuses what is not in the calendar."""
    text = text.strip()
    found = _DAYS.fullmatch(text)
    if found is None:
        raise Refused(N_("Write the date as 2025, 2025-01 or 2025-01-08."), field=field)
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is None or year < 1000:
        raise Refused(N_("Write a year between 1000 and 9999."), field=field)
    if month is None:
        return Days(text, date(year, 1, 1), date(year, 12, 31))
    if not 1 <= month <= 12:
        raise Refused(
            N_("There is no month %(month)s. Months go from 01 to 12."), field=field, month=found[2]
        )
    length = monthrange(year, month)[1]
    whole = Days(f"{year}-{month:02}", date(year, month, 1), date(year, month, length))
    if day is None:
        return whole
    if day == 0:
        raise Refused(N_("There is no day 00. Days go from 01."), field=field)
    if day > length:
        raise Refused(
            N_("%(month)s has %(days)s days."), field=field, month=Printed(whole), days=length
        )
    return Days.on(date(year, month, day))


def parse_period(text: str, *, field: str | None = None) -> Days:
    """Read a date, or two with a slash between them: `2025-01-08/2025-01-10`."""
    start, slash, end = (part.strip() for part in text.partition("/"))
    if not slash:
        return parse_days(start, field=field)
    if not start or not end or "/" in end:
        raise Refused(N_("Write the period as 2025-01-08/2025-01-10."), field=field)
    begins, ends = parse_days(start, field=field), parse_days(end, field=field)
    if begins == ends:
        return begins
    if ends.last < begins.first:
        raise Refused(N_("The period ends before it begins."), field=field)
    return Days(f"{begins.text}/{ends.text}", begins.first, ends.last)


def spanning(first: date, last: date) -> Days:
    """The date as it was written: a year, a month or a day; else the two days between which."""
    year, month = f"{first.year:04}", f"{first.year:04}-{first.month:02}"
    for text in (year, month):
        days = parse_days(text)
        if (days.first, days.last) == (first, last):
            return days
    if first == last:
        return Days.on(first)
    return Days(f"{first.isoformat()}/{last.isoformat()}", first, last)


def parse_time(text: str, *, field: str | None = None) -> time:
    """Read a local time of day such as `14:30`."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise Refused(N_("Write the time as 14:30, from 00:00 to 23:59."), field=field)
    return time(int(found[1]), int(found[2]))


def latest_today_on_earth(now: datetime | None = None) -> date:
    """Give today's date where the day begins first (UTC+14): what is later is the future."""
    return (now or datetime.now(UTC)).astimezone(_FARTHEST_EAST).date()


def is_future(days: Days, now: datetime | None = None) -> bool:
    """Whether even the first day has not begun anywhere."""
    return days.first > latest_today_on_earth(now)


def role_covers(starts: Days | None, ends: Days | None, days: Days) -> bool:
    """Whether a role, open at an end that is None, may have been held then: overlap is enough."""
    has_begun = starts is None or starts.first <= days.last
    has_ended = ends is not None and ends.last < days.first
    return has_begun and not has_ended


def format_days(days: Days, language: str, style: Style = "long") -> str:
    """Print a date as precisely as it is known: "8 January 2025", "January 2025", "2025"."""
    start, slash, end = days.text.partition("/")
    if not slash:
        return _format_single(start, days.first, language, style)
    if len(start) == len(end):
        together = _format_interval(len(start), days, language, style)
        if together is not None:
            return together
    begins, ends = parse_days(start), parse_days(end)
    pattern: str = babel_locale(language).interval_formats[None]
    return pattern.format(
        _format_single(start, begins.first, language, style),
        _format_single(end, ends.first, language, style),
    )


def format_time(moment: time, language: str) -> str:
    """Print a time of day on the 24-hour clock, as the language writes it."""
    return format_skeleton("Hm", moment, locale=babel_locale(language), fuzzy=True)


def format_moment(moment: datetime, language: str, style: Style = "long") -> str:
    """Print a moment in UTC, and say so; one without a zone is UTC already."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    day = format_days(Days.on(moment.date()), language, style)
    return f"{day}, {format_time(moment.time(), language)} UTC"


@lru_cache(maxsize=64)
def babel_locale(language: str) -> Locale:
    # Plain "en" is American in CLDR (January 8, 2025); the house writes 8 January 2025.
    if language == "en":
        return Locale("en", "GB")
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def _format_single(text: str, first: date, language: str, style: Style) -> str:
    locale = babel_locale(language)
    if len(text) == len("2025-01-08"):
        return format_date(first, style, locale=locale)
    if len(text) == len("2025-01"):
        skeleton = "yMMMM" if style == "long" else "yMMM"
        return format_skeleton(skeleton, first, locale=locale, fuzzy=True)
    return format_skeleton("y", first, locale=locale, fuzzy=True)


def _format_interval(precision: int, days: Days, language: str, style: Style) -> str | None:
    """Print two dates with what they share said once, or None where CLDR has no form for it."""
    locale = babel_locale(language)
    skeleton = {4: "y", 7: "yMMM", 10: "yMMMd"}[precision]
    if days.first.year != days.last.year:
        differing = "y"
    else:
        differing = "M" if days.first.month != days.last.month else "d"
    parts = locale.interval_formats.get(skeleton, {}).get(differing, ())
    if len(parts) != 2:
        return None
    if style == "long":
        # CLDR has no interval with the month in full; the short form gives the order.
        parts = [_SHORT_MONTH.sub(r"\1\1\1\1", part) for part in parts]
    return "".join(
        parse_pattern(pattern).apply(moment, locale)
        for pattern, moment in zip(parts, (days.first, days.last), strict=True)
    )
