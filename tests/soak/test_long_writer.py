"""While somebody writes for long, readers read, and a save waits its turn."""

import time
from contextlib import closing
from threading import Event, Thread

from tests.soak.browser import Browser
from tests.soak.desk import EDITOR, PASSWORD, everything_written
from tracker import audit
from tracker.models import Outlet


def write_for_long(record, begun: Event, may_end: Event) -> None:
    """An import, say: it holds the lock that orders all writers."""
    with record.transaction(why="for long") as session:
        audit.lock_head(session)
        session.add(Outlet(name="Slow Press"))
        session.flush()
        begun.set()
        may_end.wait(30)


def test_readers_read_and_a_save_waits_while_somebody_writes_for_long(served, record, desk, told):
    served.start()
    begun, may_end, answers = Event(), Event(), []
    place = f"/statements/{desk.statements[0]}/edit"
    with closing(Browser(served.url)) as reader, closing(Browser(served.url)) as editor:
        editor.sign_in(EDITOR, PASSWORD)
        body = desk.body(editor.token, "Says so at last.", version="1")
        writer = Thread(target=write_for_long, args=(record, begun, may_end))
        saver = Thread(target=lambda: answers.append(editor.send(place, body)))
        writer.start()
        assert begun.wait(10)
        saver.start()

        taken = []
        for _ in range(20):
            began = time.monotonic()
            assert reader.get("/statements/").status == 200
            taken.append(time.monotonic() - began)
        assert answers == []
        may_end.set()
        writer.join()
        saver.join()

    told(
        f"{record.engine.dialect.name}: pages while somebody writes: median"
        f" {sorted(taken)[10] * 1000:.0f} ms, longest {max(taken) * 1000:.0f} ms"
    )
    assert [answer.status for answer in answers] == [303]
    assert "Says so at last." in everything_written(record)
