"""Whatever ends a backup or a restore in the middle, the record that was there stands."""

import multiprocessing
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.conftest import environment
from tests.make import Make
from tests.upkeep.conftest import state_of
from tracker.db import Busy, Database
from tracker.record.verify import verify
from tracker.upkeep.backups import back_up
from tracker.upkeep.files import new_file
from tracker.upkeep.overwriting import overwrite

pytestmark = pytest.mark.engines("sqlite")

# A process of its own that has imported all of this already.
PROCESSES = multiprocessing.get_context("forkserver")


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def keep_nothing() -> None:
    """Nobody needs the old record."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def begin_a_backup_and_die(place: str) -> None:
    with new_file(Path(place)) as made:
        made.write_bytes(b"half")
        die()


def begin_a_restore_and_die(live: str, made: str) -> None:
    overwrite(Path(live), Path(made), keep=die)


def restore_with_a_full_disk(live: str, made: str, room: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    overwrite(Path(live), Path(made), keep=keep_nothing)


def ended(target, *arguments: object) -> int | None:
    """Run it in a process of its own; gives the number with which that ended."""
    process = PROCESSES.Process(target=target, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode


@pytest.fixture
def larger(database, tmp_path) -> Path:
    """A backup that is larger than the record, which has changed since."""
    make = Make(database)
    make.source("Long", words="A long text. " * 50_000)
    file: Path = tmp_path / "larger.db"
    back_up(database, file)
    make.speaker("Somebody later")
    return file


def test_a_backup_killed_in_the_middle_has_no_name_yet(database, tmp_path):
    place = tmp_path / "kept.db"

    assert ended(begin_a_backup_and_die, str(place)) == -signal.SIGKILL
    assert not place.exists()
    assert back_up(database, place).revision > 0


def test_a_restore_killed_in_the_middle_leaves_the_record_as_it_was(database, database_url, larger):
    before = state_of(database_url)

    code = ended(begin_a_restore_and_die, str(file_of(database_url)), str(larger))

    assert code == -signal.SIGKILL
    assert state_of(database_url) == before
    assert verify(database, deep=True).ok
    assert Make(database).statement()


@pytest.mark.parametrize("room", [50_000, 400_000])
def test_a_restore_onto_a_full_disk_leaves_the_record_as_it_was(
    database, database_url, larger, room
):
    before = state_of(database_url)

    code = ended(restore_with_a_full_disk, str(file_of(database_url)), str(larger), room)

    assert code == 1
    assert state_of(database_url) == before
    assert verify(database, deep=True).ok


@pytest.mark.slow
@pytest.mark.parametrize("command", [["backup", "kept.db"], ["copy", "--to", "sqlite:///kept.db"]])
def test_a_full_disk_leaves_no_half_a_file(database_url, folder, command):
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000,) * 2);"
        "from tracker.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", limited, "--database", database_url, *command],
        cwd=folder,
        # What measures coverage writes a file of its own, which would not fit either.
        env={name: value for name, value in environment().items() if "COVERAGE" not in name},
        check=False,
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(folder.iterdir()) == []


def test_others_who_write_are_waited_for_and_then_told(database, larger, database_url):
    with database.transaction(why="test") as session:
        session.execute(text("SELECT 1"))

        with pytest.raises(Busy):
            overwrite(file_of(database_url), larger, keep=die, patience=0.2)


def test_a_damaged_file_in_use_is_not_exchanged(tmp_path, larger):
    live = tmp_path / "live.db"
    live.write_bytes(b"\xa5" * 20_000)
    holding = (
        "import fcntl, sys; file = open(sys.argv[1], 'r+b');"
        "fcntl.lockf(file, fcntl.LOCK_SH, 1, 0x40000002); print('held', flush=True);"
        "sys.stdin.read()"
    )
    command, pipe = [sys.executable, "-c", holding, str(live)], subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        with pytest.raises(Exception, match="Stop the service first"):
            overwrite(live, larger, keep=keep_nothing)

        holder.terminate()
    assert live.read_bytes() == b"\xa5" * 20_000


def test_a_database_closed_by_all_is_one_file(database, database_url, larger):
    database.dispose()

    overwrite(file_of(database_url), larger, keep=keep_nothing)

    opened = Database(database_url)
    assert verify(opened, deep=True).ok
    opened.dispose()


def test_nobody_writes_between_what_is_kept_and_what_is_new(database_url, larger):
    tried = []

    def keep() -> None:
        with closing(sqlite3.connect(file_of(database_url), timeout=0)) as other:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            tried.append(other.execute("SELECT count(*) FROM source").fetchone())

    overwrite(file_of(database_url), larger, keep)

    assert len(tried) == 1
