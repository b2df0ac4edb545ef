"""While somebody writes for long, readers read, and a save waits its turn."""

import time
from contextlib import closing
from statistics import median
from threading import Event, Thread

from tests.soak.browser import Browser
from tests.soak.desk import EDITOR, PASSWORD, everything_written
from tracker import audit
from tracker.models import Outlet

READINGS = 10
SAVES = 4


def write_for_long(record, begun: Event, may_end: Event) -> None:
    """An import, say: it holds the lock that orders all writers."""
    with record.transaction(why="for long") as session:
        audit.lock_head(session)
        session.add(Outlet(name="Slow Press"))
        session.flush()
        begun.set()
        may_end.wait(30)


def save(
    url: str, desk, number: int, signed_in: Event, may_save: Event, statuses: list[int]
) -> None:
    """Sign in, and save a statement when it is time."""
    with closing(Browser(url)) as editor:
        editor.sign_in(EDITOR, PASSWORD)
        body = desk.body(editor.token, f"Says so at last: {number}.", version="1")
        signed_in.set()
        may_save.wait(30)
        statuses.append(editor.send(f"/statements/{desk.statements[number]}/edit", body).status)


def test_readers_read_and_saves_wait_while_somebody_writes_for_long(served, record, desk, told):
    served.start()
    (
        begun,
        may_end,
        may_save,
    ) = Event(), Event(), Event()
    statuses: list[int] = []
    savers: list[Thread] = []
    for number in range(SAVES):
        signed_in = Event()
        wants = (served.url, desk, number, signed_in, may_save, statuses)
        savers.append(Thread(target=save, args=wants))
        savers[-1].start()
        assert signed_in.wait(30)
    writer = Thread(target=write_for_long, args=(record, begun, may_end))
    writer.start()
    assert begun.wait(10)
    may_save.set()

    taken = []
    # More saves wait than there are processes. They wait for ten seconds: a slow machine, too,
    # has shown a few pages by then.
    with closing(Browser(served.url)) as reader:
        for _ in range(READINGS):
            began = time.monotonic()
            assert reader.get("/statements/").status == 200
            taken.append(time.monotonic() - began)
    assert statuses == []
    may_end.set()
    for thread in (writer, *savers):
        thread.join()

    told(
        f"{record.engine.dialect.name}: pages while somebody writes: median"
        f" {median(taken) * 1000:.0f} ms, longest {max(taken) * 1000:.0f} ms"
    )
    assert statuses == [303] * SAVES
    written = everything_written(record)
    assert all(f"Says so at last: {number}." in written for number in range(SAVES))
