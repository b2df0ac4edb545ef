"""Contradictions by brute force, word for word as domain.md §5 has them: slow and plain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Any

from tracker.vocabulary import Level, RelationKind, Stance

DAYS = 365

Found = tuple[str, str, int, tuple["Said", "Said"]]


@dataclass(frozen=True, order=True)
class Said:
    """One numbered stance of one speaker that stands on the record."""

    order: str
    statement: int
    claim: int
    code: Stance
    first: date
    last: date
    occasion: int | None
    holders: dict[Level, int | None]
    is_person: bool

    def __hash__(self) -> int:
        return hash((self.order, self.claim, self.holders[Level.SPEAKER]))


def contradictions(
    said: Sequence[Said],
    roles: Sequence[tuple[int, int, date, date]],
    relations: Sequence[Any],
) -> set[Found]:
    """All three kinds, each with whose it is and the two stances."""
    same = set(_same_day(said))
    excluded = {frozenset(pair) for _, _, _, pair in same}
    against = set(_against_body(said, roles, excluded))
    return same | against | set(_related_claims(said, relations))


def _opposite(one: Said, other: Said) -> bool:
    return (one.code.number or 0) * (other.code.number or 0) < 0


def _same_day(said: Sequence[Said]) -> Iterator[Found]:
    for level, (one, other) in product(Level, combinations(sorted(said), 2)):
        holder = one.holders[level]
        if holder is None or holder != other.holders[level] or one.claim != other.claim:
            continue
        is_day = one.first == one.last == other.first == other.last
        is_there = one.occasion is not None and one.occasion == other.occasion
        if _opposite(one, other) and (is_day or is_there):
            yield "same_day", level.value, holder, (one, other)


def _against_body(
    said: Sequence[Said],
    roles: Sequence[tuple[int, int, date, date]],
    excluded: set[frozenset[Said]],
) -> Iterator[Found]:
    for one in said:
        person = one.holders[Level.SPEAKER]
        if not one.is_person or person is None:
            continue
        bodies = {
            body
            for speaker, body, since, until in roles
            if speaker == person and since <= one.last and one.first <= until
        } | {one.holders[Level.BODY]}
        for body in bodies - {None}:
            others = [
                other
                for other in said
                if other.holders[Level.BODY] == body
                and other.holders[Level.SPEAKER] != person
                and other.claim == one.claim
                and other.last <= one.last
            ]
            latest = max(others, default=None)
            if latest and _opposite(one, latest) and frozenset({one, latest}) not in excluded:
                yield "against_body", "speaker", person, (latest, one)


def _related_claims(said: Sequence[Said], relations: Sequence[Any]) -> Iterator[Found]:
    for level, (claim, kind, other) in product(Level, relations):
        holders = {holder for one in said if (holder := one.holders[level]) is not None}
        for holder, day in product(holders, sorted({one.last for one in said})):
            mine = [one for one in said if one.holders[level] == holder and one.last <= day]
            first = max((one for one in mine if one.claim == claim), default=None)
            second = max((one for one in mine if one.claim == other), default=None)
            if first is None or second is None or day not in {first.last, second.last}:
                continue
            sign = 1 if kind is RelationKind.CONTRADICTS else -1
            cannot = (first.code.number or 0) > 0 and (second.code.number or 0) * sign > 0
            if cannot and abs((first.last - second.last).days) <= DAYS:
                yield "related_claims", level.value, holder, (first, second)
