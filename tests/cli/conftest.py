"""The command as a user runs it: in a process of its own, bounded in time, ended afterwards."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.process import run_forked
from tests.fixtures.measuring import environment_of_children
from tests.fixtures.missing import ROOT

SECONDS = 120
PASSWORD = "seven green bottles standing"


def environment(**settings: object) -> dict[str, str]:
    """This environment without settings of the machine that runs the tests."""
    given = environment_of_children()
    kept = {name: value for name, value in given.items() if not name.startswith("TRACKER_")}
    kept["PYTHONPATH"] = str(ROOT)
    return kept | {f"TRACKER_{name}": str(value) for name, value in settings.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The working directory of the command."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def tracker(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `tracker` to its end: `tracker("users", "list", stdin="…", PORT=9000)`."""

    def run(
        *arguments: str, stdin: str = "", **settings: object
    ) -> subprocess.CompletedProcess[str]:
        return run_forked(
            arguments,
            stdin=stdin,
            folder=folder,
            environment=environment(**settings),
            streams=tmp_path_factory.mktemp("streams"),
        )

    return run


@pytest.fixture
def serving(folder: Path) -> Iterator[Callable[..., Any]]:
    """Start the command and leave it running, as in `serving("serve", "--port", "0")`."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **settings: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker", *arguments],
            cwd=folder,
            env=environment(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            # Its own group: the processes that it forked end with it.
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=SECONDS)


def ready_url(process: "subprocess.Popen[str]") -> str:
    """The address that a starting server prints."""
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.fullmatch(r"Ready: (http://\S+)\n", line)
    if found is None:
        process.kill()
        pytest.fail(f"It said {line!r} and {process.communicate(timeout=SECONDS)[1]!r}")
    return found.group(1)
