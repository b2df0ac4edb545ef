"""The claim page as its template prints it: sides, shifts and the timeline, with addresses."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from tracker.claims.entries import ClaimEntry, entries_of, speaker_url, statement_url
from tracker.claims.queries import MOST_SHIFTS, ClaimPage, Moved, SideOfClaim
from tracker.claims.queries_page import Holder
from tracker.dates import Days, spanning
from tracker.vocabulary import Level, Side, Stance
from tracker.web.addresses import address, with_query
from tracker.web.charts import Period, TimelineStacks, timeline_stacks
from tracker.web.locale import cldr
from tracker.web.timelines import Mark, TimelineBands, timeline_bands

# More days than these would be hairlines: years are told instead.
_MOST_DAYS = 30


@dataclass(frozen=True)
class Name:
    """A holder who is one of too many to be told in full."""

    name: str
    url: str
    key: str
    code: Stance
    statement: str
    from_code: Stance | None


@dataclass(frozen=True)
class Turn:
    """One change of a holder's mind, with both statements where their words are shown."""

    holder: str
    url: str
    extent: str
    new_role: bool
    before: "Step"
    after: "Step"


@dataclass(frozen=True)
class Step:
    """What a holder said at one end of a change."""

    code: Stance
    days: Days
    url: str
    entry: ClaimEntry | None


@dataclass(frozen=True)
class Board:
    """A claim page with the words and addresses of the reader's language."""

    page: ClaimPage

    @cached_property
    def entries(self) -> dict[int, ClaimEntry]:
        return entries_of(self.page.head.id, self.page.words, self.page.answers)

    def entry_of(self, holder: Holder) -> ClaimEntry:
        """The statement that a holder's position rests on."""
        return self.entries[holder.statement_id].seen_from(self.page.level, holder.id)

    def moved(self, side: SideOfClaim) -> list[tuple[int, list[Name]]]:
        """Who came to this side, by year, the latest first."""
        return [(year, [_name(moved) for moved in those]) for year, those in side.moved]

    def throughout(self, side: SideOfClaim) -> list[Name]:
        """Who never stood elsewhere, by name."""
        return [_name(moved) for moved in side.throughout]

    @property
    def reply_arrow(self) -> str:
        """Which way an answer between the two first entries points: left, right or nowhere."""
        sides = self.page.sides
        first, second = sides[Side.FOR], sides[Side.AGAINST]
        if not (first.is_told_in_full and second.is_told_in_full):
            return ""
        if not (first.holders and second.holders):
            return ""
        left, right = first.holders[0].statement_id, second.holders[0].statement_id
        if self.page.answers.get(right) == left:
            return "left"
        return "right" if self.page.answers.get(left) == right else ""

    @property
    def statements_url(self) -> str:
        return self.statements_between()

    def statements_between(self, first: date | None = None, last: date | None = None) -> str:
        """The list of statements on this claim, on these days if any are given."""
        days = {"said_from": first, "said_to": last}
        given = {name: [day.isoformat()] for name, day in days.items() if day}
        return with_query("/statements/", {"claim": [str(self.page.head.id)], **given})

    @cached_property
    def shifts(self) -> list[Turn]:
        """Every change, newest first; the words of the first few are loaded."""
        return [
            Turn(
                change.holder.name,
                speaker_url(change.holder.id, change.holder.name),
                change.shift.extent,
                change.shift.new_role and self.page.level is Level.SPEAKER,
                self._step(change.shift.before),
                self._step(change.shift.after),
            )
            for change in self.page.shifts
        ]

    @property
    def told_shifts(self) -> list[Turn]:
        return self.shifts[:MOST_SHIFTS]

    @property
    def further_shifts(self) -> list[Turn]:
        return self.shifts[MOST_SHIFTS:]

    def _step(self, taken: Any) -> Step:  # noqa: ANN401 - a stance that was taken
        return Step(
            taken.stance,
            spanning(taken.first, taken.last),
            statement_url(taken.statement),
            self.entries.get(taken.statement),
        )

    @cached_property
    def bands(self) -> TimelineBands | None:
        """Few statements, one by one."""
        return timeline_bands([self._mark(row) for row in self._once_each()], lang=cldr())

    @property
    def band_rows(self) -> list[tuple[Days, Stance, str, str]]:
        """The same as rows of a table."""
        return [
            (
                spanning(row.first_on, row.last_on),
                row.code,
                self._who(row),
                statement_url(row.statement_id),
            )
            for row in self._once_each()
        ]

    def _once_each(self) -> Sequence[Any]:
        """One row for each statement and holder, in the order of time."""
        rows = {(row.statement_id, row.holder_id): row for row in self.page.history}
        return sorted(rows.values(), key=lambda row: row.order_key)

    def _mark(self, row: Any) -> Mark:  # noqa: ANN401 - a row of the history
        answers = self.page.answers.get(row.statement_id)
        return Mark(
            spanning(row.first_on, row.last_on),
            row.code,
            label=self._who(row),
            key=str(row.statement_id),
            answers=str(answers or ""),
        )

    def _who(self, row: Any) -> str:  # noqa: ANN401
        """The holder; where that is a person, with whom they spoke for."""
        name = self.page.holders[row.holder_id].name
        told = self.entries.get(row.statement_id)
        if self.page.level is not Level.SPEAKER or told is None:
            return name
        line = next(line for line in told.speakers if line.id == row.holder_id)
        body = line.state_name or line.body_name
        return f"{name}, {body}" if body and body != name else name

    @cached_property
    def stacks(self) -> TimelineStacks | None:
        """Many statements: how the holders of each day, or else of each year, stood."""
        return timeline_stacks(
            Period(
                on=days.first + (days.last - days.first) / 2,
                counts=Counter(codes.values()),
                url=self.statements_between(days.first, days.last),
            )
            for days, codes in self._periods().items()
        )

    @property
    def first_and_last(self) -> tuple[Period, Period]:
        """The two ends of the timeline, for its title."""
        stacks = self.stacks.stacks if self.stacks else ()
        return stacks[0].period, stacks[-1].period

    def _periods(self) -> Mapping[Days, dict[int, Stance]]:
        """The last numbered stance of each holder, by the days it was taken in."""
        numbered = [row for row in self.page.history if row.code.number is not None]
        dates = {(row.first_on, row.last_on) for row in numbered}
        told = {days: spanning(*days) for days in dates}
        if len(told) > _MOST_DAYS:
            told = _years(dates)
        periods: dict[Days, dict[int, Stance]] = {}
        for row in sorted(numbered, key=lambda row: row.order_key):
            days = told[row.first_on, row.last_on]
            periods.setdefault(days, {})[row.holder_id] = row.code
        return periods

    def related_url(self, number: int, text: str) -> str:
        """The page of another claim, at the same level."""
        level = "" if self.page.level is Level.SPEAKER else f"?holder={self.page.level.value}"
        return address("claims", number, text) + level


def _years(dates: Iterable[tuple[date, date]]) -> dict[tuple[date, date], Days]:
    """The year in which the middle of each date lies."""
    years = {}
    for first, last in dates:
        middle = first + timedelta(days=(last - first).days // 2)
        start, end = date(middle.year, 1, 1), date(middle.year, 12, 31)
        years[first, last] = Days(str(middle.year), start, end)
    return years


def _name(moved: Moved) -> Name:
    holder = moved.holder
    return Name(
        holder.name,
        speaker_url(holder.id, holder.name),
        holder.uid,
        holder.code,
        holder.statement,
        moved.from_code,
    )
