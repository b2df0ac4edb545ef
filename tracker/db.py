"""Engines, transactions and read-only snapshots: the only file that commits."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tracker.connections import postgresql_engine, sqlite_engine
from tracker.turns import Waiting

# A writer waits this long for the others, then says that the database is busy.
PATIENCE_SECONDS = 10.0

# The audit says here that it listens; without it nothing may be committed.
KEEPERS: set[str] = set()


class Busy(Exception):
    """Other writers held the database for longer than a person should wait."""


@dataclass
class Writing:
    """Who writes, why, and in which request: carried by the session into the history."""

    by: int | None = None
    why: str = ""
    request: str = ""
    action: str = ""
    pending: dict[str, Any] = field(default_factory=dict)
    # Called once behind the lock that orders all writers; what it raises undoes everything.
    check: Callable[[Session], None] | None = None


def make_engine(url: str) -> Engine:
    """An engine with our settings for SQLite or PostgreSQL."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = sqlite_engine(address)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = postgresql_engine(address)
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401 - any driver's
    # A writer that hangs must not make all others wait for ever.
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{PATIENCE_SECONDS:.0f}s'")
    connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's driver delays BEGIN until the first write, which breaks savepoints
    # and lets a read see two different states. We send BEGIN ourselves instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "foreign_keys = ON",
        "journal_mode = WAL",
        "journal_size_limit = 67108864",
        "synchronous = FULL",
        "cache_size = -16000",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("tracker_reading"):
        connection.exec_driver_sql("BEGIN")
        return
    # A deferred writer fails when it meets another one; SQLite's own waiting starves
    # the unlucky. Short waits of random length share the database fairly.
    patience = connection.get_execution_options().get("tracker_patience", PATIENCE_SECONDS)
    deadline = time.monotonic() + patience
    with Waiting() as waiting:
        while not _has_begun(connection, deadline):
            waiting.goes_on()
            time.sleep(random.uniform(0.001, 0.02))  # noqa: S311 - chance, not secrecy


def _has_begun(connection: Connection, deadline: float) -> bool:
    """Whether this is the writer now; Busy after the deadline."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as problem:
        if "locked" not in str(problem) and "busy" not in str(problem):
            raise
        if time.monotonic() > deadline:
            raise Busy("The database is busy.") from problem
        return False
    return True


class Database:
    """One database and the two ways to use it: `transaction` and `reading`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        # The same connections; what begins here does not ask SQLite for its one lock.
        self._looking = self.engine.execution_options(tracker_reading=True)
        self._hurried = self.engine.execution_options(tracker_patience=0.0)

    @contextmanager
    def transaction(
        self, by: int | None = None, why: str = "", request: str = "", action: str = ""
    ) -> Iterator[Session]:
        """A single writer; everything is committed at the end of the block, or nothing is."""
        with self.writer() as session, committing(session, Writing(by, why, request, action)):
            yield session

    @contextmanager
    def in_passing(self) -> Iterator[Session]:
        """A transaction that can as well be left out: Busy at once where others write."""
        with self.writer() as session:
            session.info["writes through"] = self._hurried
            with committing(session, Writing()):
                yield session

    @contextmanager
    def writer(self) -> Iterator[Session]:
        """A session that may write, through `committing`; what is left over is undone.

        Before and after that it reads, and holds nobody up.
        """
        with _closing(Session(self._looking, expire_on_commit=False)) as session:
            session.info["writes through"] = self.engine
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only session that sees one state of the database throughout."""
        connection = self.engine.connect()
        options: dict[str, Any] = {"tracker_reading": True}
        if self.engine.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with connection.execution_options(**options) as reader:
            if self.engine.dialect.name == "sqlite":
                reader.exec_driver_sql("PRAGMA query_only = ON")
            try:
                with _closing(Session(reader, expire_on_commit=False)) as session:
                    yield session
            finally:
                if self.engine.dialect.name == "sqlite" and not reader.invalidated:
                    reader.exec_driver_sql("PRAGMA query_only = OFF")

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


@contextmanager
def _closing(session: Session) -> Iterator[Session]:
    """Close the session at the end of the block: what it has read stands, whatever closing says.

    What was not committed is undone, by the database itself where the connection is gone.
    """
    try:
        yield session
    finally:
        with suppress(DBAPIError):
            session.close()


@contextmanager
def committing(session: Session, writing: Writing) -> Iterator[Writing]:
    """Commit the session at the end of the block; on any exception undo it all."""
    if not KEEPERS:
        raise RuntimeError("Nobody keeps the history: import tracker.audit first.")
    looking = session.bind
    try:
        _stop_looking(session)
        session.info["writing"] = writing
        yield writing
        session.commit()
    except StaleDataError as problem:
        session.rollback()
        raise Busy("Another writer changed the same row first.") from problem
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)
        session.bind = looking


def _stop_looking(session: Session) -> None:
    """End what was read so far: on SQLite, a reader whom a writer overtook cannot write.

    On PostgreSQL it would be a second connection, whose commit may fail when all is saved.
    """
    engine: Engine | None = session.info.get("writes through")
    if engine is None:
        return
    session.commit()
    session.bind = engine


def writing_of(session: Session) -> Writing:
    """Who writes and why; a change outside of `transaction` is a mistake of ours."""
    writing = session.info.get("writing")
    if isinstance(writing, Writing):
        return writing
    raise RuntimeError("A change was made outside of db.transaction().")
