"""The claim page as one answer: who stands where, since when, and what the numbers rest on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from tracker.analysis.shifts import Shift, find_shifts
from tracker.analysis.summaries import summary_score
from tracker.claims.queries_page import (
    ClaimHead,
    Holder,
    claim_head,
    history_of,
    holders_of,
)
from tracker.claims.queries_related import Related, related_claims
from tracker.claims.queries_words import MOST_TO_NAME, silent_at_the_occasions, words_of
from tracker.dates import Days, spanning
from tracker.record.positions import taken
from tracker.text import fingerprint
from tracker.visibility import Viewer
from tracker.vocabulary import Level, Side, Stance

MOST_ENTRIES = 12
MOST_SHIFTS = 12
FEWEST_STACKED = 21


@dataclass(frozen=True)
class Moved:
    """A holder on one side, and how they came there: None if they never stood elsewhere."""

    holder: Holder
    from_code: Stance | None = None
    year: int | None = None


@dataclass(frozen=True)
class SideOfClaim:
    """One side: all holders, newest position first, and the same sorted by when they moved."""

    side: Side
    holders: tuple[Holder, ...]
    moved: tuple[tuple[int, tuple[Moved, ...]], ...]
    throughout: tuple[Moved, ...]

    @property
    def is_told_in_full(self) -> bool:
        return len(self.holders) <= MOST_ENTRIES


@dataclass(frozen=True)
class HolderShift:
    """One change of one holder; `before` and `after` name statements by id."""

    holder: Holder
    shift: Shift


@dataclass(frozen=True)
class ClaimPage:
    """All that the page of a claim prints at one level.

    `said` is every stance on the claim, `history` those that somebody holds at this level.
    """

    head: ClaimHead
    level: Level
    sides: Mapping[Side, SideOfClaim]
    shifts: Sequence[HolderShift]
    said: Sequence[Any]
    history: Sequence[Any]
    words: Mapping[int, Sequence[Any]]
    silent: Sequence[Any]
    is_silent_cut: bool
    related: Sequence[Related]

    @cached_property
    def holders(self) -> dict[int, Holder]:
        return {holder.id: holder for side in self.sides.values() for holder in side.holders}

    @property
    def counts(self) -> Counter[Stance]:
        """How many holders stand where."""
        return Counter(holder.code for holder in self.holders.values() if holder.value is not None)

    @property
    def score(self) -> float | None:
        values = [holder.value for holder in self.holders.values()]
        return summary_score([value for value in values if value is not None])

    @cached_property
    def n_statements(self) -> int:
        """The claim's own number, the same at every level."""
        return len({row.statement_id for row in self.said})

    @property
    def n_occasions(self) -> int:
        return len({row.occasion_id for row in self.said} - {None})

    @cached_property
    def period(self) -> Days | None:
        return _period(self.said)

    @property
    def n_changed(self) -> int:
        return len({change.holder.id for change in self.shifts})

    @property
    def is_stacked(self) -> bool:
        """Whether there are too many statements to be drawn one by one."""
        return len({row.statement_id for row in self.history}) >= FEWEST_STACKED

    @cached_property
    def answers(self) -> dict[int, int]:
        """Which statement on this claim answers which other one."""
        here = {row.statement_id for row in self.history}
        return {
            row.statement_id: row.replies_to_id for row in self.history if row.replies_to_id in here
        }


def claim_page(
    session: Session, viewer: Viewer, key: str, *, level: Level, language: str
) -> ClaimPage:
    """Everything about one claim at one level, in six statements of SQL."""
    head = claim_head(session, viewer, key, language)
    holders = holders_of(session, head.id, level, language)
    said = history_of(session, head.id, level)
    history = [row for row in said if row.holder_id is not None]
    by_holder = {
        holder_id: list(rows) for holder_id, rows in groupby(history, lambda row: row.holder_id)
    }
    sides, shifts = _sides(holders, by_holder), _shifts(holders, by_holder)
    told = _told(sides, shifts, {row.statement_id for row in history})
    silent = silent_at_the_occasions(session, head.id, level, language) if history else []
    return ClaimPage(
        head=head,
        level=level,
        sides=sides,
        shifts=shifts,
        said=said,
        history=history,
        words=_by_statement(words_of(session, head.id, told, language)),
        silent=silent[:MOST_TO_NAME],
        is_silent_cut=len(silent) > MOST_TO_NAME,
        related=related_claims(session, viewer, head.id, level=level, language=language),
    )


