"""A process that is busy leaves newcomers, and who waits for it, to one that is free."""

import socket
import sys
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from waitress import wasyncore
from waitress.server import create_server

from tracker.cli.sharing import one_at_a_time, share_fairly, take_all
from tracker.cli.workers import THREADS
from tracker.turns import Turn, Waiting

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


BY_THE_WAY = REQUEST.replace(b"/", b"/by-the-way", 1)


class Slow:
    """An application that answers when it is allowed to, but `/by-the-way` at once."""

    def __init__(self):
        self.may_answer = Event()
        self.asked = 0
        self.waits_for_the_record = False

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/":
            self.asked += 1
            with Waiting() as waiting:
                while not self.may_answer.wait(0.01):
                    if self.waits_for_the_record:
                        waiting.goes_on()
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


@pytest.fixture
def app():
    return Slow()


@pytest.fixture
def server(app):
    """One process of the service, in a thread."""
    sockets: dict[int, Any] = {}
    ended = Event()
    turn = Turn()
    within = one_at_a_time(app, turn)
    server = create_server(within, map=sockets, host="127.0.0.1", port=0, threads=THREADS)
    share_fairly(server, turn)

    def serve():
        while not ended.is_set():
            wasyncore.loop(timeout=0.02, use_poll=True, map=sockets, count=1)

    thread = Thread(target=serve)
    thread.start()
    yield server
    app.may_answer.set()
    ended.set()
    thread.join()
    server.task_dispatcher.shutdown()
    wasyncore.close_all(sockets)


@contextmanager
def connected(server):
    with socket.create_connection(("127.0.0.1", server.effective_port), timeout=10) as connection:
        yield connection


def answer_to(connection):
    """The whole answer: head and body may come one after the other."""
    received = b""
    while not received.endswith(b"\r\n\r\nok"):
        piece = connection.recv(4096)
        assert piece, received
        received += piece
    return received


def eventually(question):
    deadline = time.monotonic() + 10
    while not question():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_busy_process_takes_no_newcomer(app, server):
    with connected(server) as first, connected(server) as second:
        eventually(lambda: len(server.active_channels) == 2)
        first.sendall(REQUEST)
        eventually(lambda: app.asked == 1)

        with connected(server) as newcomer:
            newcomer.sendall(REQUEST)
            time.sleep(0.2)
            assert len(server.active_channels) == 2

            app.may_answer.set()
            assert answer_to(newcomer).startswith(b"HTTP/1.1 200 ")
        assert answer_to(first).startswith(b"HTTP/1.1 200 ")
        assert second.fileno() >= 0


@pytest.mark.skipif(
    sys.platform != "linux",
    reason="The count of connections that wait is read from TCP_INFO, which only Linux has.",
)
def test_who_has_been_answered_connects_behind_those_who_wait_to_be_taken(app, server):
    with connected(server) as first, connected(server) as second:
        eventually(lambda: len(server.active_channels) == 2)
        app.may_answer.set()
        first.sendall(REQUEST)
        assert b"Connection: close" not in answer_to(first)

        app.may_answer.clear()
        first.sendall(REQUEST)
        eventually(lambda: app.asked == 2)
        with connected(server):
            app.may_answer.set()
            assert b"Connection: close" in answer_to(first)
        assert second.fileno() >= 0


def test_a_browser_is_passed_on_while_others_wait(app, server):
    with connected(server) as first, connected(server) as second:
        eventually(lambda: len(server.active_channels) == 2)
        first.sendall(REQUEST)
        eventually(lambda: app.asked == 1)
        second.sendall(REQUEST)
        eventually(lambda: server.asked() == 2)
        time.sleep(0.2)
        assert app.asked == 1

        app.may_answer.set()

        assert b"Connection: close" in answer_to(first)
        assert b"Connection: close" not in answer_to(second)


def test_while_one_waits_for_the_record_others_come_and_are_answered(app, server):
    app.waits_for_the_record = True
    with connected(server) as first, connected(server) as second:
        eventually(lambda: len(server.active_channels) == 2)
        first.sendall(REQUEST)
        eventually(lambda: app.asked == 1)

        second.sendall(BY_THE_WAY)
        assert answer_to(second).startswith(b"HTTP/1.1 200 ")
        with connected(server) as newcomer:
            newcomer.sendall(BY_THE_WAY)
            assert answer_to(newcomer).startswith(b"HTTP/1.1 200 ")
        app.may_answer.set()

        assert answer_to(first).startswith(b"HTTP/1.1 200 ")


def test_a_wait_that_has_ended_keeps_its_turn_from_then_on(app, server):
    app.waits_for_the_record = True
    with connected(server) as first, connected(server) as second:
        eventually(lambda: len(server.active_channels) == 2)
        first.sendall(REQUEST)
        second.sendall(REQUEST)
        # Both wait, the second because the first has lent its turn.
        eventually(lambda: app.asked == 2)

        app.may_answer.set()

        assert answer_to(first).startswith(b"HTTP/1.1 200 ")
        assert answer_to(second).startswith(b"HTTP/1.1 200 ")
    eventually(lambda: len(server.active_channels) == 0)
    app.may_answer.clear()
    app.waits_for_the_record = False
    with connected(server) as first, connected(server) as second:
        eventually(lambda: len(server.active_channels) == 2)
        first.sendall(REQUEST)
        second.sendall(REQUEST)
        eventually(lambda: server.asked() == 2 and app.asked == 3)
        time.sleep(0.1)
        assert app.asked == 3


def test_the_last_to_leave_takes_everybody(app, server):
    with connected(server) as first:
        first.sendall(REQUEST)
        eventually(lambda: app.asked == 1)
        with connected(server):
            time.sleep(0.2)
            assert len(server.active_channels) == 1

            take_all(server)

            eventually(lambda: len(server.active_channels) == 2)
