"""The history is guarded after every migration, also after one that makes its table anew."""

import shutil

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.migrations.rows import ROWS, fill
from tracker import paths, schema
from tracker.db import make_engine

BLANK = "UPDATE revision SET before = NULL, after = NULL, why = NULL, salt = NULL"
COLUMNS = "number, at, kind, action, digest, previous, hash"
SAME_NUMBER = "1, '2025-01-08', 'claim', 'insert', 'd', '0', 'x'"
SAME_HASH = "2, '2025-01-08', 'claim', 'insert', 'd', '0', 'h'"
FORBIDDEN = {
    "": (
        "UPDATE revision SET why = 'another'",
        "UPDATE revision SET before = NULL, after = NULL, why = NULL",
        f"{BLANK}, kind = 'claim'",
        "DELETE FROM revision",
        "DELETE FROM revision WHERE number = 1",
    ),
    "sqlite": (
        f"INSERT OR REPLACE INTO revision ({COLUMNS}) VALUES ({SAME_NUMBER})",
        f"REPLACE INTO revision ({COLUMNS}) VALUES ({SAME_HASH})",
        "UPDATE OR REPLACE revision SET hash = 'y'",
    ),
    "postgresql": ("TRUNCATE revision", "TRUNCATE account CASCADE"),
}
MIGRATION = '''
"""Makes the table of the history anew."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    with op.batch_alter_table("revision", recreate="{recreate}") as table:
        table.add_column(sa.Column("colour", sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table("revision", recreate="{recreate}") as table:
        table.drop_column("colour")
'''


@pytest.fixture
def engine(empty_url):
    engine = make_engine(empty_url)
    yield engine
    engine.dispose()


def unguarded(engine):
    """What of the forbidden is not refused; each is undone again."""
    name = engine.dialect.name
    found = []
    for statement in (*FORBIDDEN[""], *FORBIDDEN[name]):
        with engine.connect() as connection:
            try:
                connection.execute(text(statement))
            except DBAPIError as problem:
                if "never changed" in str(problem):
                    continue
            found.append(statement)
    return found


def test_every_migration_leaves_the_history_guarded(empty_url, engine):
    for step in ROWS:
        schema.upgrade(empty_url, step)
        with engine.begin() as connection:
            fill(connection, step)

        assert unguarded(engine) == []


def test_a_migration_that_makes_the_table_anew_keeps_its_guards(
    empty_url, engine, engine_name, tmp_path, monkeypatch
):
    schema.upgrade(empty_url)
    with engine.begin() as connection:
        fill(connection, "0001")
    newest = schema.code_schema()
    folder = tmp_path / "migrations"
    shutil.copytree(paths.MIGRATIONS, folder)
    recreate = "always" if engine_name == "sqlite" else "never"
    script = MIGRATION.format(before=newest, recreate=recreate)
    (folder / "versions" / "9999_colour.py").write_text(script)
    monkeypatch.setattr(paths, "MIGRATIONS", folder)

    schema.upgrade(empty_url)
    assert unguarded(engine) == []
    schema.downgrade(empty_url, newest)

    assert unguarded(engine) == []
