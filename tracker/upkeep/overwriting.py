"""Replacing a SQLite database that may be in use, all of it or nothing."""

import fcntl
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tracker.db import PATIENCE_SECONDS, Busy
from tracker.errors import N_, Refused
from tracker.upkeep.backups import shorten_log
from tracker.upkeep.files import companions_of, flush, moment

# Where SQLite locks a database file for as long as it has it open.
LOCK_START, LOCK_BYTES = 0x40000000, 512
WAITING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def overwrite(
    live: Path, made: Path, keep: Callable[[], None], patience: float = PATIENCE_SECONDS
) -> Path | None:
    """Write a database over another one as one transaction, which whoever has it open then sees.

    `keep` is called once nobody else can write any more; others may write for so many seconds
    before it is Busy. Killed in the middle, the old one stands. Where the old one is too damaged
    for that, its file is renamed: gives the new name.
    """
    try:
        _fit_pages(live, made)
        _write_over(live, made, keep, patience)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return _exchange(live, made)
    shorten_log(live)
    return None


def put_in_place(made: Path, live: Path) -> None:
    """Give a finished file its name; nothing stands there that anybody needs."""
    flush(made)
    made.replace(live)
    flush(live.parent)


def _fit_pages(live: Path, made: Path) -> None:
    """A database in use keeps the size of its pages."""
    with closing(sqlite3.connect(live)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with closing(sqlite3.connect(made)) as connection:
        if connection.execute("PRAGMA page_size").fetchone()[0] != size:
            connection.execute(f"PRAGMA page_size = {int(size)}")
            connection.execute("VACUUM")


def _write_over(live: Path, made: Path, keep: Callable[[], None], patience: float) -> None:
    deadline = time.monotonic() + patience
    is_ours = False

    def step(status: int, _remaining: int, _total: int) -> None:
        nonlocal is_ours
        if status not in WAITING and not is_ours:
            # The first page is written: the lock is ours until the last one is.
            is_ours = True
            keep()
        elif status in WAITING and time.monotonic() > deadline:
            raise Busy("The database is busy.")

    with closing(sqlite3.connect(made)) as source, _brief(live) as target:
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target, pages=1, progress=step, sleep=0.05)


def _brief(live: Path) -> closing[sqlite3.Connection]:
    # The steps wait for others, and count the time; SQLite itself need not.
    return closing(sqlite3.connect(live, timeout=0.05))


def _exchange(live: Path, made: Path) -> Path:
    """Rename a file that is no database any more, unless somebody still has it open."""
    with live.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCK_BYTES, LOCK_START)
        except OSError as problem:
            message = N_("%(file)s is damaged and in use. Stop the service first.")
            raise Refused(message, file=live) from problem
        kept = live.with_name(f"{live.name}.damaged.{moment()}")
        kept.hardlink_to(live)
        for left in companions_of(live):
            if left.exists():
                left.rename(kept.with_name(left.name.replace(live.name, kept.name)))
        put_in_place(made, live)
    return kept
