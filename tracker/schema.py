"""At which migration a database stands, and the way to the code's own."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, Engine, inspect, text

from tracker import paths
from tracker.db import make_engine

State = Literal["ok", "missing", "behind", "ahead"]


@cache
def code_schema() -> str:
    """The number of the newest migration that this code knows: the first word of its file."""
    numbers = [file.name.partition("_")[0] for file in paths.MIGRATIONS.glob("versions/[0-9]*.py")]
    if not numbers:
        raise RuntimeError("The migrations are missing from this installation.")
    return max(numbers)


def schema_of(connection: Connection) -> str | None:
    """The number of the migration at which a database stands; None: it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def state_of(connection: Connection) -> State:
    """How a database compares with the code. Numbers are compared as numbers."""
    stands, wanted = schema_of(connection), code_schema()
    if stands is None:
        return "missing"
    if stands == wanted:
        return "ok"
    return "behind" if stands < wanted else "ahead"


def alembic_config(connection: Connection | None = None) -> Any:  # noqa: ANN401
    """Alembic without an ini file: the migrations are found where the code is."""
    config = _alembic("config").Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _alembic(part: str) -> Any:  # noqa: ANN401 - a module
    # Loaded when something migrates: a service that starts again after a crash needs none of it.
    return importlib.import_module(f"alembic.{part}")


def upgrade(url: str, to: str = "head") -> None:
    """Bring a database up to a migration, all steps or none; an empty one is made."""
    engine = make_engine(url)
    try:
        with changing(engine) as connection:
            bring_up(connection, to)
    finally:
        engine.dispose()


def bring_up(connection: Connection, to: str = "head") -> None:
    """Run the migrations up to one, in the transaction of `changing` that the caller holds."""
    _alembic("command").upgrade(alembic_config(connection), to)


def downgrade(url: str, to: str) -> None:
    """Take a database down to a migration; for tests of the migrations."""
    engine = make_engine(url)
    try:
        with changing(engine) as connection:
            _alembic("command").downgrade(alembic_config(connection), to)
    finally:
        engine.dispose()


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables may be made and changed: all of it, or nothing."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if connection.dialect.name != "sqlite" or raw is None:
            with connection.begin():
                yield connection
            return
        # SQLite changes a table by copying it. With foreign keys on, dropping the old copy
        # would delete what refers to it, and the switch works outside of a transaction only.
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            raw.execute("PRAGMA foreign_keys = ON")
