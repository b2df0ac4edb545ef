"""Every migration goes up, down and up again with data in it; the history stays guarded."""

import itertools
import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.marking import contradict
from tests.migrations.rows import ROWS, everything, fill
from tracker import schema
from tracker.db import make_engine
from tracker.models import Base
from tracker.record.verify import verify

STEPS = list(ROWS)
FORBIDDEN = (
    "DELETE FROM revision",
    "UPDATE revision SET why = 'another'",
    "UPDATE revision SET by_id = NULL",
    "UPDATE revision SET action = 'update'",
    "UPDATE revision SET number = 2",
    "UPDATE revision SET before = NULL, after = NULL, why = NULL",
    "UPDATE revision SET before = NULL, after = NULL, why = NULL, salt = NULL, hash = 'x'",
)


@pytest.fixture
def engine(empty_url):
    engine = make_engine(empty_url)
    yield engine
    engine.dispose()


@pytest.fixture
def migrated(database_url):
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def stored(engine: Engine):
    with engine.connect() as connection:
        return everything(connection)


def insert_rows(engine: Engine, step: str):
    with engine.begin() as connection:
        fill(connection, step)


def refuses(engine: Engine, statement: str) -> bool:
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    except DBAPIError as problem:
        return "never changed" in str(problem)
    return False


def test_every_migration_is_tried_with_rows(engine_name):
    assert STEPS[-1] == schema.code_schema()


def kept_of(earlier, later):
    """What of earlier tables and columns is there later; a migration may add columns."""
    return {
        name: [
            {column: row[column] for column in before}
            for before, row in zip(rows, later[name], strict=False)
        ]
        for name, rows in earlier.items()
    }


def test_every_step_goes_up_down_and_up_again_with_data_in_it(empty_url, engine):
    before = {}

    for step in STEPS:
        schema.upgrade(empty_url, step)
        earlier = stored(engine)
        insert_rows(engine, step)
        before[step] = stored(engine)
        assert kept_of(earlier, before[step]) == earlier | {"head": before[step]["head"]}

    assert all(before["0006"].values())
    for lower, step in reversed(list(itertools.pairwise(STEPS))):
        schema.downgrade(empty_url, lower)
        assert stored(engine) == before[lower]
        assert refuses(engine, FORBIDDEN[0])
        schema.upgrade(empty_url, step)
        assert kept_of(before[lower], stored(engine)) == before[lower]
        schema.downgrade(empty_url, lower)


def test_the_last_step_down_leaves_nothing(empty_url, engine):
    schema.upgrade(empty_url)
    schema.downgrade(empty_url, "base")

    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    schema.upgrade(empty_url)


def test_models_and_migrations_agree(migrated, engine_name):
    # Alembic misreads the empty default on SQLite; there the texts are compared below.
    options = {"compare_type": True, "compare_server_default": engine_name == "postgresql"}
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)

        assert compare_metadata(context, Base.metadata) == []


def checks_of(engine: Engine):
    with engine.connect() as connection:
        seen = inspect(connection)
        return {
            (table, check["name"]): plain(check["sqltext"])
            for table in Base.metadata.tables
            for check in seen.get_check_constraints(table)
        }


def indexes_of(engine: Engine):
    with engine.connect() as connection:
        seen = inspect(connection)
        name = f"{connection.dialect.name}_where"
        return {
            (table, index["name"]): (
                index["column_names"],
                bool(index["unique"]),
                plain(str(index["dialect_options"].get(name, ""))),
            )
            for table in Base.metadata.tables
            for index in seen.get_indexes(table)
            if not index.get("duplicates_constraint")
        }


def plain(condition: str) -> str:
    return "".join(condition.split())


def test_checks_and_partial_indexes_agree_with_the_models(migrated, new_database_url):
    made = make_engine(new_database_url(migrated=False))
    Base.metadata.create_all(made)

    try:
        assert checks_of(migrated) == checks_of(made)
        assert indexes_of(migrated) == indexes_of(made)
        wanted = {
            (table.name, check.name)
            for table in Base.metadata.sorted_tables
            for check in table.constraints
            if isinstance(check, CheckConstraint)
        }
        assert set(checks_of(migrated)) == wanted
    finally:
        made.dispose()


@pytest.mark.engines("sqlite")
def test_tables_are_made_to_the_letter_as_the_models_say(migrated):
    """SQLite keeps the text of its schema: AUTOINCREMENT and partial indexes are seen there."""
    with migrated.connect() as connection:
        kept = dict(connection.execute(text("SELECT name, sql FROM sqlite_master")).all())

    for table in Base.metadata.sorted_tables:
        wanted = str(CreateTable(table).compile(migrated))
        assert sorted(parts(kept[table.name])) == sorted(parts(wanted))
        for index in table.indexes:
            assert plain(kept[index.name]) == plain(str(CreateIndex(index).compile(migrated)))


def parts(statement: str) -> list[str]:
    # SQLite writes a column that was added later on the line of the one before.
    statement = re.sub(r", (?=[a-z_]+ [A-Z]+\b)", ",\n", statement, flags=re.MULTILINE)
    return [line.strip().rstrip(",") for line in statement.splitlines() if line.strip()]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_revision_is_never_changed(migrated, statement):
    insert_rows(migrated, "0001")

    assert refuses(migrated, statement)


def test_a_revision_may_lose_its_texts_once_and_for_all(migrated):
    insert_rows(migrated, "0001")
    blank = "UPDATE revision SET before = NULL, after = NULL, why = NULL, salt = NULL"

    with migrated.begin() as connection:
        connection.execute(text(blank))

    assert stored(migrated)["revision"][0]["salt"] is None
    assert refuses(migrated, "UPDATE revision SET salt = 's', why = 'forged'")


def test_the_history_is_not_emptied_at_once(migrated, engine_name):
    insert_rows(migrated, "0001")

    if engine_name == "postgresql":
        assert refuses(migrated, "TRUNCATE revision")
        assert refuses(migrated, "TRUNCATE account CASCADE")
    else:
        columns = "number, at, kind, action, digest, previous, hash"
        forged = "1, '2025-01-08', 'claim', 'insert', 'd', '0'"
        assert refuses(
            migrated, f"INSERT OR REPLACE INTO revision ({columns}) VALUES ({forged}, 'x')"
        )
        other = forged.replace("1", "2", 1)
        assert refuses(migrated, f"REPLACE INTO revision ({columns}) VALUES ({other}, 'h')")
        assert refuses(migrated, "UPDATE OR REPLACE revision SET hash = 'y'")
    assert len(stored(migrated)["revision"]) == 1


def test_an_upgrade_finds_what_follows_from_an_earlier_record(make, database):
    contradict(make, "Ratu")
    url = database.url
    schema.downgrade(url, "0013")
    with database.engine.begin() as connection:
        # As two who speak for one body counted then.
        connection.execute(text("UPDATE position SET n = n + 1"))

    schema.upgrade(url)

    checks = {each.name: (each.rows, each.first_bad) for each in verify(database).checks}
    assert checks["positions"] == (1, None)
    assert checks["contradictions"] == (1, None)
