"""Backups of a record that is in use: one file, proven before it has its name."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from tracker import schema
from tracker.db import PATIENCE_SECONDS, Database
from tracker.record import verify as record
from tracker.upkeep.copying import fill_file, shown
from tracker.upkeep.files import moment, new_file, sha256_of
from tracker.upkeep.proofs import prove_file
from tracker.upkeep.rows import LEFT_BEHIND


@dataclass(frozen=True)
class Backup:
    """What `tracker backup` prints."""

    file: str
    bytes: int
    revision: int
    head: str
    anchor: str
    sha256: str


def back_up(database: Database, file: Path) -> Backup:
    """Write what is committed now into a new SQLite file, whichever engine it comes from."""
    with new_file(file) as made:
        live = file_of(database)
        if live is None:
            with database.reading() as session:
                fill_file(session.connection(), made, schema.code_schema())
        else:
            _vacuum(live, made)
            end_sessions(made)
        report = prove_file(made, shown(database))
    if live is not None:
        shorten_log(live)
    return _told(file, report)


def set_aside(source: Connection, folder: Path, word: str) -> Path:
    """Keep a PostgreSQL database as a file before it changes, at whatever schema it stands."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{source.engine.url.database}.{word}.{moment()}"
    with new_file(file) as made:
        fill_file(source, made, schema.schema_of(source) or "")
    return file


def set_file_aside(live: Path, word: str) -> Path:
    """Copy a SQLite database as it stands, page by page, while it may be in use."""
    copy = live.with_name(f"{live.name}.{word}.{moment()}")
    with new_file(copy) as made:
        made.chmod(live.stat().st_mode & 0o777)
        with closing(sqlite3.connect(live)) as source, closing(sqlite3.connect(made)) as target:
            source.backup(target)
    return copy


def file_of(database: Database) -> Path | None:
    """The file of a SQLite database."""
    url = database.engine.url
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def end_sessions(file: Path) -> None:
    """Leave nobody signed in, and no link that works, in a copy."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for name in LEFT_BEHIND & {name for (name,) in listed}:
            connection.execute(f"DELETE FROM {name}")  # noqa: S608 - our own names


def shorten_log(live: Path) -> None:
    """Bring the write-ahead log back to nothing, unless somebody is reading from it."""
    # Who saves waits meanwhile: not for long.
    with closing(sqlite3.connect(live, timeout=0.1)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _vacuum(live: Path, made: Path) -> None:
    # Unlike a copy of pages, it leaves out what has been deleted: a redacted text is in no
    # backup. It reads one state throughout and holds no writer up.
    with closing(sqlite3.connect(live, timeout=PATIENCE_SECONDS)) as connection:
        connection.execute("VACUUM INTO ?", (str(made),))


def _told(file: Path, report: record.Report) -> Backup:
    return Backup(
        file=str(file.absolute()),
        bytes=file.stat().st_size,
        revision=report.revision,
        head=report.head,
        anchor=f"{report.revision}:{report.head}",
        sha256=sha256_of(file),
    )
