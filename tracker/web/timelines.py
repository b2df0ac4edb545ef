"""Where single statements stand on a true time axis: the position strip and the timeline.

Plain geometry like `charts`, drawn by the same macros.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from babel.dates import format_skeleton

from tracker.dates import Days
from tracker.vocabulary import Side, Stance
from tracker.web.charts import percent

_LANE = 36
_STRIP_MARGIN = 1.6
_NARROWEST_WITH_WORD = 17
_NARROWEST_WITH_WORD_ON_NARROW = 40
# The label of a change begins with it, is centred, or ends with it, and stays on the page.
_EARLY, _LATE = 40, 60
_MONTHS_UP_TO_DAYS = 550
# A label of n letters is taken to need this much of the width, on a middling and a narrow screen.
_PERCENT_PER_LETTER = 1.35
_PERCENT_PER_LETTER_ON_NARROW = 2


@dataclass(frozen=True)
class Mark:
    """One statement on a time axis; `answers` is the key of another mark."""

    said_on: Days
    code: Stance
    label: str = ""
    key: str = ""
    answers: str = ""
    ends: bool = False
    """True for a retraction: the position is carried no further."""

    @property
    def days(self) -> tuple[date, date]:
        """Give the first and the last day it may have been said."""
        return self.said_on.first, self.said_on.last


@dataclass(frozen=True)
class Tick:
    """A line on the time axis and its words."""

    on: date
    x: str
    label: str
    on_narrow: bool


@dataclass(frozen=True)
class Axis:
    """Days from the first to the last, both shown whole."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Say how far along the axis a day begins, in percent."""
        return 100 * (day - self.first).days / max(1, self.days)

    @property
    def days(self) -> int:
        """Count the days shown."""
        return (self.last - self.first).days + 1


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _axis(marks: Sequence[Mark], room: int) -> Axis:
    """Round outwards to whole months or years, with some room on both sides."""
    first, last = min(m.said_on.first for m in marks), max(m.said_on.last for m in marks)
    if (last - first).days > _MONTHS_UP_TO_DAYS:
        return Axis(date(first.year, 1, 1), date(last.year, 12, 31))
    for _ in range(room):
        first = (first.replace(day=1) - timedelta(days=1)).replace(day=1)
        last = _next_month(last)
    return Axis(first.replace(day=1), _next_month(last) - timedelta(days=1))


