"""Stances that cannot be held together (domain, §5): values in, pairs out.

Three kinds: one holder for and against one claim on the same exact day or at the same occasion; a
person against what others last said for their body; one holder's positions on two claims that
exclude each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, product
from operator import attrgetter
from typing import NamedTuple

from tracker.vocabulary import ContradictionKind, Stance

# So far apart two positions on related claims may be, in days, and still be told.
GAP = 365


class Uttered(NamedTuple):
    """One stance of one speaker, and whom it is counted for at the level asked about.

    `holder` is empty where the stance counts for nobody at that level. `ends` says that it took
    a position back instead of taking one.
    """

    entry: int
    order: str
    statement: int
    claim: int
    stance: Stance
    first: date
    last: date
    occasion: int | None
    speaker: int
    body: int | None
    state: int | None
    holder: int | None
    ends: bool = False

    @property
    def sign(self) -> int:
        number = self.stance.number or 0
        return (number > 0) - (number < 0)

    @property
    def day(self) -> date | None:
        """The day, where it is known exactly."""
        return self.first if self.first == self.last else None


@dataclass(frozen=True)
class Contradiction:
    """Two stances of, or against, one holder; the earlier in the ledger's order stands first."""

    kind: ContradictionKind
    holder: int
    before: Uttered
    after: Uttered

    @property
    def gap(self) -> int:
        """Days between the ends of the two dates."""
        return abs((self.after.last - self.before.last).days)


@dataclass(frozen=True)
class Implication:
    """Who has this sign on one claim cannot have that sign on another."""

    claim: int
    sign: int
    other: int
    other_sign: int


@dataclass(frozen=True)
class Office:
    """A person speaks for a body in general, from a first day to a last one; None is open."""

    person: int
    body: int
    first: date | None
    last: date | None

    def covers(self, one: Uttered) -> bool:
        begun = self.first is None or self.first <= one.last
        return begun and (self.last is None or one.first <= self.last)


def told_once(found: Iterable[Contradiction]) -> Iterator[Contradiction]:
    """Yield each once: two who speak for one body in one statement say one thing."""
    seen: set[tuple[object, ...]] = set()
    for one in sorted(found, key=lambda one: (one.before.order, one.after.order)):
        ends = ((end.statement, end.claim, end.stance) for end in (one.before, one.after))
        what = (one.kind, one.holder, *ends)
        if what not in seen:
            seen.add(what)
            yield one


def same_day(uttered: Iterable[Uttered]) -> Iterator[Contradiction]:
    """Yield the pairs of one holder on one claim, on one exact day or at one occasion."""
    places: dict[tuple[int, int, object], list[Uttered]] = defaultdict(list)
    for one in _signed(uttered):
        if one.holder is None:
            continue
        if one.day is not None:
            places[one.claim, one.holder, one.day].append(one)
        if one.occasion is not None:
            places[one.claim, one.holder, ("at", one.occasion)].append(one)
    seen: set[tuple[int, str, str]] = set()
    for (_, holder, _), together in places.items():
        sides = [[one for one in together if one.sign == sign] for sign in (1, -1)]
        for before, after in map(_in_order, product(*sides)):
            pair = (holder, before.order, after.order)
            if pair not in seen:
                seen.add(pair)
                yield Contradiction(ContradictionKind.SAME_DAY, holder, before, after)


def against_body(
    uttered: Sequence[Uttered], offices: Iterable[Office], persons: Iterable[int]
) -> Iterator[Contradiction]:
    """Yield each person's stance against the latest one of others for a body of theirs.

    What stands under `same_day` for the person or the body is not told again.
    """
    held: dict[int, list[Office]] = defaultdict(list)
    for office in offices:
        held[office.person].append(office)
    known = set(persons)
    by_claim: dict[int, list[Uttered]] = defaultdict(list)
    for one in _numbered(uttered):
        by_claim[one.claim].append(one)
    for together in by_claim.values():
        yield from _against(sorted(together, key=_by_last), held, known)


def _against(
    together: Sequence[Uttered], held: Mapping[int, Sequence[Office]], persons: set[int]
) -> Iterator[Contradiction]:
    """Sweep one claim by last days; equal days know of each other."""
    latest: dict[int, list[Uttered]] = defaultdict(list)
    start = 0
    while start < len(together):
        day = together[start].last
        end = start
        while end < len(together) and together[end].last == day:
            _remember(latest, together[end])
            end += 1
        for one in together[start:end]:
            if one.speaker in persons and one.sign:
                yield from _against_bodies(one, _bodies(one, held), latest)
        start = end


