"""A record is backed up, restored and goes on while it is being served."""

import json
import urllib.request

import pytest

from tests.cli.conftest import ready_url
from tests.make import Make
from tests.upkeep.conftest import head_of, state_of
from tracker.record.verify import verify

pytestmark = pytest.mark.slow


def answer_of(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.read().decode()


def health_of(url: str) -> dict:
    health: dict = json.loads(answer_of(f"{url}/healthz")[1])
    return health


def test_a_restore_is_seen_by_who_serves(serving, tracker, database, database_url, folder):
    options = ("--database", database_url)
    process = serving(*options, "serve", "--port", "0", SECRET_KEY="a secret for tests alone")
    url = ready_url(process)
    before, (number, _) = state_of(database_url), head_of(database_url)

    backed_up = tracker(*options, "backup", "kept.db")
    Make(database).speaker("Somebody later")
    seen = {health_of(url)["revision"] for _ in range(6)}
    restored = tracker(*options, "restore", "kept.db", "--force")

    assert (backed_up.returncode, restored.returncode) == (0, 0), restored.stderr
    assert max(seen) > number
    assert {health_of(url)["revision"] for _ in range(6)} == {number}
    assert [answer_of(f"{url}/statements/")[0] for _ in range(6)] == [200] * 6
    assert state_of(database_url) == before

    published = Make(database).statement()

    assert [answer_of(f"{url}/statements/{published}")[0] for _ in range(4)] == [200] * 4
    assert verify(database, deep=True).ok
