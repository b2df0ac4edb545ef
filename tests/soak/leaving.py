"""A PostgreSQL server that leaves at the Nth moment at which it is asked anything."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import psycopg
from sqlalchemy import make_url

from tests.fixtures.postgres import free_port

NEVER = 0
# Ended by an administrator and back at once; the same, and gone; cut off without a last word.
WAYS = ("ended", "stopped", "cut")
_OTHERS = "pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_END, _ANY = f"SELECT pg_terminate_backend(pid) FROM {_OTHERS}", f"SELECT pid FROM {_OTHERS}"


@dataclass
class Server:
    """Counts the moments: every connecting, and every wait for an answer."""

    url: str
    at: int
    way: str
    moments: int = 0
    has_left: bool = False

    def look(self, connection: psycopg.Connection[Any] | None = None) -> None:
        """Note a moment, and leave if it is the one."""
        if self.has_left:
            return
        self.moments += 1
        if self.moments != self.at:
            return
        self.has_left = True
        if self.way != "cut":
            with psycopg.connect(self.url, autocommit=True) as master:
                master.execute(_END)
                while master.execute(_ANY).fetchone():
                    time.sleep(0.001)
        elif connection is not None:
            with socket.socket(fileno=connection.pgconn.socket) as line:
                line.shutdown(socket.SHUT_RDWR)
                line.detach()


@contextmanager
def leaving(url: str, at: int, way: str) -> Iterator[Server]:
    """Let it leave at the Nth moment of the block; where it stopped, nobody listens any more."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    server, nobody = Server(plain, at, way), free_port()
    wait = psycopg.Connection.wait
    connect: Any = vars(psycopg.Connection)["connect"].__func__

    def waits(connection: Any, *received: Any, **named: Any) -> Any:
        if type(connection) is not psycopg.Connection:
            server.look(connection)
        return wait(connection, *received, **named)

    def connects(cls: Any, *received: Any, **named: Any) -> Any:
        if cls is not psycopg.Connection:
            server.look()
            if server.has_left and way == "stopped":
                named["port"] = nobody
        return connect(cls, *received, **named)

    with (
        patch.object(psycopg.Connection, "wait", waits),
        patch.object(psycopg.Connection, "connect", classmethod(connects)),
    ):
        yield server
