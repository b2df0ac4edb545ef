"""Pages of a list by keyset: one statement a page, stable while rows are added, both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from tracker.errors import N_, Refused
from tracker.text import sha256

_KEY = "paging_key_"


@dataclass(frozen=True)
class Key:
    """A column that orders a list; it is never NULL (coalesce it)."""

    column: Any
    descending: bool = False

    def turned(self) -> "Key":
        """The same column the other way round."""
        return Key(self.column, not self.descending)


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the cursors of its neighbours where there are any."""

    rows: Sequence[Any]
    previous: str | None = None
    next: str | None = None


def page_of(
    session: Session,
    select: Any,  # noqa: ANN401 - a select of any columns
    *,
    keys: Sequence[Key],
    cursor: str | None = None,
    size: int | None = None,
) -> Page:
    """Run the select for one page. The keys order it; together they name one row.

    Raises Refused when the cursor is not one of this list's own.
    """
    size = size or int(current_app.config["PAGE_SIZE"])
    backwards, place = _read(cursor, keys) if cursor else (False, None)
    order = [key.turned() for key in keys] if backwards else list(keys)
    statement = select.add_columns(*(k.column.label(f"{_KEY}{n}") for n, k in enumerate(keys)))
    if place is not None:
        statement = statement.where(_beyond(order, place))
    statement = statement.order_by(None).order_by(
        *(key.column.desc() if key.descending else key.column.asc() for key in order)
    )
    found = session.execute(statement.limit(size + 1)).all()
    rows, has_more = found[:size], len(found) > size
    if backwards:
        rows = rows[::-1]
    has_previous = has_more if backwards else place is not None
    has_next = True if backwards else has_more
    if not rows:
        return Page(())
    return Page(
        rows,
        _write("before", rows[0], keys) if has_previous else None,
        _write("after", rows[-1], keys) if has_next else None,
    )


def _beyond(order: Sequence[Key], place: Sequence[Any]) -> ColumnElement[bool]:
    """What comes after a place: the first key is beyond, or equal and the second beyond …"""
    ways: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for key, value in zip(order, place, strict=True):
        beyond = key.column < value if key.descending else key.column > value
        ways.append(and_(*equal, beyond))
        equal.append(key.column == value)
    return or_(*ways)


def _write(direction: str, row: Any, keys: Sequence[Key]) -> str:  # noqa: ANN401 - a row
    values = [_plain(getattr(row, f"{_KEY}{n}")) for n in range(len(keys))]
    return str(_signer(keys).dumps([direction, values]))


def _read(cursor: str, keys: Sequence[Key]) -> tuple[bool, list[Any]]:
    try:
        direction, values = _signer(keys).loads(cursor)
    except BadData as problem:
        raise Refused(
            N_("This link to a page of the list is broken. Begin at the first page."),
            field="cursor",
        ) from problem
    return direction == "before", [_value(value) for value in values]


def _signer(keys: Sequence[Key]) -> URLSafeSerializer:
    # A cursor fits only the order it was made for: another one would compare texts with numbers.
    order = sha256("|".join(f"{key.column} {key.descending}" for key in keys))
    return URLSafeSerializer(str(current_app.secret_key), salt=f"cursor {order}")


def _plain(value: object) -> object:
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Enum():
            return value.value
        case None:
            raise ValueError("A key that orders a list is never NULL.")
        case _:
            return value


def _value(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    if isinstance(value, dict):
        if "day" in value:
            return date.fromisoformat(value["day"])
        return datetime.fromisoformat(value["moment"])
    return value
