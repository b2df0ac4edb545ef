"""Whether tables say what the chain tells of them: nothing was changed behind its back.

Each value of each column has a number of its own, made by a key of this run that nobody can
know. Over the chain the numbers of what was are taken away and those of what is are added;
the sums, kept for a few hundred rows together, are then those of the tables, or something is
wrong. Only then is the one row looked for. So the memory does not grow with the history.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    Row,
    Select,
    Table,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from tracker.audit import COLUMNS
from tracker.chain import REDACT, RESTATED, WITHHELD, plain
from tracker.models import Base, Revision
from tracker.record.verify.checks import ROWS_AT_ONCE, Check

BUCKET = 256

Bucket = tuple[str, int]
Values = dict[str, Any]

_CLASSES = {
    cls.__tablename__: cls
    for cls in (mapper.class_ for mapper in Base.registry.mappers)
    if cls.__history__
}
_REVISION: Table = Revision.metadata.tables["revision"]


class Replay:
    """Follows the rows of all tables through the chain."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._key = secrets.token_hex(8)
        self._sums: defaultdict[Bucket, int] = defaultdict(int)
        self._again = restated(session)
        self._withheld: set[tuple[str, str]] = set()

    def see(self, row: Row[Any], before: dict[str, Any], after: dict[str, Any]) -> None:
        for name, values in before.items():
            self._count(row.number, name, values, -1)
        for name, values in after.items():
            if "#" in name:
                self._count(row.number, name, values, 1)
        if row.action == REDACT:
            for name, values in after.get(RESTATED, {}).items():
                self._count(row.number, name, values, 1)
            for name, columns in after.get(WITHHELD, {}).items():
                self._withheld.update((name, column) for column in columns)

    def _count(self, number: int, name: str, values: Values, sign: int) -> None:
        if self._again and number < self._again.get(name, 0):
            return
        if self._withheld and any((name, column) in self._withheld for column in values):
            values = self._uncover(name, values, sign)
        self._sums[_bucket(name)] += sign * self._number(name, values)

    def _uncover(self, name: str, values: Values, sign: int) -> Values:
        """What was withheld has no number to take away; once it is told anew, it has one."""
        if sign < 0:
            return self._known(name, values)
        self._withheld.difference_update((name, column) for column in values)
        return values

    def _known(self, name: str, values: Values) -> Values:
        if not self._withheld:
            return values
        return {c: value for c, value in values.items() if (name, c) not in self._withheld}

    def _number(self, name: str, values: Values) -> int:
        key, total = self._key, 0
        # Written out: this runs for every value that the history ever told.
        for column, value in values.items():
            if value is not None and value is not False and value != "":
                total += hash((key, name, column, value))
        return total

    def end(self, check: Check) -> None:
        sums: defaultdict[Bucket, int] = defaultdict(int)
        for table in _CLASSES:
            for row_id, values in current(self._session, table):
                name = f"{table}#{row_id}"
                sums[_bucket(name)] += self._number(name, self._known(name, values))
        bad = [place for place in {*self._sums, *sums} if self._sums[place] != sums[place]]
        if bad:
            check.fail(first_difference(self._session, min(bad, key=_order), self._again))


def _is_empty(value: object) -> bool:
    """A column that a later version adds is empty, and no revision tells of it."""
    return value is None or value == "" or value is False


def _bucket(name: str) -> Bucket:
    table, _, row_id = name.partition("#")
    return table, int(row_id) // BUCKET


def _order(place: Bucket) -> tuple[int, int]:
    return list(_CLASSES).index(place[0]) if place[0] in _CLASSES else -1, place[1]


def restated(session: Session) -> dict[str, int]:
    """The rows that a redaction told anew, and the last revision that did."""
    found: dict[str, int] = {}
    asked = select(_REVISION.c.number, _REVISION.c.after).where(_REVISION.c.action == REDACT)
    for number, after in session.execute(asked.order_by(_REVISION.c.number)):
        found.update(dict.fromkeys(json.loads(after or "{}").get(RESTATED, {}), number))
    return found


