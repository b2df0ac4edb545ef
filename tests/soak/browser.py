"""A signed-in browser that costs next to nothing: one connection kept open, cookies, forms.

It shares two cores with the server it measures, so it parses nothing that it does not need.
"""

import re
import socket
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(rb'name="csrf_token"[^>]* value="([^"]+)"')
VERSION = re.compile(rb'name="version"[^>]* value="(\d+)"')
# Longer than the tracker itself lets anybody wait.
PATIENCE_SECONDS = 30.0


class Gone(Exception):
    """The server ended, or the connection did, before the answer was whole."""


@dataclass(frozen=True)
class Answer:
    """Status, headers as they came, body."""

    status: int
    head: bytes
    body: bytes

    @property
    def version(self) -> int:
        """The version that the form on this page was opened with."""
        found = VERSION.search(self.body)
        assert found is not None, f"{self.status}: a page without a version"
        return int(found[1])

    @property
    def location(self) -> str:
        """Where the browser is sent."""
        found = re.search(rb"\r\nlocation: ([^\r]+)", self.head, re.IGNORECASE)
        return found[1].decode() if found else ""

    @property
    def token(self) -> str:
        found = TOKEN.search(self.body)
        assert found is not None, f"{self.status}: a page without a form"
        return found[1].decode()


class Browser:
    """One person's browser."""

    def __init__(self, url: str) -> None:
        self._place = (urlsplit(url).hostname or "", urlsplit(url).port or 80)
        self.cookies: dict[str, str] = {}
        self._lines = b""
        self._connection: socket.socket | None = None
        self.token = ""

    def sign_in(self, email: str, password: str) -> None:
        """Type address and password into the form, as a person does."""
        self.token = self.get("/login").token
        answer = self.post("/login", {"email": email, "password": password})
        assert answer.status == 303, f"signing in: {answer.status}"
        self.token = self.get("/statements/new").token

    def share_visit(self, other: "Browser") -> None:
        """Be another window of the same browser."""
        self.cookies, self.token = other.cookies, other.token

    def get(self, path: str) -> Answer:
        return self._ask(f"GET {path} HTTP/1.1\r\n".encode(), b"")

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self.send(path, urlencode({"csrf_token": self.token, **fields}).encode())

    def send(self, path: str, body: bytes) -> Answer:
        """Post a form that is encoded already."""
        start = (
            f"POST {path} HTTP/1.1\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
        )
        return self._ask(start.encode(), body)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, start: bytes, body: bytes) -> Answer:
        try:
            if self._connection is None:
                self._connection = socket.create_connection(self._place, PATIENCE_SECONDS)
                self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                host, port = self._place
                self._lines = f"Host: {host}:{port}\r\nOrigin: http://{host}:{port}\r\n".encode()
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            self._connection.sendall(
                b"%b%bCookie: %b\r\n\r\n%b" % (start, self._lines, cookies.encode(), body)
            )
            answer = self._read(self._connection)
        except (OSError, Gone) as problem:
            self.close()
            raise Gone(str(problem)) from problem
        self._remember(answer.head)
        return answer

    def _read(self, connection: socket.socket) -> Answer:
        data = bytearray()
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._some(connection)
        head = bytes(data[:end])
        lower = head.lower()
        length = int(lower.split(b"\r\ncontent-length:", 1)[1].split(b"\r\n", 1)[0])
        while len(data) < end + 4 + length:
            data += self._some(connection)
        if b"\r\nconnection: close" in lower:
            self.close()
        return Answer(int(head[9:12]), head, bytes(data[end + 4 : end + 4 + length]))

    def _some(self, connection: socket.socket) -> bytes:
        some = connection.recv(262_144)
        if not some:
            raise Gone("The connection was closed.")
        return some

    def _remember(self, head: bytes) -> None:
        for line in head.split(b"\r\n"):
            if line[:11].lower() == b"set-cookie:":
                name, _, value = line[11:].decode().partition(";")[0].strip().partition("=")
                self.cookies[name] = value
