"""A service whose disk fills up while it runs: nothing is lost, and no restart is needed."""

import resource
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from tests.accounts.people import add_person
from tests.cli.conftest import environment, ready_url
from tests.operations.conftest import WORDS
from tests.operations.visitor import Visitor
from tracker.accounts.sessions import open_session
from tracker.models import Source
from tracker.record.verify import verify

pytestmark = [pytest.mark.slow, pytest.mark.engines("sqlite")]
SECRET = "a secret for tests alone"


@pytest.fixture
def visitor(database, database_url, tmp_path):
    """A signed-in browser before a service of two processes."""
    account = add_person(database)
    with database.transaction() as session:
        token = open_session(session, account, hours=1)
    options = ("--database", database_url, "serve", "--port", "0", "--processes", "2")
    with subprocess.Popen(
        [sys.executable, "-m", "tracker", *options],
        cwd=tmp_path,
        env=environment(SECRET_KEY=SECRET),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield Visitor(urlsplit(ready_url(process)).port or 0, token, process)
        process.terminate()


def limit_files(process: int, size: int) -> None:
    """No file of the processes may grow beyond this: what a full disk does to a write."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    for child in map(int, children):
        _, hard = resource.prlimit(child, resource.RLIMIT_FSIZE)
        resource.prlimit(child, resource.RLIMIT_FSIZE, (size, hard))


def typed(token: str, number: int) -> dict[str, str]:
    return {
        "csrf_token": token,
        "client_token": f"00000000-0000-4000-8000-{number:012}",
        "kind": "article",
        "title": f"What was said {number}",
        "url": f"https://example.org/{number}",
        "language": "en",
        "text": f"{number} {WORDS}",
    }


def test_saves_on_a_full_disk_are_refused_whole_and_go_on_when_there_is_room(visitor, database):
    token = visitor.token("/sources/new")
    assert visitor.post("/sources/new", typed(token, 1)).status == 303
    limit_files(visitor.process.pid, 4096)

    refused = [visitor.post("/sources/new", typed(token, number)) for number in range(2, 8)]
    reading = visitor.get("/sources/")
    limit_files(visitor.process.pid, resource.RLIM_INFINITY)
    began = time.monotonic()
    again = [visitor.post("/sources/new", typed(token, number)) for number in range(2, 8)]

    assert {answer.status for answer in refused} == {503}
    assert all("Send again" in answer.text and "A second line" in answer.text for answer in refused)
    assert reading.status == 200
    assert {answer.status for answer in again} == {303}
    assert time.monotonic() - began < 5
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Source)) == 7
    assert verify(database).ok
