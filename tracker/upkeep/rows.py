"""Rows as they are stored, at any schema, and their way into an empty database of either engine."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    event,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from tracker.models.base import Moment

# Signed-in browsers and links that work once stay where they are: a stolen or used one must
# not come to life again in a copy.
LEFT_BEHIND = frozenset({"browser_session", "hold", "token"})
ROWS_AT_ONCE = 200
# A source's text may have 5 MB.
LARGE_ROWS = {"snapshot": 10}


def fill(source: Connection, target: Connection) -> dict[str, int]:
    """Copy all rows, with their ids, between databases of one schema; tell how many.

    The target has been made by the migrations and holds nothing else; both connections are in
    transactions of the caller's, the source's in one that sees one state throughout.
    """
    tables = _tables(source, inspect(target).get_table_names())
    with _references_at_the_end(target, tables):
        for table in reversed(tables):
            # The migrations have put the head of an empty chain there.
            target.execute(delete(table))
        counts = {table.name: _move(table, source, target) for table in tables}
    _set_counters(target, _counters(source, tables))
    return counts


def _tables(source: Connection, names: Sequence[str]) -> list[Table]:
    """The tables as the source has them, in the order in which rows may be inserted."""
    metadata = MetaData()
    event.listen(metadata, "column_reflect", _read_plainly)
    metadata.reflect(source, only=[name for name in names if name != "alembic_version"])
    return metadata.sorted_tables


def _read_plainly(_inspector: object, _table: object, column: dict[str, Any]) -> None:
    column["type"] = _plain_type(column["type"])


def _plain_type(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """What both engines understand alike; a moment is in UTC on both."""
    match kind:
        case DateTime():
            return Moment()
        case Date():
            return Date()
        case Boolean():
            return Boolean()
        case Integer():
            return BigInteger()
        case _:
            return Text()


def _move(table: Table, source: Connection, target: Connection) -> int:
    if table.name in LEFT_BEHIND:
        return 0
    moved = 0
    ordered = select(table).order_by(*table.primary_key)
    many = LARGE_ROWS.get(table.name, ROWS_AT_ONCE)
    with source.execute(ordered.execution_options(yield_per=many)) as rows:
        for block in rows.mappings().partitions():
            target.execute(table.insert(), [dict(row) for row in block])
            moved += len(block)
    return moved


@contextmanager
def _references_at_the_end(target: Connection, tables: Sequence[Table]) -> Iterator[None]:
    """Let a row come before the row of its own table that it refers to."""
    if target.dialect.name == "sqlite":
        target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
        return
    _change_own_references(target, tables, "DEFERRABLE INITIALLY DEFERRED")
    yield
    target.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    _change_own_references(target, tables, "NOT DEFERRABLE")


def _change_own_references(target: Connection, tables: Sequence[Table], how: str) -> None:
    quoted = target.dialect.identifier_preparer
    for table in tables:
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table is table:
                names = quoted.format_table(table), quoted.format_constraint(constraint)
                target.exec_driver_sql("ALTER TABLE {} ALTER CONSTRAINT {} ".format(*names) + how)


def _counters(connection: Connection, tables: Sequence[Table]) -> dict[str, int]:
    """The highest id that each table has ever given out, deleted rows and those left behind too."""
    given = _given_by_sqlite if connection.dialect.name == "sqlite" else _given_by_postgresql
    counters = given(connection, [table.name for table in tables if "id" in table.c])
    for table in tables:
        if table.name in counters:
            highest = connection.scalar(select(func.max(table.c.id))) or 0
            counters[table.name] = max(counters[table.name], highest)
    return counters


def _given_by_sqlite(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    kept = {str(row.name): int(row.seq) for row in rows}
    return {name: kept.get(name, 0) for name in names}


def _given_by_postgresql(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    counters = {}
    for name in names:
        sequence = _sequence(connection, name)
        # The name comes from the database itself, quoted.
        asked = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"  # noqa: S608
        counters[name] = int(connection.exec_driver_sql(asked).scalar_one())
    return counters


def _sequence(connection: Connection, name: str) -> str:
    quoted = connection.dialect.identifier_preparer.quote(name)
    owned = select(func.pg_get_serial_sequence(quoted, "id"))
    return str(connection.execute(owned).scalar_one())


def _set_counters(connection: Connection, counters: Mapping[str, int]) -> None:
    for name, given in counters.items():
        if given == 0:
            continue
        if connection.dialect.name == "sqlite":
            there = {"name": name, "given": given}
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), there)
            insert = "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :given)"
            connection.execute(text(insert), there)
        else:
            connection.execute(select(func.setval(_sequence(connection, name), given)))
