"""PostgreSQL stopped, and PostgreSQL that hangs: said in time, back in time, nothing lost."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from tests.fixtures.postgres import SETTINGS, EmbeddedServer
from tests.operations.test_outages import gave_back
from tracker import schema

pytestmark = [pytest.mark.slow, pytest.mark.engines("postgresql")]


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    """A server of this module's own, to be stopped."""
    programs, data = (Path(tempfile.mkdtemp(prefix="tracker-postgres-")) for _ in range(2))
    server = EmbeddedServer(programs, data, SETTINGS)
    server.start()
    yield server
    server.stop()
    for folder in (programs, data):
        shutil.rmtree(folder)


@pytest.fixture
def database_url(server) -> str:
    """A migrated database on it."""
    name = f"outage_{time.monotonic_ns()}"
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as master:
        master.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    url = make_url(server.url).set(database=name).render_as_string(hide_password=False)
    schema.upgrade(url)
    return url


def timed(question):
    """What is answered, and in how many seconds."""
    began = time.monotonic()
    answer = question()
    return answer, time.monotonic() - began


def back_after(client) -> float:
    """How many seconds until a page is shown again."""
    began = time.monotonic()
    while client.get("/sources/").status_code != 200:
        assert time.monotonic() - began < 10
        time.sleep(0.05)
    return time.monotonic() - began


def test_a_server_that_was_stopped_is_told_at_once(server, writer):
    before = writer.revision()
    server.stop()

    refused, took = timed(writer.send)
    health, health_took = timed(lambda: writer.client.get("/healthz"))
    server.start()
    back = back_after(writer.client)

    assert gave_back(refused)
    assert took < 1
    assert health.json["database"] == "unreachable"
    assert health_took < 1
    assert back < 5
    assert writer.revision() == before
    assert writer.send_again(refused.text).status_code == 303
    assert writer.is_sound()


@contextmanager
def hanging(server):
    """Every process of the server stopped in its tracks; it still accepts connections."""
    postmaster = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    ours = [postmaster, *map(int, children)]
    for process in ours:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in ours:
            os.kill(process, signal.SIGCONT)


def test_a_server_that_hangs_is_told_from_a_long_query(server, writer):
    before = writer.revision()

    with hanging(server):
        health, health_took = timed(lambda: writer.client.get("/healthz"))
        refused, took = timed(writer.send)
    back = back_after(writer.client)

    assert health.json["database"] == "unreachable"
    assert health_took < 1
    assert gave_back(refused)
    assert took < 6
    assert back < 5
    assert writer.revision() == before
    assert writer.send_again(refused.text).status_code == 303
    assert writer.is_sound()


def test_a_long_query_is_waited_for(writer):
    with writer.database.reading() as session:
        slept, took = timed(lambda: session.connection().exec_driver_sql("SELECT pg_sleep(2.5)"))

    assert slept.one() == ("",)
    assert took > 2.4


def test_a_connection_that_the_server_ended_is_not_used_again(server, writer):
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    ended += " AND backend_type = 'client backend'"
    with psycopg.connect(server.url.replace("+psycopg", "")) as master:
        master.execute(ended)

    assert writer.client.get("/sources/").status_code == 200
