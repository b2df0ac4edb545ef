"""One stance a holder took on a claim, as the analysis sees it."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from tracker.vocabulary import Act, Stance


class Taken(NamedTuple):
    """A stance of one holder on one claim.

    `order` is the ledger's sort key: first day, last day, start time, uid of the statement,
    places of the stance and the speaker. It never holds the entry's id, so that a correction
    does not reorder a day.
    """

    order: str
    first: date
    last: date
    stance: Stance
    act: str | None = None
    statement: int = 0
    role: int | None = None
    body: int | None = None

    @property
    def is_numbered(self) -> bool:
        return self.stance.number is not None

    @property
    def is_retraction(self) -> bool:
        return self.act == Act.RETRACTS and self.stance is Stance.DECLINE


def uid_in(order: str) -> str:
    """Find the uid of the statement in the ledger's sort key."""
    return order.rsplit("|", 3)[1]


def once(ordered: Sequence[Taken]) -> list[Taken]:
    """Drop what others say in the same breath: two who speak for one body take one stance.

    Their rows follow one another, as their keys differ in the place of the speaker alone.
    """
    return [next(rows) for _, rows in groupby(ordered, key=_stance_in)]


def _stance_in(taken: Taken) -> str:
    return taken.order.rsplit("|", 1)[0]


def in_order(history: Iterable[Taken]) -> list[Taken]:
    """Sort by the ledger's key alone: an act or a role may be None, which has no order."""
    return sorted(history, key=_ORDER)


_ORDER = attrgetter("order")
