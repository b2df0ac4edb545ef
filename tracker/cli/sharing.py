"""One queue for all processes: a busy one takes no newcomer, and passes on who waits for it."""

import socket
import struct
import sys
from collections.abc import Callable, Iterable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from tracker.turns import Turn, was_wanted

# Of a socket that listens, Linux gives the length of its queue as `tcpi_unacked`.
UNACKED = struct.Struct("24x I")

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class PassingOn(WSGITask):  # type: ignore[misc] # waitress has no types
    """While others wait for this process, a browser is asked to connect anew: to a free one."""

    def build_response_header(self) -> bytes:
        """Write the head of the answer."""
        if was_wanted() or _is_queued_for(self.channel.server.listener):
            self.request.headers["CONNECTION"] = "close"
        head: bytes = super().build_response_header()
        return head


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection to this process."""

    task_class = PassingOn


def _is_queued_for(listener: socket.socket) -> bool:
    """Whether browsers have connected that no process has taken yet, where the system tells."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        told = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, UNACKED.size)
    except OSError:
        # It has been closed: we answer what was asked, then end.
        return False
    return bool(UNACKED.unpack(told)[0])


def one_at_a_time(app: WSGI, turn: Turn) -> WSGI:
    """Let the application answer one request at a time, and others while that one waits."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with turn.taken():
            return app(environ, start_response)

    return answer


def share_fairly(server: Any, turn: Turn) -> None:  # noqa: ANN401
    """Accept a connection only while nothing waits here, so that the next free process gets it.

    Otherwise a process may keep seven of eight browsers to itself while its neighbour idles.
    Who waits for the record with its turn lent keeps nobody from coming.
    """
    may_accept = server.readable

    def readable() -> bool:
        # Asked first: waitress closes forgotten connections on this occasion.
        return bool(may_accept()) and asked() < 1

    def asked() -> int:
        channels = list(server.active_channels.values())
        return sum(bool(channel.requests) for channel in channels) - turn.lent

    turn.on_lent = server.pull_trigger
    server.listener = server.socket  # which waitress forgets when it closes it
    server.channel_class, server.readable, server.asked = Channel, readable, asked


def take_all(server: Any) -> None:  # noqa: ANN401
    """Accept whoever has connected, busy or not: nobody else will."""
    del server.readable
