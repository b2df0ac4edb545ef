"""What docs/operations.md and docs/examples tell an operator to type exists."""

import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from tests.fixtures.missing import ROOT
from tests.web.test_metrics import value
from tracker.cli.exits import Exit
from tracker.cli.main import COMMANDS, tracker
from tracker.web.watch import EVENTS

PAGE = (ROOT / "docs" / "operations.md").read_text()
EXAMPLES = sorted((ROOT / "docs" / "examples").iterdir())
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
SETTINGS = set(
    re.findall(r"^([A-Z_]+)[:=]|^([A-Z_]+) ", (ROOT / "config.py").read_text(), re.MULTILINE)
)
NAMES = {first or second for first, second in SETTINGS}
# Of systemd; a name that it does not know is only a warning in its journal.
UNIT = {
    "Unit": {"Description", "After"},
    "Install": {"WantedBy"},
    "Service": {
        *("User", "Group", "WorkingDirectory", "EnvironmentFile", "ExecStart", "Restart"),
        *("RestartSec", "RestartPreventExitStatus", "TimeoutStopSec", "UMask"),
        *("StateDirectory", "StateDirectoryMode", "NoNewPrivileges", "PrivateTmp"),
        *("PrivateDevices", "ProtectSystem", "ProtectHome", "ProtectKernelTunables"),
        *("ProtectControlGroups", "RestrictSUIDSGID"),
    },
}


def lines_of(text):
    """Every command line of `tracker` in a text."""
    for block, words in CODE.findall(text):
        for line in (block or words).splitlines():
            found = re.search(r"(?:^|[/ ])tracker ((?:[a-z]+)\b.*)", line.partition("#")[0])
            if found and found[1].split()[0] in COMMANDS:
                # What the shell puts in, and what it does next, is not the command's.
                typed = re.sub(r"\$\([^)]*\)", "X", found[1])
                yield re.split(r"[|>&;]", typed.replace("reader|editor|reviewer|admin", "R"))[0]


def problems_of(line):
    """Options and subcommands of a line that do not exist."""
    words = [word.strip("[]") for word in re.split(r"[\s|]+", line) if word]
    context = click.Context(tracker)
    command = tracker.get_command(context, words.pop(0))
    if isinstance(command, click.Group):
        command = command.get_command(context, words.pop(0) if words else "")
    if command is None:
        yield f"no such command: {line}"
        return
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    for word in words:
        if word.startswith("-") and word not in known:
            yield f"{word} of {line}"


def test_every_command_and_option_that_is_told_exists():
    lines = list(lines_of(PAGE))

    problems = [problem for line in lines for problem in problems_of(line)]

    assert len(lines) > 20
    assert problems == []


@pytest.mark.parametrize("line", ["users set EMAIL --unlok", "users forget EMAIL"])
def test_a_misspelt_command_is_noticed(line):
    assert list(problems_of(line)) != []


def test_every_setting_that_is_told_exists():
    told = set(re.findall(r"`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`", PAGE))
    told |= set(re.findall(r"TRACKER_[A-Z_]+", PAGE))

    told = {name.removeprefix("TRACKER_") for name in told}
    foreign = {name for name in told if name.startswith("SQLITE_")}

    assert len(told - foreign) > 8
    assert sorted(told - foreign - NAMES - {"CONFIG"}) == []


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_every_setting_of_an_example_exists_and_the_page_names_the_file(file: Path):
    told = set(re.findall(r"TRACKER_([A-Z_]+)", file.read_text()))

    assert sorted(told - NAMES) == []
    assert f"(examples/{file.name})" in PAGE


class UnitParser(ConfigParser):
    """Reads the names of systemd as they are written; ConfigParser would make them small."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def test_the_unit_has_only_names_that_systemd_knows_and_starts_the_service():
    unit = UnitParser(interpolation=None)

    unit.read(ROOT / "docs" / "examples" / "tracker.service")

    assert {part: set(unit[part]) - UNIT[part] for part in unit.sections()} == {
        "Unit": set(),
        "Service": set(),
        "Install": set(),
    }
    program, *words = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/tracker")
    assert list(problems_of(shlex.join(words))) == []


def test_the_unit_waits_for_a_database_that_is_still_starting():
    unit = ConfigParser(interpolation=None)

    unit.read(ROOT / "docs" / "examples" / "tracker.service")

    given_up = unit["Service"]["RestartPreventExitStatus"].split()
    assert sorted(given_up) == [f"{Exit.USAGE:d}", f"{Exit.UNSAFE:d}"]
    assert unit["Service"]["Restart"] == "on-failure"


def test_who_backs_up_every_night_may_read_the_settings():
    user = re.findall(r"-o (\w+) docs/examples/tracker.env /etc/tracker/tracker.env", PAGE)

    unit = (ROOT / "docs" / "examples" / "tracker.service").read_text()
    assert [f"User={name}" in unit for name in user] == [True]


def test_the_proxy_tells_all_that_is_believed_and_shuts_the_metrics():
    for name in ("nginx.conf", "nginx-prefix.conf"):
        told = (ROOT / "docs" / "examples" / name).read_text()

        for header in ("For", "Proto", "Host", "Prefix"):
            assert f"proxy_set_header X-Forwarded-{header} " in told
        assert re.search(r"location = (/record)?/metrics \{\s+return 404;", told)
        assert "proxy_next_upstream off;" in told


@pytest.mark.engines("sqlite")
def test_every_number_of_the_metrics_that_is_told_exists(client):
    client.get("/claims/")
    alarms = (ROOT / "docs" / "examples" / "alarms.yml").read_text()

    answer = client.get("/metrics").text

    told = set(re.findall(r"\b(tracker_[a-z_]+[a-z])\b", PAGE + alarms))
    kinds = set(re.findall(r"^# TYPE (\S+)", answer, re.MULTILINE))
    known = kinds | {f"{kind}_{end}" for kind in kinds for end in ("total", "bucket")}
    assert len(told) > 10
    assert sorted(told - known) == []
    assert value(answer, "tracker_database_up") == 1


def test_every_event_that_is_counted_is_told():
    assert [event for event in EVENTS if f"`{event}`" not in PAGE] == []


def test_every_example_of_the_crontab_is_a_command():
    text = (ROOT / "docs" / "examples" / "crontab").read_text()
    lines = re.findall(r"/opt/tracker/bin/tracker ([^|>&\n]+)", text)

    assert len(lines) == 3
    assert [problem for line in lines for problem in problems_of(line.strip())] == []
