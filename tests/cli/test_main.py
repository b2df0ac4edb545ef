"""What every command shares: options, languages, numbers to end with."""

import sys

import click
import pytest
from sqlalchemy.exc import OperationalError

from tests.cli.conftest import SECONDS
from tracker.cli import main as command
from tracker.cli.exits import Exit, Halt
from tracker.db import Busy
from tracker.errors import Missing, Refused, Stale


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["sing"],
        ["--lang", "fr", "version"],
        ["version", "--loud"],
        ["--database", "a file", "version"],
        ["--database", "mysql://localhost/x", "version"],
        ["--database", "sqlite://", "version"],
        ["serve", "--port", "70000"],
        ["demo", "--set", "fable"],
        ["users"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_on_stderr(tracker, arguments):
    done = tracker(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr != ""
    assert "Traceback" not in done.stderr


def test_the_module_is_the_command(serving):
    process = serving("--version-of-nothing")

    output, errors = process.communicate(timeout=SECONDS)

    assert (process.returncode, output) == (2, "")
    assert "No such option" in errors


def test_help_lists_every_command(tracker):
    done = tracker("--help")

    assert done.returncode == 0
    assert [name for name in command.COMMANDS if f"  {name} " not in done.stdout] == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"PORT": "http"}, "TRACKER_PORT is 'http'. Write a whole number."),
        ({"CONFIG": "absent.py"}, "absent.py"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(tracker, settings, told):
    done = tracker("version", **settings)

    assert done.returncode == 2
    assert told in done.stderr


def test_a_password_of_the_database_is_not_printed(tracker):
    done = tracker("--database", "postgresql://ema:hidden-word@127.0.0.1:1/record", "verify")

    assert done.returncode == 6
    assert "hidden-word" not in done.stderr


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (Halt(Exit.UNSAFE, "It is unsafe."), 7),
        (Refused("No."), 3),
        (Missing("account", "ema@example.org"), 4),
        (Stale("account", 1, 1, 2), 3),
        (Busy("The database is busy."), 1),
        (click.Abort(), 130),
        (OperationalError("SELECT 1", {}, Exception("disk is full")), 1),
        (OSError(28, "No space left on device"), 1),
        (ZeroDivisionError("division by zero"), 1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_problem_becomes_a_number_and_a_sentence(monkeypatch, capsys, problem, code):
    def fail(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(command.tracker, "main", fail)

    ended = command.main([])

    told = capsys.readouterr()
    assert (ended, told.out) == (code, "")
    assert told.err.strip() != ""
    assert "Traceback" not in told.err


def test_every_problem_of_a_refusal_is_told(monkeypatch, capsys):
    def refuse(*_: object, **__: object) -> None:
        raise Refused("One of %(n)d.", n=2, others=[Refused("Another.")])

    monkeypatch.setattr(command.tracker, "main", refuse)

    command.main([])

    assert capsys.readouterr().err == "One of 2.\nAnother.\n"


def test_a_reader_who_has_enough_is_no_fault_to_talk_about(monkeypatch, capsys):
    def fail(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(command.tracker, "main", fail)
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # put back afterwards

    ended = command.main([])

    assert (ended, capsys.readouterr().err) == (1, "")


def test_debugging_shows_where_a_fault_happened(monkeypatch, capsys):
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(command.tracker, "main", fail)
    monkeypatch.setenv("TRACKER_DEBUG", "1")

    command.main([])

    assert "Traceback" in capsys.readouterr().err
