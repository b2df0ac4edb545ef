"""A mail server that keeps what it is given, and can refuse."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread

import pytest


class Sink(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP; refuses the first letters when told to."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refusing = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline().strip():
            word = line[:4].upper()
            if word == b"DATA":
                self._take()
            elif word == b"MAIL" and self.server.refusing:
                self.server.refusing -= 1
                self._say("451 come back later, editor@example.org")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                if word == b"RCPT":
                    self.server.recipients.append(line.decode())
                self._say("250 fine")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.rstrip(b"\r\n") + b"\n")
        found = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.server.letters.append(found)
        self._say("250 kept")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def listening() -> Iterator[Sink]:
    """A sink on a free port."""
    with Sink() as sink:
        thread = Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server for one test."""
    with listening() as sink:
        yield sink
