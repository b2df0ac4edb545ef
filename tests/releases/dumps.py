"""A filled database as text: JSON Lines that any engine and any later version can take up.

`python -m tests.releases.dumps URL FILE` writes one.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, delete, insert, select, text

from tracker import schema
from tracker.db import make_engine


def write(url: str, file: Path) -> None:
    """Write every row of a database, in an order in which they may be inserted."""
    engine = make_engine(url)
    with engine.connect() as connection, file.open("w", encoding="utf-8") as stream:
        for line in _lines(connection):
            print(json.dumps(line, ensure_ascii=False), file=stream)
    engine.dispose()


def read(url: str, file: Path) -> None:
    """Make a database of the dump's own schema and put the rows into it."""
    first, *lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    schema.upgrade(url, first["schema"])
    engine = make_engine(url)
    with engine.begin() as connection:
        tables = {table.name: table for table in _tables(connection)}
        # The migrations have put the head of an empty chain there.
        connection.execute(delete(tables["head"]))
        for name, row in lines:
            table = tables[name]
            typed = {key: _typed(connection, table.c[key], value) for key, value in row.items()}
            connection.execute(insert(table).values(typed))
        if connection.dialect.name == "postgresql":
            _count_on(connection, [name for name, table in tables.items() if "id" in table.c])
    engine.dispose()


def _tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def _lines(connection: Connection) -> Iterator[Any]:
    yield {"schema": schema.schema_of(connection)}
    for table in _tables(connection):
        for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
            yield [table.name, {name: _told(value) for name, value in row.items()}]


def _told(value: object) -> object:
    match value:
        case datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return moment.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case _:
            return value


def _typed(connection: Connection, column: Any, value: Any) -> Any:
    kind: Any = column.type.python_type
    if value is None or not isinstance(value, str) or kind is str:
        return value
    if kind is date:
        return date.fromisoformat(value)
    moment = datetime.fromisoformat(value)
    return moment.replace(tzinfo=None) if connection.dialect.name == "sqlite" else moment


def _count_on(connection: Connection, names: list[str]) -> None:
    for name in names:
        highest = f'SELECT max(id) FROM "{name}"'
        sequence = f"pg_get_serial_sequence('\"{name}\"', 'id')"
        connection.execute(text(f"SELECT setval({sequence}, ({highest}), true)"))


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]))
