"""Connections that notice when a database is gone: the file moved away, the server silent."""

import os
import sqlite3
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import psycopg
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from tracker.turns import Waiting

R = TypeVar("R")

# Beyond this the write-ahead log is emptied, which waits for whoever reads; not for long, nor
# often: who has read for minutes would make everybody wait.
WAL_BYTES = 64 * 1024 * 1024
WAL_WAIT_MS = 250
WAL_PAUSE_SECONDS = 5.0
# A server that says nothing for so long is asked over another connection whether it lives.
SILENT_SECONDS = 1.0
# The shortest that the driver allows.
CONNECT_SECONDS = 2
# Who asks next is told at once, for so long.
REST_SECONDS = 2.0


def sqlite_engine(address: URL) -> Engine:
    """An engine on a file; a file that was there is never made anew when it is gone."""
    options: dict[str, Any] = {"timeout": 0.05, "check_same_thread": False}
    if address.database in (None, "", ":memory:"):
        return create_engine(address, connect_args=options)
    file = Path(str(address.database))
    was_there = file.exists()

    def connect(*_received: object) -> sqlite3.Connection:
        nonlocal was_there
        mode = "rw" if was_there else "rwc"
        name = f"file:{quote(str(file))}?mode={mode}"
        made: sqlite3.Connection = sqlite3.connect(name, uri=True, **options)
        was_there = True
        return made

    def remember(_connection: object, record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        record.info["file"] = _identity(file)

    def check(_connection: object, record: Any, _proxy: object) -> None:  # noqa: ANN401
        # What is written to a file that was moved away would be lost with it.
        if record.info["file"] != _identity(file):
            raise DisconnectionError("The file of the database is another one, or gone.")

    engine = create_engine(address)
    event.listen(engine, "checkin", WalKeeper(file))
    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", check)
    return engine


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(file)  # noqa: PTH116 - at every use of a connection
    except OSError:
        return None
    return found.st_dev, found.st_ino


class WalKeeper:
    """Keeps the write-ahead log short: where somebody always reads, SQLite never begins it anew."""

    def __init__(self, file: Path) -> None:
        self._log = f"{file}-wal"
        self._not_before = 0.0

    def __call__(self, connection: sqlite3.Connection | None, _record: object) -> None:
        """Look when a connection is given back; it costs a `stat`."""
        now = time.monotonic()
        if connection is None or now < self._not_before:
            return
        try:
            if os.stat(self._log).st_size <= WAL_BYTES:  # noqa: PTH116 - at every use
                return
            self._not_before = now + WAL_PAUSE_SECONDS
            (before,) = connection.execute("PRAGMA busy_timeout").fetchone()
            connection.execute(f"PRAGMA busy_timeout = {WAL_WAIT_MS}")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            connection.execute(f"PRAGMA busy_timeout = {before}")
        except (OSError, sqlite3.Error):
            # Whoever comes next tries again; what was saved is saved.
            return


@dataclass
class Silence:
    """Until when a server that did not answer is left alone, unless it is heard of before."""

    until: float = 0.0

    def begin(self) -> None:
        self.until = time.monotonic() + REST_SECONDS

    def end(self) -> None:
        self.until = 0.0


class Attentive(psycopg.Connection[Any]):
    """A connection that does not wait for ever for a server that has stopped answering."""

    silence = Silence()

    def wait(self, gen: Generator[Any, Any, R], *received: Any, **named: Any) -> R:  # noqa: ANN401
        """Wait as psycopg does, and look after the server where it is silent."""
        with Waiting() as waiting:
            return super().wait(self._watched(gen, waiting), *received, **named)

    def _watched(self, gen: Generator[Any, Any, R], waiting: Waiting) -> Generator[Any, Any, R]:
        silent_since = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                waiting.goes_on()
                if ready:
                    self.silence.end()
                    silent_since = time.monotonic()
                elif time.monotonic() - silent_since > SILENT_SECONDS:
                    self._require_life()
                    silent_since = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as ended:
            result: R = ended.value
            return result

    def _require_life(self) -> None:
        """Tell a long query from a server that hangs: the latter greets nobody either."""
        try:
            psycopg.connect(self.info.dsn, connect_timeout=CONNECT_SECONDS).close()
        except psycopg.errors.ConnectionTimeout as problem:
            self.pgconn.finish()
            self.silence.begin()
            raise psycopg.OperationalError("The server does not answer.") from problem
        except psycopg.Error:
            # Even a refusal is an answer.
            return


def postgresql_engine(address: URL) -> Engine:
    """An engine on a server; connections that died while they lay about are not used."""
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")

    silence = Silence()

    def connect(
        _dialect: object,
        _record: object,
        received: list[Any],
        named: dict[str, Any],
    ) -> psycopg.Connection[Any]:
        if time.monotonic() < silence.until:
            raise psycopg.OperationalError("The server did not answer a moment ago.")
        named.setdefault("connect_timeout", CONNECT_SECONDS)
        try:
            made = Attentive.connect(*received, **named)
        except psycopg.errors.ConnectionTimeout:
            silence.begin()
            raise
        made.silence = silence
        return made

    engine = create_engine(address, pool_pre_ping=True, pool_timeout=5)
    event.listen(engine, "do_connect", connect)
    return engine
