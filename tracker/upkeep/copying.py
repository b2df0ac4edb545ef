"""Moving a whole record, its history included, into an empty database of either engine."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url

from tracker import schema
from tracker.db import Database, make_engine
from tracker.errors import N_, Refused
from tracker.record import verify as record
from tracker.upkeep.files import address_of, companions_of, flush, unfinished
from tracker.upkeep.proofs import prove, prove_file
from tracker.upkeep.rows import fill


@dataclass(frozen=True)
class Copied:
    """What came over, proven before it was kept."""

    rows: int
    revision: int
    head: str


def copy_record(source: Database, url: str) -> Copied:
    """Fill the empty database at an address, or make it; proven, or nothing is there."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return _copy_into_server(source, url)
    file = Path(address.database or "")
    _refuse_filled(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(file) as made:
        with source.reading() as session:
            counts = fill_file(session.connection(), made, schema.code_schema())
        report = prove_file(made, shown(source))
        flush(made)
        # An empty database may be there: it has been looked into, and holds nothing.
        made.replace(file)
        flush(file.parent)
    return _told(counts, report)


def fill_file(source: Connection, file: Path, stands: str) -> dict[str, int]:
    """Make an empty file a SQLite database with the source's schema and rows, alone in its file."""
    engine = make_engine(address_of(file))
    try:
        with schema.changing(engine) as target:
            schema.bring_up(target, stands)
            counts = fill(source, target)
    finally:
        engine.dispose()
    stand_alone(file)
    return counts


def shown(database: Database) -> str:
    """The address of a database as it may be printed."""
    return database.engine.url.render_as_string(hide_password=True)


def stand_alone(file: Path) -> None:
    """Let a SQLite database have no log beside it, so that its file is all of it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def fill_server(source: Connection, target: Connection, what: object) -> Copied:
    """Make the tables and fill them, proven, in the transaction of the target."""
    schema.bring_up(target)
    counts = fill(source, target)
    return _told(counts, prove(target, what))


def _copy_into_server(source: Database, url: str) -> Copied:
    engine = make_engine(url)
    try:
        with schema.changing(engine) as target, source.reading() as session:
            if inspect(target).get_table_names():
                raise _filled(engine.url.render_as_string(hide_password=True))
            return fill_server(session.connection(), target, shown(source))
    finally:
        engine.dispose()


def _refuse_filled(file: Path) -> None:
    if any(left.exists() for left in companions_of(file)):
        # A log without its database, or of one in use: it would be played into ours.
        raise _filled(str(file))
    if not file.exists() or file.stat().st_size == 0:
        return
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise _filled(str(file))


def _filled(what: str) -> Refused:
    return Refused(N_("%(what)s is not empty. A copy goes into an empty database."), what=what)


def _told(counts: dict[str, int], report: record.Report) -> Copied:
    return Copied(sum(counts.values()), report.revision, report.head)
