"""One queue for all processes: a busy one takes no newcomer, and passes on who waits for it."""

from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask


class PassingOn(WSGITask):  # type: ignore[misc] # waitress has no types
    """While others wait for this process, a browser is asked to connect anew: to a free one."""

    def build_response_header(self) -> bytes:
        """Write the head of the answer."""
        if self.channel.server.task_dispatcher.queue:
            self.request.headers["CONNECTION"] = "close"
        head: bytes = super().build_response_header()
        return head


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection to this process."""

    task_class = PassingOn


def share_fairly(server: Any) -> None:  # noqa: ANN401
    """Accept a connection only while nothing waits here, so that the next free process gets it.

    Otherwise a process may keep seven of eight browsers to itself while its neighbour idles.
    """
    may_accept = server.readable

    def readable() -> bool:
        # Asked first: waitress closes forgotten connections on this occasion.
        return bool(may_accept()) and not any(
            channel.requests for channel in list(server.active_channels.values())
        )

    server.channel_class, server.readable = Channel, readable


def take_all(server: Any) -> None:  # noqa: ANN401
    """Accept whoever has connected, busy or not: nobody else will."""
    del server.readable
