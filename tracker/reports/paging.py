"""A long report in pages: the data has every row at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.errors import N_, Refused
from tracker.web.addresses import here_with
from tracker.web.listing import cursor

SIZE = 50


@dataclass(frozen=True)
class Shown:
    """The rows of one page, their places, and the addresses of the pages beside it."""

    rows: Sequence[Any]
    first: int
    total: int
    previous_url: str | None
    next_url: str | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def page_of_rows(rows: Sequence[Any], size: int = SIZE) -> Shown:
    """Cut out the page that the address asks for; its cursor is the place of the first row."""
    return page_of(len(rows), lambda first, most: rows[first - 1 : first - 1 + most], size)


def page_of(total: int, load: Callable[[int, int], Sequence[Any]], size: int = SIZE) -> Shown:
    """Load the page that the address asks for, given the place of its first row and how many."""
    first = _first(cursor(), total)
    rows = load(first, size)
    end = first - 1 + size
    return Shown(
        rows=rows,
        first=first,
        total=total,
        previous_url=here_with(cursor=_at(first - size)) if first > 1 else None,
        next_url=here_with(cursor=str(end + 1)) if end < total else None,
    )


def _first(given: str | None, total: int) -> int:
    if not given:
        return 1
    if not (given.isascii() and given.isdigit() and len(given) < 10) or int(given) < 1:
        raise Refused(N_("This report has no page “%(name)s”."), field="cursor", name=given)
    return min(int(given), max(total, 1))


def _at(place: int) -> str | None:
    """The address of the first page names no place."""
    return str(place) if place > 1 else None
