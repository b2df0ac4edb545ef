"""Runs the migrations on the connection that tracker.schema hands over."""

from alembic import context
from sqlalchemy import Connection

from tracker.models import Base


def migrate(connection: Connection) -> None:
    # SQLite changes a table by copying it. With foreign keys on, dropping the old
    # copy would delete what refers to it, and the switch works outside of a transaction only.
    sqlite = connection.dialect.name == "sqlite"
    raw = connection.connection.driver_connection
    if sqlite and raw is not None:
        raw.execute("PRAGMA foreign_keys = OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=sqlite,
        transaction_per_migration=True,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        if sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys = ON")


migrate(context.config.attributes["connection"])
