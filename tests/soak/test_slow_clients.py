"""Those who dawdle hold nobody up: half a request costs a connection, not a process."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread

import pytest

from tests.soak.amounts import IS_FULL, tenth
from tests.soak.browser import Browser

SLOW = 60
SECONDS = tenth(20)
HEADERS = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = (
    b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail="
)


@contextmanager
def dawdling(port: int) -> Iterator[list[socket.socket]]:
    """Sixty that never end their headers and sixty that never end their form, a byte at a time."""
    ended = Event()
    with ExitStack() as open_ones:
        connections = [
            open_ones.enter_context(socket.create_connection(("127.0.0.1", port), 30))
            for _ in range(2 * SLOW)
        ]
        for number, connection in enumerate(connections):
            connection.sendall(BODY if number % 2 else HEADERS)

        def dawdle() -> None:
            while not ended.wait(0.5):
                for connection in connections:
                    connection.sendall(b"a")

        thread = Thread(target=dawdle)
        thread.start()
        try:
            yield connections
        finally:
            ended.set()
            thread.join()


def healthz_seconds(url: str, for_seconds: float) -> list[float]:
    """How long each of many looks took, every one on a connection of its own."""
    taken, until = [], time.monotonic() + for_seconds
    while time.monotonic() < until:
        browser, began = Browser(url), time.monotonic()
        answer = browser.get("/healthz")
        taken.append(time.monotonic() - began)
        browser.close()
        assert answer.status == 200
        time.sleep(0.02)
    return sorted(taken)


@pytest.mark.engines("sqlite")
def test_slow_headers_and_bodies_hold_nobody_up(served, told):
    served.start()
    alone = healthz_seconds(served.url, 1)

    with dawdling(served.port) as connections:
        taken = healthz_seconds(served.url, SECONDS)

        assert all(connection.fileno() >= 0 for connection in connections)
    p95, median = taken[int(len(taken) * 0.95)], taken[len(taken) // 2]
    told(
        f"{2 * SLOW} slow clients for {SECONDS} s: {len(taken)} × /healthz,"
        f" median {median * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms,"
        f" longest {taken[-1] * 1000:.0f} ms; alone {alone[len(alone) // 2] * 1000:.0f} ms"
    )
    assert p95 < (0.2 if IS_FULL else 1.0)
