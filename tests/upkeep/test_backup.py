"""A backup is one whole file of what was committed, taken while the record is in use."""

import hashlib
import json
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.upkeep.conftest import head_of, state_of
from tracker.models import Speaker
from tracker.upkeep.backups import back_up

FORBIDDEN = "words that a court has forbidden "


@pytest.fixture
def backup(tracker, database_url, folder):
    """Run `tracker backup` with a name in the working directory."""

    def run(name: str = "kept.db"):
        return tracker("--database", database_url, "backup", name)

    return run


def asked(file: Path, question: str):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchall()


def test_a_backup_is_a_file_with_the_same_state_and_head(backup, folder, database_url):
    done = backup()

    file = folder / "kept.db"
    number, head = head_of(database_url)
    assert (done.returncode, json.loads(done.stdout)) == (
        0,
        {
            "file": str(file),
            "bytes": file.stat().st_size,
            "revision": number,
            "head": head,
            "anchor": f"{number}:{head}",
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        },
    )
    assert state_of(f"sqlite:///{file}") == state_of(database_url)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [other.name for other in folder.iterdir()] == ["kept.db"]


@pytest.mark.engines("sqlite")
def test_what_is_there_is_never_written_over(backup, folder):
    (folder / "kept.db").write_text("the last good copy")

    done = backup()

    assert (done.returncode, done.stdout) == (3, "")
    assert "is there already" in done.stderr
    assert (folder / "kept.db").read_text() == "the last good copy"


def test_what_is_being_saved_is_not_in_it_and_does_not_hold_it_up(
    database, database_url, ids, tmp_path
):
    before = state_of(database_url)

    with database.transaction(why="test") as session:
        session.get_one(Speaker, ids["person"]).about = "Half written."
        session.flush()
        back_up(database, tmp_path / "kept.db")

    assert state_of(f"sqlite:///{tmp_path}/kept.db") == before


def test_nobody_is_signed_in_in_a_backup(backup, folder):
    backup()

    assert asked(folder / "kept.db", "SELECT count(*) FROM browser_session") == [(0,)]
    assert asked(folder / "kept.db", "SELECT count(*) FROM token") == [(0,)]


@pytest.mark.engines("sqlite")
def test_what_was_deleted_is_in_no_backup(database, database_url, tmp_path):
    live = Path(database_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(live, isolation_level=None)) as connection:
        # As where SQLite was built without it: what is deleted stays in the file for a while.
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("UPDATE throttle SET subject = ?", (FORBIDDEN * 200,))
        connection.execute("DELETE FROM throttle")

    back_up(database, tmp_path / "kept.db")

    assert FORBIDDEN.encode() in live.read_bytes()
    assert FORBIDDEN.encode() not in (tmp_path / "kept.db").read_bytes()


@pytest.mark.engines("sqlite")
def test_the_log_is_short_after_a_backup(database, database_url, ids, tmp_path):
    log = Path(database_url.removeprefix("sqlite:///") + "-wal")
    with database.transaction(why="test") as session:
        session.get_one(Speaker, ids["person"]).about = "Somebody."
    long = log.stat().st_size

    back_up(database, tmp_path / "kept.db")

    assert (long > 0, log.stat().st_size) == (True, 0)


def test_what_is_damaged_is_not_kept_as_a_backup(backup, database, folder):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE head SET hash = 'another'"))

    done = backup()

    assert (done.returncode, done.stdout) == (5, "")
    assert "is damaged (history)" in done.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.engines("sqlite")
def test_a_history_without_its_guards_is_damage(backup, database, folder):
    with database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER revision_update"))

    done = backup()

    assert done.returncode == 5
    assert "the trigger revision_update is not as this version makes it" in done.stderr


@pytest.mark.engines("sqlite")
def test_an_index_that_somebody_added_does_no_harm(backup, database):
    with database.engine.begin() as connection:
        connection.execute(text("CREATE INDEX of_ours ON speaker (about)"))

    assert backup().returncode == 0


@pytest.mark.engines("sqlite")
def test_a_folder_that_is_not_there_is_told(backup):
    done = backup("nowhere/kept.db")

    assert (done.returncode, done.stdout) == (1, "")
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.engines("sqlite")
def test_what_root_makes_belongs_to_whom_the_folder_belongs(database, tmp_path):
    place = tmp_path / "instance"
    place.mkdir()
    if os.geteuid() == 0:
        os.chown(place, 65534, 65534)

    back_up(database, place / "kept.db")

    assert (place / "kept.db").stat().st_uid == place.stat().st_uid
