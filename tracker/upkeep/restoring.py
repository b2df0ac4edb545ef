"""Putting a backup in the place of a record: proven first, then all of it at once."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from tracker import schema
from tracker.db import Database
from tracker.errors import N_, Missing, Refused
from tracker.models import Base
from tracker.record import verify as record
from tracker.upkeep.backups import end_sessions, set_aside, set_file_aside
from tracker.upkeep.copying import fill_server, shown, stand_alone
from tracker.upkeep.files import address_of, companions_of, flush, moment, unfinished
from tracker.upkeep.overwriting import overwrite, put_in_place
from tracker.upkeep.proofs import looking_into, prove_file, schema_in

WORD = "before-restore"


class Unknown(Exception):
    """A newer version made it: this one cannot tell whether it is whole."""

    def __init__(self, what: object, stands: str) -> None:
        super().__init__(what, stands)
        self.what = what
        self.stands = stands


@dataclass(frozen=True)
class Restored:
    """What `tracker restore` prints. `kept` is where the record that stood there is now."""

    file: str
    schema: str
    revision: int
    head: str
    kept: str | None


def restore(file: Path, database: Database, folder: Path, *, force: bool) -> Restored:
    """Put the record of a file where the database is; with `force` also over another record.

    `folder` is where a PostgreSQL database that stood there is kept as a file.
    """
    live = database.engine.url.database if database.engine.dialect.name == "sqlite" else None
    place = Path(live) if live else folder
    place.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    # Beside the place it goes to, under another name: what is upgraded and proven is a copy.
    with unfinished(place if live else folder / file.name) as made:
        stands, report = _prepared(file, made)
        if live is None:
            kept = _into_server(made, database, folder, force=force)
        else:
            kept = _into_file(made, place, force=force)
    return Restored(
        file=str(file.absolute()),
        schema=stands,
        revision=report.revision,
        head=report.head,
        kept=str(kept.absolute()) if kept else None,
    )


def _prepared(file: Path, made: Path) -> tuple[str, record.Report]:
    """A proven copy of the backup, at the code's schema; at which one the backup stands."""
    if not file.is_file():
        raise Missing(file)
    stands = schema_in(file)
    if stands is None:
        raise Refused(N_("%(file)s holds no record."), file=file)
    if stands > schema.code_schema():
        raise Unknown(file, stands)
    with looking_into(file) as source, closing(sqlite3.connect(made)) as target:
        raw = source.connection.driver_connection
        if raw is not None:
            raw.backup(target)
    stand_alone(made)
    end_sessions(made)
    if stands < schema.code_schema():
        schema.upgrade(address_of(made))
        stand_alone(made)
    report = prove_file(made, file)
    flush(made)
    return stands, report


def _into_file(made: Path, live: Path, *, force: bool) -> Path | None:
    if not live.exists() or live.stat().st_size == 0:
        # The log of a database that is gone would be played into the new one.
        kept = [left.rename(f"{left}.{WORD}.{moment()}") for left in _logs_of(live)]
        put_in_place(made, live)
        return kept[0] if kept else None
    empty = _is_empty(live)
    if not empty and not force:
        raise _filled(str(live))
    kept_as: list[Path] = []

    def keep() -> None:
        if not empty:
            kept_as.append(set_file_aside(live, WORD))

    damaged = overwrite(live, made, keep)
    return next(iter(kept_as), damaged)


def _logs_of(live: Path) -> list[Path]:
    return [left for left in companions_of(live) if left.exists()]


def _is_empty(live: Path) -> bool:
    """Whether it holds no table. What cannot be read is not empty; other tables are refused."""
    try:
        with closing(sqlite3.connect(live)) as connection:
            listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            names = {name for (name,) in listed}
    except sqlite3.DatabaseError:
        return False
    _refuse_foreign(names, str(live))
    return not names


def _into_server(made: Path, database: Database, folder: Path, *, force: bool) -> Path | None:
    what = shown(database)
    with schema.changing(database.engine) as target, looking_into(made) as source:
        names = set(inspect(target).get_table_names())
        _refuse_foreign(names, what)
        kept = None
        if names:
            if not force:
                raise _filled(what)
            kept = _cleared(target, folder, what)
        fill_server(source, target, what)
    return kept


def _cleared(target: Connection, folder: Path, what: str) -> Path:
    """Keep what is there as a file, then take it away, in the transaction of the target."""
    stands = schema.schema_of(target) or ""
    if stands > schema.code_schema():
        # It may have tables that this version does not know, and would leave behind.
        raise Unknown(what, stands)
    quoted = target.dialect.identifier_preparer.quote
    names = inspect(target).get_table_names()
    ours = ", ".join(quoted(n) for n in names if n in {*Base.metadata.tables, "alembic_version"})
    # From here on everybody else waits: what is kept is the last there was.
    target.execute(text(f"LOCK TABLE {ours} IN ACCESS EXCLUSIVE MODE"))
    kept = set_aside(target, folder, WORD)
    target.execute(text(f"DROP TABLE {ours} CASCADE"))
    target.execute(text("DROP FUNCTION IF EXISTS refuse_to_rewrite_history() CASCADE"))
    return kept


def _refuse_foreign(names: set[str], what: str) -> None:
    if names and "alembic_version" not in names:
        raise Refused(N_("The database %(url)s holds tables of something else."), url=what)


def _filled(what: str) -> Refused:
    message = N_("%(what)s holds a record. With --force it is kept aside and replaced.")
    return Refused(message, what=what)
