"""A restore proves a backup first and then replaces all of the record, or nothing."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from tests.make import Make
from tests.upkeep.conftest import head_of, state_of
from tracker import schema
from tracker.db import Database
from tracker.models import BrowserSession, Statement
from tracker.upkeep.backups import back_up


@pytest.fixture
def kept(database, tmp_path: Path) -> Path:
    """A backup of the test's record."""
    back_up(database, tmp_path / "kept.db")
    return tmp_path / "kept.db"


@pytest.fixture
def restore(tracker, kept):
    """Run `tracker restore`, of the backup unless another file is given."""

    def run(url: str, *options: str, file: object = None):
        return tracker("--database", url, "restore", str(file or kept), *options)

    return run


def spoil(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_backup_goes_into_a_database_that_is_not_there(
    restore, database_url, new_place, engine_name
):
    url = new_place(engine_name)

    done = restore(url)

    told = json.loads(done.stdout)
    assert (done.returncode, told["kept"], told["schema"]) == (0, None, schema.code_schema())
    assert (told["revision"], told["head"]) == head_of(database_url)
    assert state_of(url) == state_of(database_url)


def test_a_record_is_replaced_only_by_force_and_kept_aside(restore, database, database_url, folder):
    before = state_of(database_url)
    Make(database).speaker("Somebody later")
    later = state_of(database_url)

    refused = restore(database_url)
    untouched = state_of(database_url)
    done = restore(database_url, "--force")

    assert (refused.returncode, refused.stdout, untouched) == (3, "", later)
    assert "--force" in refused.stderr
    aside = json.loads(done.stdout)["kept"]
    assert state_of(database_url) == before
    assert state_of(f"sqlite:///{aside}") == later
    assert f"Kept what was there as {aside}." in done.stderr


def test_a_restored_record_goes_on_guarded_with_nobody_signed_in(restore, database, database_url):
    restore(database_url, "--force")

    published = Make(database).statement()

    with database.reading() as session:
        assert session.get_one(Statement, published).published_at is not None
        assert session.scalar(select(func.count()).select_from(BrowserSession)) == 0
    for forbidden in ("DELETE FROM revision", "UPDATE revision SET why = 'another'"):
        with pytest.raises(DBAPIError, match="never changed"), database.engine.begin() as writer:
            writer.execute(text(forbidden))


SPOILT = {
    "a word": ("UPDATE claim SET text = 'it was so' WHERE id = 1",),
    "the tail": ("UPDATE head SET number = number - 1",),
    "a guard": ("DROP TRIGGER revision_delete",),
    "a spy": ("CREATE TRIGGER spy AFTER INSERT ON stance BEGIN DELETE FROM topic; END",),
    "a text": ("UPDATE snapshot SET text = text || '.'",),
}


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_backup_replaces_nothing(restore, kept, database_url, what):
    before = state_of(database_url)
    spoil(kept, *SPOILT[what])

    done = restore(database_url, "--force")

    assert (done.returncode, done.stdout) == (5, "")
    assert state_of(database_url) == before


@pytest.mark.engines("sqlite")
def test_a_spoilt_backup_leaves_a_missing_database_missing(restore, kept, new_place, tracker):
    url = new_place("postgresql")
    spoil(kept, *SPOILT["the tail"])

    done = restore(url)

    assert done.returncode == 5
    assert tracker("--database", url, "version").stdout.count("null") == 2


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("length", [0.5, 0.99])
def test_half_a_backup_replaces_nothing(restore, kept, database_url, length):
    before = state_of(database_url)
    os.truncate(kept, int(kept.stat().st_size * length))

    done = restore(database_url, "--force")

    assert (done.returncode, done.stdout) == (5, "")
    assert state_of(database_url) == before


@pytest.mark.engines("sqlite")
def test_what_is_no_backup_is_told(restore, tmp_path, database_url):
    (tmp_path / "letter.txt").write_text("Dear reader, this is not a database at all." * 200)
    spoil(tmp_path / "songs.db", "CREATE TABLE song (title TEXT)")

    letter = restore(database_url, "--force", file=tmp_path / "letter.txt")
    songs = restore(database_url, "--force", file=tmp_path / "songs.db")
    nothing = restore(database_url, "--force", file=tmp_path / "nothing.db")

    assert (letter.returncode, songs.returncode, nothing.returncode) == (5, 3, 4)
    assert "not a database" in letter.stderr
    assert "holds no record" in songs.stderr


@pytest.mark.engines("sqlite")
def test_a_backup_of_a_newer_version_is_refused(restore, kept, database_url):
    spoil(kept, "UPDATE alembic_version SET version_num = '9999'")

    done = restore(database_url, "--force")

    assert (done.returncode, done.stdout) == (6, "")
    assert "Install the newer version" in done.stderr


def test_the_tables_of_a_newer_version_are_not_taken_away_by_this_one(
    restore, database, database_url, engine_name
):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    done = restore(database_url, "--force")

    # A file is replaced as a whole; in a server's database an unknown table would stay behind.
    assert done.returncode == (0 if engine_name == "sqlite" else 6)


def test_a_database_of_something_else_is_left_alone(restore, new_place, engine_name):
    url = new_place(engine_name)
    other = Database(url)
    with other.engine.begin() as connection:
        connection.execute(text("CREATE TABLE song (title TEXT)"))

    done = restore(url, "--force")

    assert (done.returncode, done.stdout) == (3, "")
    assert "something else" in done.stderr
    other.dispose()


@pytest.mark.engines("sqlite")
def test_what_is_no_database_any_more_is_exchanged(restore, database_url, kept):
    live = Path(database_url.removeprefix("sqlite:///"))
    live.write_bytes(b"\xa5" * 20_000)
    live.with_name(live.name + "-wal").write_bytes(b"an old log")

    done = restore(database_url, "--force")

    aside = Path(json.loads(done.stdout)["kept"])
    assert done.returncode == 0
    assert state_of(database_url) == state_of(f"sqlite:///{kept}")
    assert aside.read_bytes() == b"\xa5" * 20_000


@pytest.mark.engines("sqlite")
def test_a_database_with_broken_pages_is_replaced(restore, database, database_url, kept):
    live = Path(database_url.removeprefix("sqlite:///"))
    database.dispose()
    with live.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xa5" * (live.stat().st_size - 4096))

    done = restore(database_url, "--force")

    assert done.returncode == 0
    assert state_of(database_url) == state_of(f"sqlite:///{kept}")


@pytest.mark.engines("sqlite")
def test_the_log_of_a_database_that_is_gone_is_not_played_in(restore, database, database_url, kept):
    live = Path(database_url.removeprefix("sqlite:///"))
    Make(database).speaker("Written to the log")
    log = live.with_name(live.name + "-wal")
    left = log.read_bytes()
    database.dispose()
    live.unlink()
    log.write_bytes(left)

    done = restore(database_url)

    assert done.returncode == 0
    assert Path(json.loads(done.stdout)["kept"]).read_bytes() == left
    assert state_of(database_url) == state_of(f"sqlite:///{kept}")


@pytest.mark.engines("sqlite")
def test_the_size_of_pages_may_differ(restore, kept, database_url):
    before = state_of(database_url)
    spoil(kept, "PRAGMA page_size = 8192", "VACUUM")

    done = restore(database_url, "--force")

    assert (done.returncode, state_of(database_url)) == (0, before)
