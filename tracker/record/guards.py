"""Whether the triggers that keep the history as it is stand in the database, and no others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

# The triggers that the migrations make, and what each must hold.
_SQLITE = {
    "revision_delete": "RAISE(ABORT",
    "revision_replace": "RAISE(ABORT",
    "revision_update": "RAISE(ABORT",
}
_POSTGRESQL = dict.fromkeys(
    ("revision_delete", "revision_truncate", "revision_update"), "RAISE EXCEPTION"
)


@dataclass(frozen=True)
class Guards:
    """The names of triggers that are gone or do nothing, and of those that nobody knows."""

    missing: Sequence[str]
    foreign: Sequence[str]


ALL_STAND = Guards((), ())


def guards_of(connection: Connection) -> Guards:
    """Compare the triggers of a database with those of this version. One SQL statement."""
    is_sqlite = connection.dialect.name == "sqlite"
    wanted = _SQLITE if is_sqlite else _POSTGRESQL
    there = _in_sqlite(connection) if is_sqlite else _in_postgresql(connection)
    missing = [name for name, holds in wanted.items() if holds not in there.get(name, "")]
    return Guards(missing, sorted(there.keys() - wanted.keys()))


def _in_sqlite(connection: Connection) -> Mapping[str, str]:
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    return {row.name: row.sql for row in connection.execute(text(asked))}


def _in_postgresql(connection: Connection) -> Mapping[str, str]:
    """What each runs; nothing where it was switched off."""
    asked = (
        "SELECT t.tgname AS name, CASE t.tgenabled WHEN 'D' THEN '' ELSE p.prosrc END AS source"
        " FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
        " JOIN pg_proc AS p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    )
    return {row.name: row.source for row in connection.execute(text(asked))}
