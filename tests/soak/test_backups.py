"""Backups taken while eight people save: each is whole, and comes back as it was."""

import json
import time
from itertools import count

import pytest

from tests.cli.process import run_forked
from tests.soak.amounts import IS_FULL
from tests.soak.desk import everything_written
from tests.soak.editors import at_work, saves
from tests.soak.served import environment
from tracker.db import Database
from tracker.record.verify import verify

EDITORS = 8
# On each engine.
BACKUPS = 50 if IS_FULL else 3


@pytest.fixture
def tracker(tmp_path):
    """Run a command of the tracker to its end; it must succeed."""
    numbers = count()

    def run(*arguments: object) -> str:
        streams = tmp_path / f"streams-{next(numbers)}"
        streams.mkdir()
        done = run_forked(
            tuple(map(str, arguments)),
            stdin="",
            folder=tmp_path,
            environment=environment(),
            streams=streams,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout} {done.stderr}"
        return done.stdout

    return run


def test_backups_taken_under_load_verify_and_restore(served, record, desk, tracker, tmp_path, told):
    served.start()
    url = ("--database", served.database_url)
    with at_work(served.url, desk, [desk.statements] * EDITORS) as editors:
        began, made = time.monotonic(), []
        for number in range(BACKUPS):
            known = [text for editor in editors for _, text in editor.log.saved]
            file = tmp_path / f"backup-{number}"
            made.append((file, json.loads(tracker(*url, "backup", file)), known))
        spent, done = time.monotonic() - began, saves(editors)
    assert [wrong for editor in editors for wrong in editor.log.wrong] == []

    revisions = []
    for file, told_by, known in made:
        place = f"sqlite:///{tmp_path / 'restored.db'}"
        tracker("--database", place, "restore", file)
        restored = Database(place)
        report, written = verify(restored), everything_written(restored)
        restored.dispose()
        (tmp_path / "restored.db").unlink()
        assert (report.ok, report.revision) == (True, told_by["revision"])
        assert [text for text in known if text not in written] == []
        revisions.append(report.revision)
    told(
        f"{record.engine.dialect.name}: {BACKUPS} backups in {spent:.0f} s during {done} saves,"
        f" revisions {revisions[0]} to {revisions[-1]}; all restored and verified"
    )
    assert revisions == sorted(revisions)
