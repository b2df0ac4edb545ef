"""Eight people on twenty statements: no save is lost, nobody waits long."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from threading import Barrier, Event, Thread

from sqlalchemy import func, select

from tests.soak.amounts import IS_FULL, tenth
from tests.soak.browser import Answer, Browser
from tests.soak.desk import EDITOR, PASSWORD, everything_written, versions_of
from tests.soak.editors import at_work, saves
from tests.soak.served import Served
from tracker.db import Database
from tracker.models import Statement
from tracker.record.verify import verify

SECONDS = tenth(60)
EDITORS = 8
DOUBLES = 200 if IS_FULL else 10
# A checkpoint empties the log from 4 MB on; it grows while somebody reads.
LOG_BYTES = 64 * 2**20


@dataclass
class Watch:
    """What the machine did while the editors worked."""

    seconds: float = 0.0
    served: float = 0.0
    browsers: float = 0.0
    log_bytes: int = 0
    ended: Event = field(default_factory=Event)


def own_cpu() -> float:
    used = getrusage(RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def watching(served: Served, record: Database) -> Iterator[Watch]:
    """Measure the block: its time, the processor, and how long SQLite's log grows."""
    watch, log = Watch(), Path(f"{record.engine.url.database}-wal")
    began, ours, theirs = time.monotonic(), own_cpu(), served.cpu_seconds()

    def look() -> None:
        while not watch.ended.wait(0.1):
            watch.log_bytes = max(watch.log_bytes, log.stat().st_size if log.exists() else 0)

    looking = Thread(target=look)
    looking.start()
    try:
        yield watch
        watch.seconds = time.monotonic() - began
        watch.browsers, watch.served = own_cpu() - ours, served.cpu_seconds() - theirs
    finally:
        watch.ended.set()
        looking.join()


def percentile(seconds: list[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


def figures(logs, watch: Watch, done: int) -> str:
    """One line for people who compare machines."""
    seconds = [s for log in logs for s in log.seconds]
    each, refused = [len(log.saved) for log in logs], sum(log.refused for log in logs)
    p50, p99, longest = (percentile(seconds, share) * 1000 for share in (0.5, 0.99, 1))
    return (
        f"{done} saves in {watch.seconds:.0f} s = {done / watch.seconds:.0f}/s,"
        f" {refused} refused; p50 {p50:.0f}, p99 {p99:.0f}, longest {longest:.0f} ms;"
        f" slowest editor {min(each) / max(each):.0%} of the fastest;"
        f" {watch.served / (done + refused) * 1000:.0f} ms CPU a save, with opening its form;"
        f" cores: {watch.served / watch.seconds:.2f} server,"
        f" {watch.browsers / watch.seconds:.2f} browsers; log {watch.log_bytes / 2**20:.1f} MB"
    )


def test_eight_editors_lose_nothing(served, record, desk, told):
    served.start()
    with at_work(served.url, desk, [desk.statements] * EDITORS) as editors:
        with watching(served, record) as watch:
            time.sleep(SECONDS)
        done = saves(editors)
    logs = [editor.log for editor in editors]
    told(f"{record.engine.dialect.name}: {figures(logs, watch, done)}")

    assert [wrong for log in logs for wrong in log.wrong] == []
    assert "locked" not in served.said()
    assert "Traceback" not in served.said()
    saved, written = [save for log in logs for save in log.saved], everything_written(record)
    assert [text for _, text in saved if text not in written] == []
    assert versions_of(record, desk) == {
        n: 1 + sum(number == n for number, _ in saved) for n in desk.statements
    }
    assert verify(record).ok
    assert watch.log_bytes < LOG_BYTES
    answered = [len(log.seconds) for log in logs]
    assert min(answered) >= max(answered) / 4
    if IS_FULL:
        is_fast = done / watch.seconds >= 40 or record.engine.dialect.name != "sqlite"
        each = [len(log.saved) for log in logs]
        p99 = percentile([s for log in logs for s in log.seconds], 0.99)
        assert (is_fast, min(each) >= max(each) / 4, p99 <= 0.25) == (True, True, True)


def send_twice(browsers: list[Browser], body: bytes) -> list[Answer]:
    """Press the button in both windows in the same moment."""
    answers: list[Answer] = []
    together = Barrier(len(browsers))

    def send(browser: Browser) -> None:
        together.wait()
        answers.append(browser.send("/statements/new", body))

    pressed = [Thread(target=send, args=(browser,)) for browser in browsers]
    for thread in pressed:
        thread.start()
    for thread in pressed:
        thread.join()
    return answers


def test_a_form_sent_twice_is_one_statement(served, record, desk, told):
    served.start()
    with record.reading() as session:
        before = session.scalar(select(func.count()).select_from(Statement)) or 0
    places = []
    with closing(Browser(served.url)) as first, closing(Browser(served.url)) as second:
        first.sign_in(EDITOR, PASSWORD)
        second.share_visit(first)
        for number in range(DOUBLES):
            body = desk.body(first.token, f"Twice, {number}.", client_token=f"double-{number}")
            answers = send_twice([first, second], body)
            assert [answer.status for answer in answers] == [303, 303]
            places.append({answer.location for answer in answers})

    with record.reading() as session:
        rows = session.scalar(select(func.count()).select_from(Statement)) or 0
    told(f"{record.engine.dialect.name}: {DOUBLES} double submits, {rows - before} rows")
    assert rows - before == DOUBLES
    assert [len(place) for place in places] == [1] * DOUBLES
