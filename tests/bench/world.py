"""An invented record of any size: who there is, and who said what when; the same for a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.vocabulary import Stance

Ints = NDArray[np.int64]

FIRST_YEAR, LAST_YEAR = 2013, 2024
FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal()
DAYS = date(LAST_YEAR, 12, 31).toordinal() - FIRST_DAY + 1
STATES, ORGANISATIONS, GROUPS = 50, 450, 10
CLAIMS_OF_TOPIC = 50
CODES = tuple(Stance)
# What a statement has become: it stands, its second edition does, it was withdrawn, it is a draft.
STANDS, CORRECTED, WITHDRAWN, DRAFT = range(4)
_SHARES = (0.945, 0.02, 0.005, 0.03)
_STANCES, _SPEAKERS = (0.85, 0.12, 0.03), (0.94, 0.05, 0.01)
_UNNUMBERED = (Stance.QUESTION, Stance.MENTION, Stance.DECLINE)
_AT_ONCE = 50_000


@dataclass(frozen=True)
class Utterance:
    """One statement: whose, on what, coded how; `codes` are of the edition that came first."""

    number: int
    state: int
    speakers: tuple[int, ...]
    capacity: int
    claims: tuple[int, ...]
    codes: tuple[Stance, ...]
    retracts: bool
    day: int
    precision: int
    occasion: int
    source: int
    chance: int


@dataclass(frozen=True)
class World:
    """So many published stances; holders, claims and all else in proportion, by Zipf's law."""

    size: int
    seed: int

    @property
    def claims(self) -> int:
        return min(max(self.size // 333, 200), 2_000) // CLAIMS_OF_TOPIC * CLAIMS_OF_TOPIC

    @property
    def topics(self) -> int:
        return self.claims // CLAIMS_OF_TOPIC

    @property
    def persons(self) -> int:
        return max(self.size // 50, 200)

    @property
    def first_person(self) -> int:
        return STATES + ORGANISATIONS + 1

    @property
    def speakers(self) -> int:
        return STATES + ORGANISATIONS + self.persons + GROUPS

    @property
    def sources(self) -> int:
        return max(self.size // 8, 50)

    @property
    def occasions(self) -> int:
        return max(self.size // 60, 50)

    @property
    def revisions(self) -> int:
        return 220

    def revision_of(self, number: int) -> int:
        """The revision in which a statement was published: it is one of 200 deliveries."""
        return 1 + number * 200 // (self.statements + 1)

    @cached_property
    def statements(self) -> int:
        return len(self._counts[0])

    @cached_property
    def _counts(self) -> tuple[Ints, Ints]:
        """What each statement has become, and how many stances it has: `size` of them stand."""
        drawn = np.random.default_rng((self.seed, 1))
        enough = int(self.size / 1.1) + 100
        states = drawn.choice(4, enough, p=_SHARES)
        stances = 1 + drawn.choice(3, enough, p=_STANCES)
        standing = np.cumsum(np.where(states <= CORRECTED, stances, 0))
        last = int(np.searchsorted(standing, self.size))
        stances[last] -= standing[last] - self.size
        return states[: last + 1], stances[: last + 1]

    def utterances(self) -> Iterator[Utterance]:
        """Everything that was said, roughly in the order of time."""
        for start in range(0, self.statements, _AT_ONCE):
            yield from self._block(start, min(start + _AT_ONCE, self.statements))

    def _block(self, start: int, stop: int) -> Iterator[Utterance]:
        drawn = np.random.default_rng((self.seed, 2, start))
        n = stop - start
        states, stances = (column[start:stop] for column in self._counts)
        claims = 1 + _zipf(drawn, self.claims, 1.0, (n, 3))
        # Three different ones: the others stand so far behind the first.
        apart = np.sort(claims[:, 1:] % 90, axis=1) + np.array([0, 100])
        claims[:, 1:] = (claims[:, :1] + apart) % self.claims + 1
        speakers = self._speakers(drawn, n)
        said_by = 1 + drawn.choice(3, n, p=_SPEAKERS)
        days, occasions = self._days(drawn, start, stop)
        sources = np.clip((days * self.sources) // DAYS + drawn.integers(-2, 3, n), 0, None)
        columns = (
            np.arange(start + 1, stop + 1),
            states,
            said_by,
            speakers,
            drawn.choice(3, n, p=(0.7, 0.1, 0.2)),
            stances,
            claims,
            self._codes(drawn, speakers[:, :1], claims),
            drawn.random(n) < 0.2,
            days,
            np.where(occasions > 0, 0, drawn.choice(3, n, p=(0.92, 0.07, 0.01))),
            occasions,
            1 + np.minimum(sources, self.sources - 1),
            drawn.integers(0, 1 << 62, n),
        )
        for row in zip(*(column.tolist() for column in columns), strict=True):
            yield _utterance(row)

    def _speakers(self, drawn: np.random.Generator, n: int) -> Ints:
        """Three different ones; only as many as speak are used."""
        kind = drawn.choice(4, (n, 3), p=(0.62, 0.25, 0.12, 0.01))
        of_kind = (
            self.first_person + _zipf(drawn, self.persons, 0.9, (n, 3)),
            STATES + 1 + _zipf(drawn, ORGANISATIONS, 0.8, (n, 3)),
            1 + _zipf(drawn, STATES, 0.7, (n, 3)),
            self.first_person + self.persons + drawn.integers(0, GROUPS, (n, 3)),
        )
        found = np.choose(kind, of_kind)
        for place in (1, 2):
            for other in range(place):
                same = found[:, place] == found[:, other]
                found[same, place] = found[same, place] % (self.speakers - 3) + 1 + place
        same = (found[:, 2] == found[:, 0]) | (found[:, 2] == found[:, 1])
        found[same, 2] = self.speakers
        return found

    def _days(self, drawn: np.random.Generator, start: int, stop: int) -> tuple[Ints, Ints]:
        """When it was said, about a year around when its turn is, and at which occasion."""
        n = stop - start
        turn = np.arange(start, stop) / self.statements * DAYS + drawn.normal(0, 250, n)
        days = np.clip(np.abs(turn), 0, 2 * DAYS - 2).astype(np.int64)
        days = np.where(days >= DAYS, 2 * DAYS - 2 - days, days)
        occasions = 1 + days * self.occasions // DAYS
        has_one = drawn.random(n) < 0.3
        return (
            np.where(has_one, self.day_of(occasions), days),
            np.where(has_one, occasions, 0),
        )

    def day_of(self, occasion: Any) -> Any:
        """The day of an occasion, counted from the first one."""
        return (occasion - 1) * DAYS // self.occasions

    def _codes(self, drawn: np.random.Generator, speaker: Ints, claims: Ints) -> Ints:
        """Mostly what the speaker leans to, now and then the opposite, mixed, or nothing."""
        sign = ((speaker * 7919 + claims * 104_729 + self.seed) // 3) % 5 < 3
        sign ^= drawn.random(claims.shape) < 0.1
        strength = drawn.random(claims.shape) < 0.3
        place = {code: number for number, code in enumerate(CODES)}
        codes = np.where(sign, place[Stance.SUPPORT], place[Stance.OPPOSE])
        leaning = np.where(sign, place[Stance.LEAN_SUPPORT], place[Stance.LEAN_OPPOSE])
        codes = np.where(strength, leaning, codes)
        chance = drawn.random(claims.shape)
        codes = np.where(chance < 0.17, place[Stance.MIXED], codes)
        for limit, code in zip((0.12, 0.06, 0.03), _UNNUMBERED, strict=True):
            codes = np.where(chance < limit, place[code], codes)
        return codes


def _zipf(drawn: np.random.Generator, n: int, power: float, shape: tuple[int, ...]) -> Ints:
    """Numbers from 0 to n − 1, the k-th of them as often as 1 / k to the power."""
    weights = np.cumsum(1 / np.arange(1, n + 1) ** power)
    found: Ints = np.searchsorted(weights, drawn.random(shape) * weights[-1])
    return found


def _utterance(row: tuple[Any, ...]) -> Utterance:
    number, state, said_by, speakers, capacity, stances, claims, codes, retracts, *rest = row
    return Utterance(
        number,
        state,
        tuple(speakers[:said_by]),
        capacity,
        tuple(claims[:stances]),
        tuple(CODES[code] for code in codes[:stances]),
        retracts,
        *rest,
    )
