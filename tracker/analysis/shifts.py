"""Who changed position on a claim, and when (domain, §5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from tracker.analysis.taken import Taken, in_order

Extent = Literal["full", "partial"]


@dataclass(frozen=True)
class Shift:
    """A change from one numbered stance to another; `full` if it crosses from side to side."""

    before: Taken
    after: Taken
    extent: Extent
    new_role: bool


def find_shifts(history: Iterable[Taken]) -> Iterator[Shift]:
    """Yield every change of position of one holder on one claim, oldest first.

    Only the last numbered stance of each date counts, and a date is what was written: 2025 is
    another date than 2025-01. Successive stances whose dates overlap make no shift, as nobody
    knows which came first.
    """
    return shifts_of([taken for taken in in_order(history) if taken.is_numbered])


def shifts_of(numbered: Iterable[Taken]) -> Iterator[Shift]:
    """Yield the same of numbered stances that stand in order already."""
    last_of_dates = {(taken.first, taken.last): taken for taken in numbered}
    for before, after in pairwise(last_of_dates.values()):
        if before.stance is not after.stance and before.last < after.first:
            yield Shift(before, after, _extent(before, after), _has_new_role(before, after))


def _extent(before: Taken, after: Taken) -> Extent:
    return "full" if (before.stance.number or 0) * (after.stance.number or 0) < 0 else "partial"


def _has_new_role(before: Taken, after: Taken) -> bool:
    return (before.role, before.body) != (after.role, after.body)
