"""What an earlier release has filled is brought to this one, whole."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.releases.conftest import HERE, OLDER, RELEASES, schema_of
from tracker import schema
from tracker.db import Database, make_engine
from tracker.upkeep.rows import LEFT_BEHIND

# What an upgrade runs is covered by the tests of each of its parts.
pytestmark = pytest.mark.unmeasured

PAGES = (
    *("/", "/statements/", "/claims/", "/speakers/", "/sources/", "/outlets/", "/occasions/"),
    *("/topics/", "/statements/1", "/claims/seed-a", "/speakers/iso-us", "/sources/1"),
)


@pytest.fixture
def upgraded(tracker, database_url):
    """The address of the database after `tracker upgrade`."""
    done = tracker("--database", database_url, "upgrade")
    assert done.returncode == 0, done.stderr
    return database_url


def test_a_filled_database_of_each_release_is_kept():
    assert {"0.1.0", "0.2.0", "0.3.0"} <= set(RELEASES)


def test_an_upgrade_brings_everything_along(tracker, upgraded, release):
    verified = tracker("--database", upgraded, "verify", "--deep")
    told = tracker("--database", upgraded, "state")

    assert verified.returncode == 0, verified.stdout
    assert told.stdout == (HERE / f"{release}.state.jsonl").read_text(encoding="utf-8")


def test_pages_open_after_an_upgrade(upgraded, client):
    answers = {page: client.get(page).status_code for page in PAGES}

    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("release", OLDER, indirect=True)
def test_what_was_there_is_copied_first(tracker, database_url, folder, engine_name, release):
    before = schema_and_rows(database_url)

    done = tracker("--database", database_url, "upgrade")

    place = folder / "instance" if engine_name == "postgresql" else Path(database_url[10:]).parent
    (copy,) = place.glob("*.schema-*")
    assert f"Copied the database to {copy}." in done.stderr
    assert schema_and_rows(f"sqlite:///{copy}") == before


def test_no_copy_is_made_when_told_so(tracker, database_url, folder, engine_name):
    done = tracker("--database", database_url, "upgrade", "--no-copy")

    assert done.returncode == 0
    assert "Copied" not in done.stderr


@pytest.mark.parametrize("release", OLDER, indirect=True)
def test_a_copy_of_an_earlier_release_is_restored_and_upgraded(
    tracker, upgraded, folder, engine_name, release
):
    place = folder / "instance" if engine_name == "postgresql" else Path(upgraded[10:]).parent
    (copy,) = place.glob("*.schema-*")

    done = tracker("--database", upgraded, "restore", str(copy), "--force")

    told = tracker("--database", upgraded, "state").stdout
    assert (done.returncode, json.loads(done.stdout)["schema"]) == (0, schema_of(release))
    assert told == (HERE / f"{release}.state.jsonl").read_text(encoding="utf-8")


def test_an_upgrade_that_fails_at_its_last_step_has_not_been(tracker, new_database_url):
    url = new_database_url(migrated=False)
    schema.upgrade(url, "0003")
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE redaction (something TEXT)"))

    done = tracker("--database", url, "upgrade")

    assert (done.returncode, done.stdout) == (1, "")
    assert "already exists" in done.stderr
    with engine.connect() as connection:
        assert schema.schema_of(connection) == "0003"
        assert "entry" not in connection.dialect.get_table_names(connection)
    engine.dispose()


def schema_and_rows(url: str) -> tuple[str | None, dict[str, int]]:
    """At which schema a database stands, and how many rows its tables have."""
    database = Database(url)
    with database.reading() as session:
        connection = session.connection()
        names = connection.dialect.get_table_names(connection)
        kept = [name for name in names if name not in LEFT_BEHIND | {"alembic_version"}]
        counts = {n: session.scalar(text(f'SELECT count(*) FROM "{n}"')) for n in sorted(kept)}
        stands = schema.schema_of(connection)
    database.dispose()
    return stands, counts
