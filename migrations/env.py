"""Runs the migrations in the transaction that tracker.schema hands over."""

from alembic import context
from alembic.runtime.migration import MigrationInfo
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from tracker.models import Base
from tracker.record.positions import fill_positions
from tracker.record.renewing import fill_contradictions


class Guards:
    """The triggers of the history. SQLite drops them with a table that is altered in a batch."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept = self._there()

    def set_up_again(self) -> None:
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


class Derived:
    """Tables that follow from others by rules of the code: made, or told otherwise, by a step."""

    def __init__(self) -> None:
        self._steps: list[str | None] = []

    def note(self, step: object) -> None:
        """After each migration."""
        if isinstance(step, MigrationInfo) and step.is_upgrade:
            self._steps.append(step.up_revision_id)

    def fill(self, connection: Connection) -> None:
        """Where this code's own schema is reached: by another one its rules cannot be asked."""
        is_newest = self._steps[-1:] == [context.script.get_current_head()]
        if is_newest and "0014" in self._steps:
            session = Session(connection)
            # Two who speak for one body counted twice until then.
            fill_positions(session)
            fill_contradictions(session)


def migrate(connection: Connection) -> None:
    guards, derived = Guards(connection), Derived()

    def after(*_context: object, **told: object) -> None:
        guards.set_up_again()
        derived.note(told["step"])

    # The caller's transaction is around all steps: an upgrade is done, or it has not been.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        on_version_apply=after,
    )
    with context.begin_transaction():
        context.run_migrations()
    derived.fill(connection)


migrate(context.config.attributes["connection"])
