"""A database from nothing to the code's schema, and what is said when it is not there yet."""

import json
import sqlite3
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import PASSWORD
from tracker import __version__, schema

CODE = schema.code_schema()
EARLIER = "0003"


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_init_makes_the_database(tracker, empty_url, folder):
    done = tracker("--database", empty_url, "init")

    assert (done.returncode, json.loads(done.stdout)) == (
        0,
        {"version": __version__, "schema": CODE, "code_schema": CODE, "revision": 0},
    )
    assert "Made the database" in done.stderr


def test_init_in_an_empty_folder_makes_an_instance_that_others_cannot_read(tracker, folder):
    done = tracker("init")

    instance = folder / "instance"
    assert done.returncode == 0
    assert mode_of(instance / "secret") == 0o600
    assert mode_of(instance / "on-the-record.db") == 0o600
    assert len((instance / "secret").read_text().strip()) == 64


@pytest.mark.engines("postgresql")
def test_init_puts_the_secret_of_a_postgresql_record_into_the_instance(tracker, empty_url, folder):
    tracker("--database", empty_url, "init")

    assert mode_of(folder / "instance" / "secret") == 0o600


def test_the_secret_goes_where_the_setting_says(tracker, folder):
    tracker("init", SECRET_FILE="keys/signing")

    assert mode_of(folder / "keys" / "signing") == 0o600
    assert not (folder / "instance" / "secret").exists()


def test_a_second_init_changes_nothing(tracker, folder):
    first = tracker("init")
    secret = (folder / "instance" / "secret").read_text()

    second = tracker("init")

    assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")
    assert (folder / "instance" / "secret").read_text() == secret


def test_init_leaves_a_database_of_something_else_alone(tracker, folder):
    with sqlite3.connect(folder / "other.db") as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")

    done = tracker("--database", "sqlite:///other.db", "init")

    assert (done.returncode, done.stdout) == (3, "")
    assert "holds tables of something else" in done.stderr
    assert not (folder / "secret").exists()


def test_version_without_a_database_makes_none(tracker, folder):
    done = tracker("version")

    assert (done.returncode, json.loads(done.stdout)) == (
        0,
        {"version": __version__, "schema": None, "code_schema": CODE, "revision": None},
    )
    assert list(folder.iterdir()) == []


def test_version_tells_the_revision_of_the_record(tracker, database_url):
    tracker(
        *("--database", database_url, "users", "add", "ema@example.org", "--role", "editor"),
        "--password-stdin",
        stdin=PASSWORD,
    )

    done = tracker("--database", database_url, "version", "--json")

    assert json.loads(done.stdout)["revision"] == 1


def test_a_database_that_does_not_answer_is_told_with_the_reason(tracker):
    done = tracker("--database", "postgresql://nobody@127.0.0.1:1/record", "version")

    assert (done.returncode, json.loads(done.stdout)["version"]) == (6, __version__)
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_told(tracker, folder):
    (folder / "letter.db").write_text("Dear reader, this is not a database at all." * 20)

    done = tracker("--database", "sqlite:///letter.db", "verify")

    assert (done.returncode, done.stdout) == (6, "")
    assert "not a database" in done.stderr


def test_upgrade_brings_an_earlier_schema_to_the_codes(tracker, empty_url):
    schema.upgrade(empty_url, EARLIER)

    done = tracker("--database", empty_url, "upgrade")

    assert (done.returncode, json.loads(done.stdout)["schema"]) == (0, CODE)


@pytest.mark.engines("sqlite")
def test_upgrade_copies_a_sqlite_file_aside_first_and_says_where(tracker, empty_url):
    schema.upgrade(empty_url, EARLIER)
    file = Path(empty_url.removeprefix("sqlite:///"))

    done = tracker("--database", empty_url, "upgrade")

    copy = next(file.parent.glob(f"{file.name}.schema-{EARLIER}.*"))
    assert f"Copied the database to {copy}." in done.stderr
    assert mode_of(copy) == mode_of(file)
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [(EARLIER,)]


def test_checking_an_earlier_schema_changes_nothing_and_says_what_to_do(tracker, empty_url):
    schema.upgrade(empty_url, EARLIER)

    done = tracker("--database", empty_url, "upgrade", "--check")
    again = tracker("--database", empty_url, "upgrade", "--check")

    assert (done.returncode, again.returncode, done.stdout) == (6, 6, "")
    assert "Run `tracker upgrade`." in done.stderr


@pytest.mark.engines("sqlite")
def test_upgrading_what_is_up_to_date_copies_nothing(tracker, database_url):
    folder = Path(database_url.removeprefix("sqlite:///")).parent

    done = tracker("--database", database_url, "upgrade")
    checked = tracker("--database", database_url, "upgrade", "--check")

    assert (done.returncode, checked.returncode) == (0, 0)
    assert "up to date" in done.stderr
    assert list(folder.glob("*.schema-*")) == []


@pytest.mark.parametrize("command", ["init", "upgrade", "verify", "serve"])
def test_a_schema_from_the_future_is_not_touched(tracker, folder, command):
    tracker("init")
    with sqlite3.connect(folder / "instance" / "on-the-record.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    done = tracker(command)

    assert (done.returncode, done.stdout) == (6, "")
    assert "Install the newer version" in done.stderr


@pytest.mark.parametrize("command", [["upgrade"], ["verify"], ["users", "list"], ["serve"]])
def test_without_a_database_a_command_says_how_to_make_one(tracker, folder, command):
    done = tracker(*command)

    assert (done.returncode, done.stdout) == (6, "")
    assert "Run `tracker init`." in done.stderr
    assert list(folder.iterdir()) == []
