"""The database server stops and starts under load: 503 at once, back by itself, nothing lost."""

import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.fixtures.postgres import SETTINGS, EmbeddedServer
from tests.fixtures.shared import quick_place
from tests.soak.amounts import IS_FULL
from tests.soak.browser import Browser
from tests.soak.desk import EDITOR, PASSWORD, everything_written, furnish
from tests.soak.editors import at_work, saves
from tracker import schema
from tracker.db import Database
from tracker.record.verify import verify

STOPS = 20 if IS_FULL else 3
EDITORS = 4
# What a stopped server may cost a request, and a started one the site.
NOTICED_SECONDS, BACK_SECONDS = (1.0, 5.0) if IS_FULL else (3.0, 10.0)
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@pytest.fixture
def server():
    """A PostgreSQL server that no other test uses, and that keeps what it acknowledges."""
    folder, quick = (Path(tempfile.mkdtemp(dir=place)) for place in (None, quick_place()))
    server = EmbeddedServer(folder, quick, {**SETTINGS, **DURABLE})
    server.start()
    yield server
    server.stop()
    for place in (folder, quick):
        shutil.rmtree(place)


def seconds_until(browser: Browser, path: str, status: int, patience: float) -> float:
    """How long until a page is answered so; every answer on the way is 200 or 503."""
    began = time.monotonic()
    while (answer := browser.get(path)).status != status:
        assert answer.status in {200, 503}, f"{path}: {answer.status}"
        assert time.monotonic() - began < patience, f"{path} never was {status}"
        time.sleep(0.02)
    return time.monotonic() - began


@pytest.mark.engines("postgresql")
def test_a_database_that_comes_and_goes_loses_nothing(engine_name, server, serve, told):
    schema.upgrade(server.url)
    record = Database(server.url)
    desk, served = furnish(record), serve(server.url)
    served.start()
    noticed, back = [], []

    shares = [desk.statements[n::EDITORS] for n in range(EDITORS)]
    with at_work(served.url, desk, shares) as editors, closing(Browser(served.url)) as browser:
        browser.sign_in(EDITOR, PASSWORD)
        page = f"/statements/{desk.statements[0]}/edit"
        for _ in range(STOPS):
            wanted = saves(editors) + 3
            while saves(editors) < wanted:
                time.sleep(0.01)
            server.stop()
            noticed.append(seconds_until(browser, page, 503, 30))
            server.start()
            back.append(seconds_until(browser, page, 200, 30))

    logs = [editor.log for editor in editors]
    waited = [seconds for log in logs for seconds in log.unavailable]
    saved, written = [text for log in logs for _, text in log.saved], everything_written(record)
    told(
        f"{STOPS} stops: 503 after at most {max(noticed):.2f} s, a save refused with 503 after"
        f" {max(waited, default=0):.2f} s, back after {max(back):.2f} s; {len(saved)} saves kept"
    )
    assert [wrong for log in logs for wrong in log.wrong] == []
    assert [text for text in saved if text not in written] == []
    assert verify(record).ok
    record.dispose()
    assert (max(noticed) <= NOTICED_SECONDS, max(back) <= BACK_SECONDS) == (True, True)
    assert max(waited, default=0) <= NOTICED_SECONDS
