"""`tracker demo` loads once, tells how to sign in, serves, and touches nobody else's record."""

import json
import shutil
import signal
import sqlite3
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PASSWORD, SECONDS, environment
from tests.cli.process import run_forked
from tracker.accounts.demo import DEMO_ACCOUNTS

PARTS = ["editor", "editor2", "reviewer", "reviewer2", "admin"]


@pytest.fixture(scope="module")
def loaded(
    tmp_path_factory: pytest.TempPathFactory, demo_sqlite_template: Path
) -> tuple[Path, dict[str, Any]]:
    """A folder with the demo, and the line that is printed there; the wheel's test begins empty."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "instance").mkdir()
    shutil.copyfile(demo_sqlite_template, folder / "instance" / "on-the-record.db")
    done = run_forked(
        ("demo", "--no-serve"),
        stdin="",
        folder=folder,
        environment=environment(),
        streams=tmp_path_factory.mktemp("streams"),
    )
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


@pytest.fixture
def copied(loaded: tuple[Path, dict[str, Any]], folder: Path) -> Path:
    """The working directory, with the demo in it."""
    shutil.copytree(loaded[0], folder, dirs_exist_ok=True)
    return folder


def content_of(folder: Path) -> list[str]:
    """Every row of the demo's database."""
    with sqlite3.connect(folder / "instance" / "on-the-record.db") as connection:
        return list(connection.iterdump())


@pytest.mark.slow
def test_the_line_tells_how_to_sign_in(loaded):
    folder, line = loaded

    assert list(line) == ["url", "database", "set", "accounts"]
    assert (line["url"], line["set"]) == (None, "un")
    assert line["database"] == f"sqlite:///{folder / 'instance' / 'on-the-record.db'}"
    assert [account["role"] for account in line["accounts"]] == PARTS
    assert all(set(account) == {"role", "email", "password"} for account in line["accounts"])


@pytest.mark.slow
def test_a_second_run_changes_no_row(tracker, copied, loaded):
    before = content_of(copied)

    done = tracker("demo", "--no-serve")

    assert done.returncode == 0
    assert json.loads(done.stdout)["accounts"] == loaded[1]["accounts"]
    assert content_of(copied) == before


@pytest.mark.slow
def test_the_record_of_the_demo_is_whole(tracker, copied):
    done = tracker("verify", "--json")

    assert (done.returncode, json.loads(done.stdout)["ok"]) == (0, True)


def test_the_story_is_the_other_set_and_keeps_to_itself(tracker, folder, story_sqlite_template):
    (folder / "instance").mkdir()
    shutil.copyfile(story_sqlite_template, folder / "instance" / "on-the-record.db")

    told = tracker("demo", "--set", "story", "--no-serve")
    other = tracker("demo", "--no-serve")

    assert (told.returncode, json.loads(told.stdout)["set"]) == (0, "story")
    assert (other.returncode, other.stdout) == (3, "")


@pytest.mark.slow
def test_the_line_comes_when_the_port_answers(serving, copied):
    process = serving("demo", "--port", "0")

    line = json.loads(process.stdout.readline())
    with urllib.request.urlopen(f"{line['url']}/healthz", timeout=30) as answer:
        health = json.load(answer)
    process.send_signal(signal.SIGTERM)
    output, words = process.communicate(timeout=SECONDS)

    assert (health["ok"], process.returncode, output) == (True, 0, "")
    assert f"On the Record is at {line['url']}." in words
    assert all(account.password in words for account in DEMO_ACCOUNTS)


@pytest.mark.slow
def test_a_demo_that_somebody_has_added_to_is_left_alone(tracker, copied):
    arguments = ["add", "ema@example.org", "--role", "editor", "--password-stdin"]
    tracker("users", *arguments, stdin=PASSWORD)
    before = content_of(copied)

    done = tracker("demo", "--no-serve")

    assert (done.returncode, done.stdout) == (3, "")
    assert "did not put there" in done.stderr
    assert content_of(copied) == before


@pytest.mark.parametrize(
    ("arguments", "settings"), [(["--host", "0.0.0.0"], {}), ([], {"DEBUG": 1})]
)
def test_the_demo_is_served_to_nobody_else(tracker, folder, arguments, settings):
    done = tracker("demo", "--port", "0", *arguments, **settings)

    assert (done.returncode, done.stdout) == (7, "")
    assert list(folder.iterdir()) == []


def test_demo_passwords_are_long_enough_and_told_apart():
    assert [account.part for account in DEMO_ACCOUNTS] == PARTS
    assert len({account.password for account in DEMO_ACCOUNTS}) == len(PARTS)
    assert min(len(account.password) for account in DEMO_ACCOUNTS) >= 15
