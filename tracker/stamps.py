"""Rows that say since which revision they hold: stamped at commit, and told to the chain."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Integer,
    Row,
    Select,
    Table,
    cast,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from tracker.models import (
    Base,
    ClaimMerge,
    ClaimRelation,
    ClaimTopic,
    Entry,
    NotContradiction,
    Office,
    SpeakerMerge,
    VerdictStanding,
)

_TABLES: tuple[Table, ...] = tuple(
    Base.metadata.tables[cls.__tablename__]
    for cls in (
        *(Entry, ClaimTopic, ClaimRelation, SpeakerMerge, ClaimMerge),
        *(VerdictStanding, Office, NotContradiction),
    )
)
# Every column that holds the number of a revision, by the name under which it is told.
STAMPS: dict[str, Column[Any]] = {
    f"{table.name}.{column}": table.c[column] for table in _TABLES for column in ("entered", "left")
}
# The migration that made it filled it with what earlier versions had decided, and told nobody:
# it is told from the first revision on that says anything of it.
TOLD_LATER = frozenset({"office.entered"})
_WHEN = frozenset({"entered", "entered_at", "left", "left_at"})
# Told by the revision of the row itself; and a reason may be redacted.
_ASIDE = frozenset({"at", "by_id", "reason"})
_BETWEEN = "\x1f"

# By the name of the column: how many rows, and their digest.
Told = dict[str, list[int | str]]


def pending(session: Session) -> Told:
    """What the open transaction is about to stamp, as the chain keeps it."""
    told: Told = {}
    for name, column in STAMPS.items():
        rows = session.execute(_rows(column).where(column == 0)).all()
        if rows:
            told[name], _ = _outline(rows)
    return told


def stamp(session: Session, number: int, moment: datetime) -> None:
    """Give the number of the revision to everything that waits for it."""
    for column in STAMPS.values():
        table = column.table
        values: dict[str, object] = {column.name: number}
        if f"{column.name}_at" in table.c:
            values[f"{column.name}_at"] = moment
        statement = update(table).where(column == 0).values(values)
        session.execute(statement, execution_options={"audited": True})


@dataclass(frozen=True)
class Stamped:
    """What one revision stamped in one column: its number, the outline, and the first row."""

    number: int
    outline: list[int | str]
    first: int


def stamped(session: Session, name: str, *, at_once: int) -> Iterator[Stamped]:
    """Yield what each revision stamped in one column, in order of number."""
    column = STAMPS[name]
    rows = session.execute(
        _rows(column).where(column.is_not(None)).execution_options(yield_per=at_once)
    )
    for number, some in groupby(rows, key=lambda row: row[0]):
        told, first = _outline(some)
        yield Stamped(number, told, first)


def _rows(column: Column[Any]) -> Select[*tuple[Any, ...]]:
    """The stamp and then all that its row holds but stamps, as the driver gives it: it is fast."""
    table = column.table
    held = [_raw(c).label(c.name) for c in table.c if c.name not in _WHEN | _ASIDE]
    return select(column, *held).order_by(column, table.c.id)


def _raw(column: Column[Any]) -> ColumnElement[Any]:
    # Drivers give what is true or false differently.
    if isinstance(column.type, Boolean):
        return cast(column, Integer)
    return type_coerce(column, NullType())


def _outline(rows: Iterable[Row[Any]]) -> tuple[list[int | str], int]:
    """How many rows, and one digest of all that they hold after the stamp; and the first's id."""
    digest, count, first = hashlib.sha256(), 0, 0
    for row in rows:
        held: tuple[object, ...] = tuple(row)[1:]
        line = _BETWEEN.join("~" if value is None else str(value) for value in held)
        digest.update(line.encode() + b"\n")
        count, first = count + 1, first or row.id
    return [count, digest.hexdigest()], first
