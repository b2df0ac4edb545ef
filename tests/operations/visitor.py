"""A signed-in browser before a service in a process of its own."""

import re
import subprocess
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tracker.web.browser import COOKIE


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str


class Visitor:
    """Asks one question at a time, each over a connection of its own."""

    def __init__(self, port: int, token: str, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._port = port
        self._cookies = {COOKIE: token}

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields))

    def token(self, path: str) -> str:
        """The token of the forms of a page."""
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.get(path).text)
        assert found is not None
        return found[1]

    def _ask(self, method: str, path: str, body: str = "") -> Answer:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={told}" for name, told in self._cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            for told in answer.headers.get_all("Set-Cookie") or []:
                self._cookies |= {n: morsel.value for n, morsel in SimpleCookie(told).items()}
            return Answer(answer.status, answer.read().decode())
        finally:
            connection.close()
