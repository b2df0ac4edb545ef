"""Whether a file, or a database that is not committed yet, holds a whole record."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tracker import schema
from tracker.db import Database
from tracker.errors import N_
from tracker.record import verify as record

# What could change rows by itself; an index that somebody added does no harm.
ACTING = ("table", "trigger", "view")


class Damaged(Exception):
    """What should be a whole record is none."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params)
        self.message = message
        self.params = params


class Pending(Database):
    """A database seen through one connection, before its transaction is committed."""

    def __init__(self, connection: Connection) -> None:
        self.url = str(connection.engine.url)
        self.engine = connection.engine
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(self._connection, expire_on_commit=False) as session:
            yield session


@contextmanager
def looking_into(file: Path) -> Iterator[Connection]:
    """Read a SQLite file that nobody writes to, without leaving anything beside it."""
    # With a log beside it, it is in use or was left by a crash: then the log belongs to it.
    frozen = "" if file.with_name(file.name + "-wal").exists() else "&immutable=1"
    address = f"{file.absolute().as_uri()}?mode=ro{frozen}"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
    )
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def schema_in(file: Path) -> str | None:
    """The schema of the record in a file; None: it holds none. Damaged where it is no database."""
    try:
        with looking_into(file) as connection:
            return schema.schema_of(connection)
    except DBAPIError as problem:
        raise unreadable(file, problem.orig) from problem


def prove_file(file: Path, what: object) -> record.Report:
    """Check every page, every table and trigger, and the whole record; else it is Damaged.

    `what` is the name of the record by which the person knows it.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as raw:
            answer = raw.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if answer != "ok":
            raise unreadable(what, answer)
        with looking_into(file) as connection:
            _prove_objects(connection, what)
            return prove(connection, what)
    except (sqlite3.DatabaseError, DBAPIError) as problem:
        raise unreadable(what, getattr(problem, "orig", problem)) from problem


def prove(connection: Connection, what: object) -> record.Report:
    """Verify the record that a connection sees, source texts too; else it is Damaged."""
    report = record.verify(Pending(connection), deep=True)
    for check in report.checks:
        if not check.ok:
            message = N_("The record in %(what)s is damaged (%(check)s): %(row)s.")
            raise Damaged(message, what=what, check=check.name, row=check.first_bad)
    return report


def unreadable(what: object, reason: object) -> Damaged:
    """What to say of a file that SQLite cannot read."""
    return Damaged(N_("%(what)s cannot be read: %(reason)s."), what=what, reason=reason)


def _prove_objects(connection: Connection, what: object) -> None:
    """The triggers that guard the history stand as the migrations made them, and no others."""
    found, wanted = _objects(connection), _wanted_objects()
    # Tables and triggers must be equal; what serves to find rows must be there at least.
    acting = {name: sql for name, sql in found.items() if name[0] in ACTING}
    for name in sorted(acting.keys() | wanted.keys()):
        if found.get(name) != wanted.get(name):
            message = N_("In %(what)s the %(kind)s %(name)s is not as this version makes it.")
            raise Damaged(message, what=what, kind=name[0], name=name[1])


@cache
def _wanted_objects() -> dict[tuple[str, str], str]:
    engine = create_engine("sqlite://")
    try:
        with schema.changing(engine) as connection:
            schema.bring_up(connection)
            return _objects(connection)
    finally:
        engine.dispose()


def _objects(connection: Connection) -> dict[tuple[str, str], str]:
    listed = text(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {(row.type, row.name): " ".join(row.sql.split()) for row in connection.execute(listed)}
