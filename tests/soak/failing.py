"""A disk that fails: the Nth write of a transaction, once, or that one and every one after it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import psycopg
from sqlalchemy import Engine, event

NEVER, COMMIT = 0, -1
_WRITES = ("INSERT", "UPDATE", "DELETE")


def disk_problem(kind: str) -> Exception:
    """What the driver says of a disk that cannot be written."""
    if kind == "postgresql":
        return psycopg.errors.DiskFull("could not extend file: No space left on device")
    problem = sqlite3.OperationalError("disk I/O error")
    problem.sqlite_errorcode, problem.sqlite_errorname = sqlite3.SQLITE_IOERR, "SQLITE_IOERR"
    return problem


@dataclass
class Disk:
    """Counts the writes that reach the driver, the commit last, and fails when it is told to."""

    kind: str
    at: int = NEVER
    lasting: bool = False
    writes: int = 0
    failed: int = 0

    def write(self, *, is_commit: bool = False) -> None:
        self.writes += 1
        is_later = self.lasting and self.writes > self.at
        if (
            self.writes == self.at
            or (self.at > 0 and is_later)
            or (is_commit and self.at == COMMIT)
        ):
            self.failed += 1
            raise disk_problem(self.kind)

    def execute(self, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(_WRITES):
            self.write()


@contextmanager
def failing(engine: Engine, at: int, *, lasting: bool = False) -> Iterator[Disk]:
    """Let the Nth write of the block fail as the driver would say it, or the commit."""
    disk, dialect = Disk(engine.dialect.name, at, lasting), engine.dialect
    kept = dialect.do_commit

    def commit(connection: Any) -> None:
        disk.write(is_commit=True)
        kept(connection)

    for name in ("do_execute", "do_executemany"):
        event.listen(engine, name, disk.execute)
    try:
        with patch.object(dialect, "do_commit", commit):
            yield disk
    finally:
        for name in ("do_execute", "do_executemany"):
            event.remove(engine, name, disk.execute)
