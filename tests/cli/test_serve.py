"""`tracker serve` refuses what is unsafe, answers, survives its processes and ends politely."""

import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.conftest import SECONDS, ready_url
from tests.fixtures.postgres import free_port
from tests.web.test_metrics import value
from tracker.accounts.demo import DEMO_ACCOUNTS, standing_demo_accounts

pytestmark = pytest.mark.slow

SECRET = "a secret for tests alone"
EDITOR = DEMO_ACCOUNTS[0]


@pytest.fixture
def served(serving, database_url):
    """A process that serves the test's database, with its address."""

    def start(*arguments: str, **settings: object):
        options = ("--database", database_url, "serve", "--port", "0", *arguments)
        process = serving(*options, SECRET_KEY=SECRET, **settings)
        return process, ready_url(process)

    return start


def health(url: str) -> int:
    with urllib.request.urlopen(f"{url}/healthz", timeout=30) as answer:
        assert json.load(answer)["ok"]
        return int(answer.status)


def workers_of(parent: int) -> set[int]:
    """The processes that a process has forked."""
    return {int(n) for n in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}


@contextmanager
def half_a_request(url: str) -> Iterator[socket.socket]:
    """A connection on which a request has begun."""
    with socket.create_connection(("127.0.0.1", urlsplit(url).port or 0), timeout=30) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        time.sleep(0.5)  # until the process has read it
        yield connection


def eventually(question, seconds: float = 15.0) -> bool:
    """Whether the answer becomes true in time."""
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def answers(url: str) -> bool:
    try:
        return health(url) == 200
    except (urllib.error.URLError, ConnectionError):
        return False


def test_it_answers_when_it_says_so_and_ends_on_sigterm(served):
    process, url = served()

    assert health(url) == 200
    process.send_signal(signal.SIGTERM)

    assert process.wait(SECONDS) == 0
    assert not answers(url)


@pytest.mark.engines("sqlite")
def test_a_stop_from_the_keyboard_ends_with_130(served):
    process, _ = served("--processes", "1")

    os.killpg(process.pid, signal.SIGINT)

    assert process.wait(SECONDS) == 130


@pytest.mark.engines("sqlite")
def test_a_request_that_has_begun_is_answered_before_the_end(served):
    process, url = served()
    with half_a_request(url) as connection:
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)

        connection.sendall(b"\r\n")
        answer = connection.recv(4096)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert process.wait(SECONDS) == 0


@pytest.mark.engines("sqlite")
def test_half_a_request_does_not_keep_it_from_ending(served):
    process, url = served()

    with half_a_request(url):
        process.send_signal(signal.SIGTERM)

        assert process.wait(20) == 0


@pytest.mark.engines("sqlite")
def test_a_second_signal_ends_it_at_once(served):
    process, url = served("--processes", "1")
    with half_a_request(url):
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)

        assert process.wait(20) == 0

    assert time.monotonic() - asked < 2


@pytest.mark.engines("sqlite")
def test_a_killed_process_is_replaced(served):
    process, url = served()
    before = workers_of(process.pid)
    assert [health(url) for _ in range(8)] == [200] * 8

    os.kill(min(before), signal.SIGKILL)

    assert len(before) == 2
    assert eventually(lambda: len(workers_of(process.pid) - before) == 1)
    assert [health(url) for _ in range(5)] == [200] * 5
    # Whichever process is asked, and whoever has died, nothing that was counted is forgotten.
    asked = 'tracker_requests_total{method="GET",route="/healthz",status="2xx"}'
    assert counted(url, asked) == 13
    assert counted(url, "tracker_process_starts_total") == 3


def counted(url: str, line: str) -> float:
    """A number of /metrics, the same in ten answers."""
    told = set()
    for _ in range(10):
        with urllib.request.urlopen(f"{url}/metrics", timeout=30) as answer:
            told.add(value(answer.read().decode(), line))
    (number,) = told
    return number


@pytest.mark.engines("sqlite")
def test_what_the_processes_log_are_lines_of_json(served):
    process, url = served()
    health(url)

    process.terminate()
    told = [json.loads(line) for line in process.communicate(timeout=SECONDS)[1].splitlines()]

    events = [line["event"] for line in told]
    assert sorted(events) == ["process started", "process started", "serving", "stopped"]


@pytest.mark.parametrize(
    "settings",
    [
        {"LOG_FORMAT": "xml"},
        {"TRUSTED_PROXIES": -1},
        {"URL_PREFIX": "/a b"},
        {"SECOND_FACTOR_ROLES": "reviewers"},
        {"IDLE_MINUTES": 0},
        {"MAX_BODY": -1},
        {"PUBLIC_URL": "record.example.org"},
        {"DEFAULT_LANGUAGE": "xx"},
    ],
)
def test_a_setting_that_no_part_can_use_is_named(tracker, settings):
    tracker("init")

    done = tracker("serve", "--port", "0", **settings)

    assert (done.returncode, done.stdout) == (2, "")
    assert next(iter(settings)) in done.stderr


@pytest.mark.engines("sqlite")
def test_its_processes_do_not_outlive_it(served):
    process, url = served()

    process.kill()
    process.wait(SECONDS)

    assert eventually(lambda: not answers(url))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "Run `tracker init`"),
        ({"SECRET_KEY": "too short"}, "fewer than 16 characters"),
        ({"SECRET_KEY": SECRET, "DEBUG": 1}, "DEBUG is on"),
        ({"SECRET_FILE": "."}, "cannot be read"),
    ],
)
def test_what_is_unsafe_is_not_served(tracker, folder, settings, told):
    tracker("init")
    (folder / "instance" / "secret").unlink()

    done = tracker("serve", "--port", "0", **settings)

    assert (done.returncode, done.stdout) == (7, "")
    assert told in done.stderr


def test_a_secret_that_others_can_read_is_told(tracker, serving, folder):
    tracker("init")
    (folder / "instance" / "secret").chmod(0o644)

    process = serving("serve", "--port", "0", "--processes", "1")
    ready_url(process)
    process.terminate()

    assert "chmod 600" in process.communicate(timeout=SECONDS)[1]


def test_the_passwords_of_the_demo_keep_it_on_this_machine(tracker, database, database_url):
    tracker(
        *("--database", database_url, "users", "add", EDITOR.email, "--role", "editor"),
        "--password-stdin",
        stdin=EDITOR.password,
    )

    done = tracker("--database", database_url, "serve", "--host", "0.0.0.0", SECRET_KEY=SECRET)

    assert (done.returncode, done.stdout) == (7, "")
    assert EDITOR.email in done.stderr

    tracker("--database", database_url, "users", "set", EDITOR.email, "--disable")

    with database.reading() as session:
        assert standing_demo_accounts(session) == []


@pytest.mark.engines("sqlite")
def test_another_password_frees_the_demo(tracker, database, database_url):
    tracker(
        *("--database", database_url, "users", "add", EDITOR.email, "--role", "editor"),
        "--password-stdin",
        stdin="a password of my own",
    )

    with database.reading() as session:
        assert standing_demo_accounts(session) == []


def test_a_port_in_use_is_told(tracker, folder):
    tracker("init")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = tracker("serve", "--port", str(port))

    assert done.returncode == 3
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.stderr


def test_a_host_that_does_not_exist_is_told(tracker, folder):
    tracker("init")

    done = tracker("serve", "--host", "nowhere.invalid", "--port", str(free_port()))

    assert done.returncode == 3
    assert "nowhere.invalid" in done.stderr
