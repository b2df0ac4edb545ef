"""At which migration a database stands, and the way to the code's own."""

from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tracker import paths
from tracker.db import make_engine

State = Literal["ok", "missing", "behind", "ahead"]


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic without an ini file: the migrations are found where the code is."""
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def code_schema() -> str:
    """The number of the newest migration that this code knows."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise RuntimeError("The migrations are missing from this installation.")
    return head


def schema_of(connection: Connection) -> str | None:
    """The number of the migration at which a database stands; None: it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def state_of(connection: Connection) -> State:
    """How a database compares with the code. Numbers are compared as numbers."""
    stands, wanted = schema_of(connection), code_schema()
    if stands is None:
        return "missing"
    if stands == wanted:
        return "ok"
    return "behind" if stands < wanted else "ahead"


def upgrade(url: str, to: str = "head") -> None:
    """Bring a database up to a migration; an empty one is made."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            command.upgrade(alembic_config(connection), to)
    finally:
        engine.dispose()


def downgrade(url: str, to: str) -> None:
    """Take a database down to a migration; for tests of the migrations."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            command.downgrade(alembic_config(connection), to)
    finally:
        engine.dispose()
