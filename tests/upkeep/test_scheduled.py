"""The line of docs/operations.md that backs up every night does what the page says."""

import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import environment
from tests.fixtures.missing import ROOT
from tests.upkeep.conftest import state_of

PAGE = (ROOT / "docs" / "operations.md").read_text()
DAY = 24 * 60 * 60

pytestmark = [pytest.mark.slow, pytest.mark.engines("sqlite")]


@pytest.fixture
def kept(tmp_path) -> Path:
    """The folder of the backups: one of a month ago, one left half, one of last week."""
    folder: Path = tmp_path / "backups"
    folder.mkdir()
    for name, days in (("old.db", 31), ("half.db.x.partial", 31), ("recent.db", 7)):
        (folder / name).write_text(name)
        os.utime(folder / name, (time.time() - days * DAY,) * 2)
    return folder


def night(folder: Path, kept: Path, url: str) -> int:
    """Run the very line, with the places of this machine, as cron would."""
    (line,) = re.findall(r"^```cron\n(.+)\n```$", PAGE, re.MULTILINE)
    schedule, command = " ".join(line.split()[:5]), line.split(maxsplit=5)[5]
    assert re.fullmatch(r"\d+ \d+ \* \* \*", schedule)
    # In a crontab a bare % begins what the command reads.
    assert "%" not in command.replace("\\%", "")
    settings = folder / "tracker.env"
    settings.write_text(f"TRACKER_DATABASE_URL={url}\n")
    places = {
        "\\%": "%",
        "/etc/tracker/tracker.env": shlex.quote(str(settings)),
        "/var/lib/tracker": shlex.quote(str(folder)),
        "/opt/tracker/bin/tracker": f"{shlex.quote(sys.executable)} -m tracker",
        "/var/backups/tracker": shlex.quote(str(kept)),
    }
    for theirs, ours in places.items():
        assert theirs in command
        command = command.replace(theirs, ours)
    done = subprocess.run(["/bin/sh", "-c", command], env=environment(), check=False)
    return done.returncode


def test_a_night_adds_a_backup_and_removes_those_of_a_month_ago(database_url, folder, kept):
    code = night(folder, kept, database_url)

    today = time.strftime("%Y-%m-%d.db", time.gmtime())
    assert code == 0
    assert {file.name for file in kept.iterdir()} == {"recent.db", today}
    assert state_of(f"sqlite:///{kept / today}") == state_of(database_url)


def test_a_night_without_a_backup_removes_nothing(folder, kept):
    before = set(kept.iterdir())

    code = night(folder, kept, f"sqlite:///{folder}/nothing.db")

    assert code == 6
    assert set(kept.iterdir()) == before