def current(
    session: Session, table: str, bucket: int | None = None
) -> Iterator[tuple[int, Values]]:
    """Yield the rows of a table as the history would tell them."""
    cls = _CLASSES[table]
    marks = dict(COLUMNS[cls])
    id_ = cls.__table__.c.id
    asked = _columns(cls.__table__, marks).order_by(id_)
    if bucket is not None:
        asked = asked.where(id_ >= bucket * BUCKET, id_ < (bucket + 1) * BUCKET)
    outlined = {name: mark for name, mark in marks.items() if mark in {"secret", "stamp", "digest"}}
    for row in session.execute(asked.execution_options(yield_per=ROWS_AT_ONCE)):
        values = {name: _told(value) for name, value in row._mapping.items()}  # noqa: SLF001
        for name, mark in outlined.items():
            values[name] = _outlined(mark, values[name])
        yield values["id"], values


def _columns(table: FromClause, marks: dict[str, str]) -> Select[*tuple[Any, ...]]:
    """As the driver gives them where that is what the history says; it is much faster."""
    asked = []
    for name, mark in marks.items():
        # A text that the history knows by its digest has it beside it; a deep look hashes it.
        column = table.c["sha256"] if mark == "digest" else table.c[name]
        is_plain = not isinstance(_implementation(column), Boolean | DateTime)
        asked.append((type_coerce(column, NullType()) if is_plain else column).label(name))
    return select(*asked)


def _implementation(column: ColumnElement[Any]) -> object:
    return getattr(column.type, "impl", column.type)


def _told(value: Any) -> Any:  # noqa: ANN401 - of any column
    return value if value is None or isinstance(value, str | int) else plain(value)


def _outlined(mark: str, value: Any) -> Any:  # noqa: ANN401 - of any column
    if value is None:
        return None
    return {"secret": "(kept secret)", "stamp": True}.get(mark, f"sha256:{value}")


def first_difference(session: Session, place: Bucket, again: dict[str, int]) -> str:
    """Name the first row of these few that is not what the chain tells."""
    told = _told_of(session, place, again)
    table = place[0]
    there = {f"{table}#{i}": v for i, v in current(session, table, place[1])}
    for name in sorted({*told, *there}, key=lambda name: int(name.partition("#")[2])):
        known, row = told.get(name), there.get(name)
        words = name.replace("#", " ")
        if row is None and not all(_is_empty(value) for value in (known or {}).values()):
            return f"{words}: gone, and no revision tells of it"
        if row is not None and known is None:
            return f"{words}: there, and no revision tells of it"
        for column, value in (row or {}).items():
            said = (known or {}).get(column)
            both_empty = _is_empty(said) and _is_empty(value)
            if said not in {WITHHELD, value} and not both_empty:
                return f"{words}: its {column} is not what the history tells"
    return f"{table}: not what the history tells"


def _told_of(session: Session, place: Bucket, again: dict[str, int]) -> dict[str, Values]:
    """The newest state that the chain tells of a few rows."""
    told: dict[str, Values] = {}
    ordered = select(_REVISION.c.number, _REVISION.c.before, _REVISION.c.after)
    ordered = ordered.order_by(_REVISION.c.number).execution_options(yield_per=ROWS_AT_ONCE)
    for number, before_text, after_text in session.execute(ordered):
        before, after = json.loads(before_text or "{}"), json.loads(after_text or "{}")
        for name in before:
            if name not in after:
                told.pop(name, None)
        for name, values in (after | after.get(RESTATED, {})).items():
            if "#" in name and _bucket(name) == place and number >= again.get(name, 0):
                told.setdefault(name, {}).update(values)
        for name, columns in after.get(WITHHELD, {}).items():
            told.setdefault(name, {}).update(dict.fromkeys(columns, WITHHELD))
    return told
