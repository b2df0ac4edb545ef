"""Runs the migrations in the transaction that tracker.schema hands over."""

from alembic import context
from sqlalchemy import Connection, text

from tracker.models import Base


class Guards:
    """The triggers of the history. SQLite drops them with a table that is altered in a batch."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept = self._there()

    def set_up_again(self, *_step: object, **_told: object) -> None:
        """After each migration: what guarded before it guards after it, too."""
        there = self._there()
        for name, (table, statement) in self._kept.items():
            if name not in there and table in self._tables():
                self._connection.execute(text(statement))
        self._kept = self._there()

    def _there(self) -> dict[str, tuple[str, str]]:
        if self._connection.dialect.name != "sqlite":
            return {}
        asked = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        return {name: (table, sql) for name, table, sql in self._connection.execute(text(asked))}

    def _tables(self) -> set[str]:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table'"
        return set(self._connection.scalars(text(asked)))


def migrate(connection: Connection) -> None:
    # The caller's transaction is around all steps: an upgrade is done, or it has not been.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        on_version_apply=Guards(connection).set_up_again,
    )
    with context.begin_transaction():
        context.run_migrations()


migrate(context.config.attributes["connection"])
