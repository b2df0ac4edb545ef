"""One writer at a time, readers that see one state, and nobody who waits for ever."""

import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from tests.fixtures.missing import ROOT
from tracker import db
from tracker.db import Busy, Database, Writing, committing, writing_of
from tracker.models import Head, Outlet
from tracker.record.verify import verify


def names(database):
    with database.reading() as session:
        return session.scalars(select(Outlet.name).order_by(Outlet.id)).all()


def add(database, name):
    with database.transaction() as session:
        session.add(Outlet(name=name))


def fail_after(session, *rows):
    session.add_all(rows)
    session.flush()
    session.scalar(select(Head.number))
    raise KeyError


def test_what_is_written_is_there_and_what_fails_is_not(database):
    add(database, "One")
    with pytest.raises(KeyError), database.transaction() as session:
        fail_after(session, Outlet(name="Two"))

    assert names(database) == ["One"]


def test_what_a_writer_leaves_uncommitted_is_undone(database):
    with database.writer() as session:
        session.info["writing"] = Writing()
        session.add(Outlet(name="One"))
        session.flush()

    assert names(database) == []


def test_a_session_may_go_on_after_a_refusal(database):
    with database.writer() as session:
        with pytest.raises(KeyError), committing(session, Writing()):
            fail_after(session, Outlet(name="One"))
        with pytest.raises(RuntimeError, match="outside"):
            writing_of(session)
        with committing(session, Writing(why="again")):
            session.add(Outlet(name="Two"))

    assert names(database) == ["Two"]
    assert verify(database).ok


def test_who_may_save_later_holds_nobody_up_before_and_after(database, monkeypatch):
    monkeypatch.setattr(db, "PATIENCE_SECONDS", 0.5)
    with database.writer() as session:
        session.scalar(select(Head.number))
        add(database, "One")
        with committing(session, Writing()):
            found = session.scalars(select(Outlet.name)).all()
            session.add(Outlet(name=f"After {found[0]}"))
        session.scalar(select(Head.number))
        add(database, "Three")

    assert names(database) == ["One", "After One", "Three"]
    assert verify(database).ok


def test_a_save_is_one_commit_on_one_connection(database):
    with database.writer() as session:
        session.scalar(select(Head.number))
        with committing(session, Writing()):
            session.add(Outlet(name="One"))
            session.flush()
            taken = database.engine.pool.checkedout()

    assert taken == 1
    assert names(database) == ["One"]


def test_nothing_is_committed_where_nobody_keeps_the_history(database, monkeypatch):
    monkeypatch.setattr(db, "KEEPERS", set())

    with pytest.raises(RuntimeError, match="history"), database.transaction() as session:
        session.add(Outlet(name="One"))

    assert names(database) == []


def test_a_reader_that_fails_leaves_a_connection_that_writes(database):
    for _ in range(3):
        with pytest.raises(KeyError), database.reading() as session:
            fail_after(session)
        add(database, "One")

    assert names(database) == ["One"] * 3


def test_a_reader_cannot_commit_a_change(database):
    with pytest.raises(Exception, match=r"read-?only"), database.reading() as session:
        session.execute(text("DELETE FROM head"))
    with database.reading() as session:
        assert session.scalar(select(Head.number)) == 0


def test_a_writer_gives_up_on_one_that_hangs(database_url, monkeypatch):
    monkeypatch.setattr(db, "PATIENCE_SECONDS", 1.0)
    database, hanging = Database(database_url), threading.Event()
    done = threading.Event()

    def hang():
        with database.transaction() as session:
            session.add(Outlet(name="Slow"))
            session.flush()
            hanging.set()
            done.wait(15)

    thread = threading.Thread(target=hang)
    thread.start()
    try:
        assert hanging.wait(10)
        start = time.monotonic()
        with pytest.raises((Busy, OperationalError)):
            add(database, "Quick")
        assert time.monotonic() - start < 8
        assert names(database) == []
    finally:
        done.set()
        thread.join(10)
        database.dispose()


SHORT = """
import sys, time
from tracker import audit
from tracker.db import Database
from tracker.models import Outlet
for number in range(6):
    database = Database(sys.argv[1])
    with database.transaction() as session:
        session.add(Outlet(name=f"{sys.argv[2]} {number}"))
    with database.reading() as session:
        session.get(Outlet, 1)
    database.dispose()
"""


@pytest.mark.slow
@pytest.mark.engines("sqlite")
def test_processes_that_come_and_go_do_not_lock_each_other_out(database_url):
    """The last one to leave closes SQLite's log; another may just be opening it."""
    running = [
        subprocess.Popen([sys.executable, "-c", SHORT, database_url, str(n)], cwd=ROOT)
        for n in range(4)
    ]

    assert [process.wait(60) for process in running] == [0] * 4
    database = Database(database_url)
    try:
        assert len(names(database)) == 24
        assert verify(database).ok
    finally:
        database.dispose()


@pytest.mark.engines("sqlite")
def test_sqlite_keeps_its_promises(database):
    wanted = {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}

    with database.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted


@pytest.mark.engines("sqlite")
def test_a_fault_that_is_no_queue_is_not_waited_for(tmp_path):
    file = tmp_path / "no.db"
    file.write_bytes(b"This is no database, but long enough to be taken for one. " * 40)
    database = Database(f"sqlite:///{file}")

    start = time.monotonic()
    with pytest.raises(Exception, match="not a database"):
        add(database, "One")
    assert time.monotonic() - start < 5
    database.dispose()
