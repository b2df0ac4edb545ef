"""Writing many rows fast, past the application: for measuring alone."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Protocol, TypeVar

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Table, make_url

from tracker.db import Database
from tracker.models import Base

Row = Sequence[Any]
T = TypeVar("T")
_AT_ONCE = 5_000
# Of these tables the indexes are made when all rows are in.
_LARGE = ("statement", "edition", "edition_speaker", "citation", "stance", "entry", "position")


class Writer(Protocol):
    """Takes the rows of one table after the other."""

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None: ...


class SqliteWriter:
    """Rows into a file that nobody else uses; a crash would lose it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


class PostgresqlWriter:
    """Rows into a server, in its own protocol for many of them."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        names = SQL(", ").join(map(Identifier, columns))
        told = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), names)
        with self._connection.cursor().copy(told) as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def writing(database: Database) -> Iterator[Writer]:
    """Write rows without looking at what they refer to, and make the indexes at the end."""
    tables = [Base.metadata.tables[name] for name in _LARGE]
    indexes = [
        index for table in tables for index in sorted(table.indexes, key=lambda i: str(i.name))
    ]
    with database.engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
    with _writer(database) as writer:
        yield writer
    with database.engine.begin() as connection:
        for index in indexes:
            index.create(connection)


@contextmanager
def _writer(database: Database) -> Iterator[Writer]:
    url = make_url(database.url)
    database.dispose()
    if url.get_backend_name() == "sqlite":
        quick = sqlite3.connect(str(url.database), isolation_level=None)
        quick.execute("PRAGMA synchronous = OFF")
        quick.execute("BEGIN")
        yield SqliteWriter(quick)
        quick.execute("COMMIT")
        quick.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        quick.close()
        return
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.execute("SET session_replication_role = replica")
        yield PostgresqlWriter(connection)


class Rows:
    """Collects rows of several tables, and writes them some thousands at a time."""

    def __init__(self, writer: Writer, columns: dict[str, tuple[str, ...]]) -> None:
        self._writer, self._columns = writer, columns
        self._rows: dict[str, list[Row]] = {name: [] for name in columns}

    def add(self, table: str, *row: Any) -> None:
        self._rows[table].append(row)

    def flush(self, *, at_least: int = 1) -> None:
        for table, rows in self._rows.items():
            if len(rows) >= at_least:
                self._writer.write(table, self._columns[table], rows)
                rows.clear()


def in_blocks(rows: Iterable[T]) -> Iterator[list[T]]:
    """Take so many rows at a time."""
    them = iter(rows)
    while block := list(islice(them, _AT_ONCE)):
        yield block


def columns_of(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c)