def _against_bodies(
    one: Uttered, bodies: Iterable[int], latest: Mapping[int, Sequence[Uttered]]
) -> Iterator[Contradiction]:
    for body in sorted(bodies):
        others = [said for said in latest.get(body, ()) if said.speaker != one.speaker]
        said = max(others, key=_key, default=None)
        if said is not None and said.sign * one.sign < 0 and not _is_told(said, one):
            before, after = _in_order([said, one])
            yield Contradiction(ContradictionKind.AGAINST_BODY, one.speaker, before, after)


def _is_told(said: Uttered, one: Uttered) -> bool:
    """Whether both stand under `same_day` already, for their body or their state."""
    is_day = said.day is not None and said.day == one.day
    is_there = said.occasion is not None and said.occasion == one.occasion
    is_body = said.body is not None and said.body == one.body
    is_state = said.state is not None and said.state == one.state
    return (is_day or is_there) and (is_body or is_state)


def _remember(latest: dict[int, list[Uttered]], one: Uttered) -> None:
    """Keep the latest of two different speakers: whoever asks is one of them at most."""
    if one.body is None:
        return
    kept = [said for said in latest[one.body] if said.speaker != one.speaker]
    mine = [said for said in latest[one.body] if said.speaker == one.speaker]
    best = max([*mine, one], key=_key)
    latest[one.body] = sorted([*kept, best], key=_key)[-2:]


def _bodies(one: Uttered, held: Mapping[int, Sequence[Office]]) -> set[int]:
    bodies = {office.body for office in held.get(one.speaker, ()) if office.covers(one)}
    return bodies | ({one.body} if one.body is not None else set())


def related_claims(
    uttered: Sequence[Uttered], implications: Iterable[Implication], *, gap: int = GAP
) -> Iterator[Contradiction]:
    """Yield two positions of one holder that exclude each other, at the date of the later.

    Positions more than `gap` days apart are two times in a life, and no contradiction.
    """
    by_place: dict[tuple[int, int], list[Uttered]] = defaultdict(list)
    for one in uttered:
        if one.holder is not None and (one.stance.number is not None or one.ends):
            by_place[one.claim, one.holder].append(one)
    holders: dict[int, set[int]] = defaultdict(set)
    for claim, holder in by_place:
        holders[claim].add(holder)
    for rule in implications:
        for holder in sorted(holders[rule.claim] & holders[rule.other]):
            pair = by_place[rule.claim, holder], by_place[rule.other, holder]
            yield from _excluding(rule, holder, pair, gap)


def _excluding(
    rule: Implication, holder: int, pair: tuple[list[Uttered], list[Uttered]], gap: int
) -> Iterator[Contradiction]:
    """Sweep both by last days: where somebody stands changes on those alone."""
    latest: list[Uttered | None] = [None, None]
    said = [(one, side) for side in (0, 1) for one in pair[side]]
    said.sort(key=lambda each: _by_last(each[0]))
    seen: set[tuple[str, str]] = set()
    for _, together in groupby(said, key=lambda each: each[0].last):
        for one, side in together:
            known = latest[side]
            latest[side] = one if known is None or one.order > known.order else known
        first, second = latest
        if first is None or second is None or first.ends or second.ends:
            continue
        excludes = first.sign == rule.sign and second.sign == rule.other_sign
        apart = abs((first.last - second.last).days)
        if excludes and apart <= gap and (first.order, second.order) not in seen:
            seen.add((first.order, second.order))
            before, after = _in_order([first, second])
            yield Contradiction(ContradictionKind.RELATED_CLAIMS, holder, before, after)


def _numbered(uttered: Iterable[Uttered]) -> Iterator[Uttered]:
    return (one for one in uttered if one.stance.number is not None)


def _signed(uttered: Iterable[Uttered]) -> Iterator[Uttered]:
    return (one for one in uttered if one.sign)


_key = attrgetter("order")


def _by_last(one: Uttered) -> tuple[date, str]:
    return one.last, one.order


def _in_order(uttered: Iterable[Uttered]) -> list[Uttered]:
    return sorted(uttered, key=_key)