def _by_statement(rows: Sequence[Any]) -> dict[int, list[Any]]:
    words: dict[int, list[Any]] = {}
    for row in rows:
        words.setdefault(row.statement_id, []).append(row)
    return words


def claim_rows(
    session: Session, viewer: Viewer, key: str, *, level: Level, language: str
) -> tuple[ClaimHead, dict[Side, list[Holder]]]:
    """The claim and its holders by side, as the JSON and the CSV give them."""
    head = claim_head(session, viewer, key, language)
    holders = holders_of(session, head.id, level, language)
    return head, {side: [h for h in holders if _side(h) is side] for side in Side}


def _side(holder: Holder) -> Side:
    return Side.OTHER if holder.value is None else holder.code.side


def _sides(
    holders: Sequence[Holder], by_holder: Mapping[int, Sequence[Any]]
) -> dict[Side, SideOfClaim]:
    sides = {}
    for side in Side:
        here = [holder for holder in holders if _side(holder) is side]
        moved = [_moved(holder, by_holder.get(holder.id, ())) for holder in here]
        moved.sort(key=lambda m: fingerprint(m.holder.name))
        years = sorted({m.year for m in moved if m.year is not None}, reverse=True)
        here.sort(key=lambda h: fingerprint(h.name))
        here.sort(key=lambda h: (h.last_on, h.first_on), reverse=True)
        sides[side] = SideOfClaim(
            side,
            tuple(here),
            tuple((year, tuple(m for m in moved if m.year == year)) for year in years),
            tuple(m for m in moved if m.year is None),
        )
    return sides


def _moved(holder: Holder, rows: Sequence[Any]) -> Moved:
    """When the holder last crossed to this side, and from where."""
    if not holder.changes or holder.value is None:
        return Moved(holder)
    crossings = [
        shift
        for shift in find_shifts(taken(row) for row in rows)
        if shift.before.stance.side is not shift.after.stance.side
    ]
    if not crossings:
        return Moved(holder)
    return Moved(holder, crossings[-1].before.stance, crossings[-1].after.first.year)


def _shifts(holders: Sequence[Holder], by_holder: Mapping[int, Sequence[Any]]) -> list[HolderShift]:
    """Every change on the claim, newest first."""
    changes = [
        HolderShift(holder, shift)
        for holder in sorted(holders, key=lambda h: fingerprint(h.name))
        if holder.changes
        for shift in find_shifts(taken(row) for row in by_holder.get(holder.id, ()))
    ]
    return sorted(changes, key=lambda change: change.shift.after.first, reverse=True)


def _told(
    sides: Mapping[Side, SideOfClaim], shifts: Sequence[HolderShift], statements: set[int]
) -> set[int]:
    """The statements whose words the page prints."""
    if len(statements) < FEWEST_STACKED:
        return statements
    told = {
        holder.statement_id
        for side in sides.values()
        if side.is_told_in_full
        for holder in side.holders
    }
    for change in shifts[:MOST_SHIFTS]:
        told |= {change.shift.before.statement, change.shift.after.statement}
    return told


def _period(history: Sequence[Any]) -> Days | None:
    if not history:
        return None
    first = min((row.first_on, row.last_on) for row in history)
    last = max((row.last_on, row.first_on) for row in history)
    begins, ends = spanning(*first), spanning(last[1], last[0])
    if begins == ends:
        return begins
    return Days(f"{begins.text}/{ends.text}", begins.first, ends.last)
