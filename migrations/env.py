"""Runs the migrations in the transaction that tracker.schema hands over."""

from alembic import context
from sqlalchemy import Connection

from tracker.models import Base


def migrate(connection: Connection) -> None:
    # The caller's transaction is around all steps: an upgrade is done, or it has not been.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


migrate(context.config.attributes["connection"])