def _ticks(axis: Axis, lang: str) -> tuple[Tick, ...]:
    """Mark the months of a short axis, the years of a long one, at most about a dozen."""
    if axis.days > _MONTHS_UP_TO_DAYS:
        years = range(axis.first.year, axis.last.year + 1)
        step = -(-len(years) // 12)
        shown = [date(year, 1, 1) for year in years if (year - years[0]) % step == 0]
        words = [str(day.year) for day in shown]
    else:
        shown = [axis.first]
        while (following := _next_month(shown[-1])) <= axis.last:
            shown.append(following)
        shown = shown[:: -(-len(shown) // 12)]
        words = [
            format_skeleton("yMMM" if i == 0 or day.month == 1 else "MMM", day, locale=lang)
            for i, day in enumerate(shown)
        ]
    every = -(-len(shown) // 4)
    return tuple(
        Tick(day, percent(axis.at(day)), word, on_narrow=i % every == 0)
        for i, (day, word) in enumerate(zip(shown, words, strict=True))
    )


@dataclass(frozen=True)
class Square:
    """One statement on a position strip."""

    code: Stance
    x: str


@dataclass(frozen=True)
class Carried:
    """How long a position was carried on."""

    code: Stance
    x: str
    width: str
    since: Days
    has_changed: bool
    shows_word: bool
    on_narrow: bool
    anchor: str


@dataclass(frozen=True)
class PositionStrip:
    """The position of one holder on one claim over time."""

    squares: tuple[Square, ...]
    bands: tuple[Carried, ...]
    ticks: tuple[Tick, ...]


def position_strip(marks: Iterable[Mark], *, lang: str = "en") -> PositionStrip | None:
    """Place squares at their dates and carry every numbered position on until the next.

    The marks come in the order of the record. Unnumbered codes are squares without a band;
    a retraction ends the band. None if there is nothing to show.
    """
    history = list(marks)
    if not history:
        return None
    axis = _axis(history, room=1)
    # The last square and what it carries on need room at the end of a year too.
    axis = replace(
        axis, last=max(axis.last, history[-1].said_on.last + timedelta(days=axis.days // 20))
    )

    def place(day: date) -> float:
        return _STRIP_MARGIN + axis.at(day) * (100 - 2 * _STRIP_MARGIN) / 100

    squares = tuple(Square(m.code, percent(place(m.said_on.first))) for m in history)
    ticks = tuple(replace(t, x=percent(place(t.on))) for t in _ticks(axis, lang))
    return PositionStrip(squares, _carried(history, place), ticks)


def _carried(history: Sequence[Mark], place: Callable[[date], float]) -> tuple[Carried, ...]:
    starts: list[tuple[Stance | None, Days]] = []
    for mark in history:
        if mark.code.number is None and not mark.ends:
            continue
        code = None if mark.ends else mark.code
        if not starts or starts[-1][0] is not code:
            starts.append((code, mark.said_on))
    edges = [place(since.first) for _, since in starts] + [100.0]
    bands = []
    known: Stance | None = None
    for (code, since), (x, end) in zip(starts, pairwise(edges), strict=True):
        if code is not None:
            bands.append(
                Carried(
                    code=code,
                    x=percent(x),
                    width=percent(end - x),
                    since=since,
                    has_changed=known is not None and known is not code,
                    shows_word=end - x > _NARROWEST_WITH_WORD,
                    on_narrow=end - x > _NARROWEST_WITH_WORD_ON_NARROW,
                    anchor="end" if x > _LATE else "start" if x < _EARLY else "middle",
                )
            )
        known = code
    return tuple(bands)


@dataclass(frozen=True)
class Band:
    """One statement on a timeline, as wide as its date is precise."""

    mark: Mark
    x: str
    width: str
    y: int
    text_x: str
    text_y: int
    anchor: str


@dataclass(frozen=True)
class Reply:
    """An arrow from the answer to what it answers."""

    x: str
    from_y: int
    to_y: int
    points_up: bool


@dataclass(frozen=True)
class TimelineBands:
    """Up to 20 statements above (for) and below (against) one line."""

    bands: tuple[Band, ...]
    replies: tuple[Reply, ...]
    ticks: tuple[Tick, ...]
    line_y: int
    height: int


def _label_at(mark: Mark, start: float, end: float) -> tuple[str, float]:
    """How a label is tied to its band, and where, so that it fits a narrow page."""
    need = (len(mark.label) + 4) * _PERCENT_PER_LETTER_ON_NARROW
    tied = ("end", end) if end >= need else ("middle", (start + end) / 2)
    return ("start", start) if start + need <= 100 else tied


def _lanes(marks: Sequence[Mark], axis: Axis) -> list[int]:
    """Put each band in the lane nearest to the line where neither it nor its label collides."""
    free_from: list[float] = []
    lanes = []
    for mark in sorted(marks, key=lambda m: m.days):
        start, end = axis.at(mark.said_on.first), axis.at(mark.said_on.last + timedelta(days=1))
        letters = (len(mark.label) + 4) * _PERCENT_PER_LETTER
        anchor, text_x = _label_at(mark, start, end)
        left = text_x - letters * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        left, right = min(left, start), max(left + letters, end)
        lane = next((i for i, taken in enumerate(free_from) if taken <= left), len(free_from))
        if lane == len(free_from):
            free_from.append(0.0)
        free_from[lane] = right + 1
        lanes.append(lane)
    return lanes


def timeline_bands(marks: Iterable[Mark], *, lang: str = "en") -> TimelineBands | None:
    """Draw few statements one by one; "both" is above the line too, told by its glyph.

    Codes without a number take no side and are left to the table.
    """
    numbered = sorted((m for m in marks if m.code.number is not None), key=lambda m: m.days)
    if not numbered:
        return None
    axis = _axis(numbered, room=2)
    above = [m for m in numbered if m.code.side is not Side.AGAINST]
    below = [m for m in numbered if m.code.side is Side.AGAINST]
    up, down = _lanes(above, axis), _lanes(below, axis)
    line_y = 26 + _LANE * (max(up, default=0) + 1)
    height = line_y + 46 + _LANE * (max(down, default=0) + 1)
    bands = [
        *(_band(m, axis, line_y - 36 - n * _LANE, -6) for m, n in zip(above, up, strict=True)),
        *(_band(m, axis, line_y + 22 + n * _LANE, 27) for m, n in zip(below, down, strict=True)),
    ]
    return TimelineBands(tuple(bands), _replies(bands), _ticks(axis, lang), line_y, height)


def _band(mark: Mark, axis: Axis, y: int, to_text: int) -> Band:
    start, end = axis.at(mark.said_on.first), axis.at(mark.said_on.last + timedelta(days=1))
    anchor, text_x = _label_at(mark, start, end)
    return Band(
        mark=mark,
        x=percent(start),
        width=percent(end - start),
        y=y,
        text_x=percent(text_x),
        text_y=y + to_text,
        anchor=anchor,
    )


def _replies(bands: Sequence[Band]) -> tuple[Reply, ...]:
    by_key = {b.mark.key: b for b in bands if b.mark.key}
    replies = []
    for band in bands:
        if (target := by_key.get(band.mark.answers)) is None or target.y == band.y:
            continue
        points_up = target.y < band.y
        middle = float(band.x[:-1]) + float(band.width[:-1]) / 2
        start = band.y if points_up else band.y + 14
        end = target.y + 14 if points_up else target.y
        replies.append(Reply(percent(middle), start, end, points_up))
    return tuple(replies)
