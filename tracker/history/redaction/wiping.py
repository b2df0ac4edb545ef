"""Takes what was blanked out of the files of the database, too."""

import sqlite3
import time
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tracker.db import Database

_PATIENCE_SECONDS = 20.0


def wipe(database: Database, tables: Iterable[str]) -> bool:
    """Write the tables anew without what was deleted; False: others kept the database busy.

    Everything is committed by then: where this fails, it is tried again later.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    wiped = _wipe_sqlite if database.engine.dialect.name == "sqlite" else _wipe_postgresql
    while not wiped(database, sorted(set(tables))):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _wipe_sqlite(database: Database, _tables: list[str]) -> bool:
    """Every page anew, then nothing left in the log: a deleted text stays in both until then."""
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        # Not in memory: the whole file passes through it.
        for statement in ("PRAGMA temp_store = FILE", "PRAGMA secure_delete = ON", "VACUUM"):
            cursor.execute(statement)
        return bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    except sqlite3.OperationalError as problem:
        if "locked" in str(problem) or "busy" in str(problem):
            return False
        raise
    finally:
        connection.invalidate()


def _wipe_postgresql(database: Database, tables: list[str]) -> bool:
    """The tables and their indexes anew, and the samples that the planner keeps of them."""
    try:
        with database.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in tables:
                alone.execute(text(f'VACUUM (FULL, ANALYZE) "{table}"'))
            alone.execute(text("VACUUM pg_statistic"))
    except DBAPIError as problem:
        if "lock" in str(problem.orig):
            return False
        raise
    return True
