"""Which side holders take: what moves a position, where it stood last, and how many stand where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement

from tracker.analysis.calendar import Period, period_of
from tracker.analysis.summaries import dispute
from tracker.reports.ledger import ENTRY
from tracker.vocabulary import Act, Side, Stance

R = TypeVar("R")
# The name of what is no single period: the whole time that is asked for.
WHOLE = ""


def with_for(row: type[R]) -> type[R]:
    """Let `for_` of a row also be read as `for`, the column's name: a word that Python keeps."""
    setattr(row, "for", property(attrgetter("for_")))
    return row


@dataclass(frozen=True)
class Balance:
    """How many holders stand on each side of a claim."""

    n_for: int
    n_mixed: int
    n_against: int

    @classmethod
    def of(cls, sides: Mapping[Side, int]) -> "Balance":
        return cls(sides.get(Side.FOR, 0), sides.get(Side.MIXED, 0), sides.get(Side.AGAINST, 0))

    @property
    def n(self) -> int:
        """All who have a position."""
        return self.n_for + self.n_mixed + self.n_against

    @property
    def dispute(self) -> float | None:
        """1 is an even split; nothing below five who take a side."""
        return dispute(self.n_for, self.n_against)


def moving() -> ColumnElement[bool]:
    """Whether an entry moves a position: a stance with a number, or a retraction."""
    # By the codes, which an index has: the entries need not be looked at.
    entry = ENTRY.c
    retracted = (entry.act == Act.RETRACTS) & (entry.code == Stance.DECLINE)
    return entry.code.in_(_NUMBERED) | retracted


_NUMBERED = [code for code in Stance if code.number is not None]


def last_sides(history: Iterable[Any], period: Period | None = None) -> dict[str, Side]:
    """Where one holder stood on one claim at the end of each period, and of the WHOLE."""
    return {name: row.code.side for name, row in last_moves(history, period).items()}


def last_moves(history: Iterable[Any], period: Period | None = None) -> dict[str, Any]:
    """What made one holder stand so on one claim at the end of each period, and of the WHOLE.

    The history is of entries that move a position, in the order of time. What was retracted
    since is no position, and what lies in no single period counts in the whole alone.
    """
    last: dict[str, Any] = {}
    for row in history:
        name = period and period_of(period, row.first_on, row.last_on)
        for place in (WHOLE, name) if name else (WHOLE,):
            if row.code is Stance.DECLINE:
                last.pop(place, None)
            else:
                last[place] = row
    return last
