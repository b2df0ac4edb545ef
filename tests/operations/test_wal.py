"""The write-ahead log of SQLite stays short, though somebody always reads."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from tracker import connections
from tracker.db import Database

pytestmark = pytest.mark.engines("sqlite")
LIMIT = 1_000_000


def read_all_the_time(url, ended):
    """One of several readers: at any moment one of them has a transaction open."""
    database = Database(url)
    while not ended.is_set():
        with database.reading() as session:
            session.scalar(text("SELECT count(*) FROM head"))
            time.sleep(0.02)
    database.dispose()


@pytest.fixture
def readers(database_url):
    ended = threading.Event()
    threads = [
        threading.Thread(target=read_all_the_time, args=(database_url, ended)) for _ in range(3)
    ]
    for number, thread in enumerate(threads):
        thread.start()
        time.sleep(0.007 * number)
    yield
    ended.set()
    for thread in threads:
        thread.join()


def test_many_saves_while_others_read_do_not_make_it_ever_longer(
    database, database_url, readers, monkeypatch
):
    monkeypatch.setattr(connections, "WAL_BYTES", LIMIT)
    monkeypatch.setattr(connections, "WAL_PAUSE_SECONDS", 0.02)
    log = Path(f"{make_url(database_url).database}-wal")
    longest = times_emptied = 0
    deadline = time.monotonic() + 20

    while times_emptied < 3:
        assert time.monotonic() < deadline, f"It only grows: {longest} bytes."
        with database.engine.connect() as connection:
            connection.execute(text("UPDATE head SET hash = hex(randomblob(150000))"))
            connection.commit()
        size = log.stat().st_size
        times_emptied += size < longest
        longest = 0 if size < longest else size


def test_a_reader_who_stays_makes_nobody_wait_for_long(database, database_url, monkeypatch):
    monkeypatch.setattr(connections, "WAL_BYTES", LIMIT)
    staying = Database(database_url)

    with staying.reading() as session:
        session.scalar(text("SELECT count(*) FROM head"))
        began = time.monotonic()
        for _ in range(20):
            with database.engine.connect() as connection:
                connection.execute(text("UPDATE head SET hash = hex(randomblob(150000))"))
                connection.commit()
        took = time.monotonic() - began
    staying.dispose()

    assert took < 3
