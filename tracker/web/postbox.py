"""The postbox of this process: letters leave in the background, so that no page waits for mail."""

import time
from collections.abc import Callable
from queue import Empty, Full, Queue
from threading import Lock, Thread

import structlog
from flask import Flask, Response, current_app

from tracker.web.mail import MAIL_PROBLEMS, Letter, MailServer, deliver, mail_server

WAITING = 200
_RETRY_SECONDS = 3.0
_REST_SECONDS = 5.0

Task = Callable[[], Letter | None]


class Postbox:
    """Letters that wait, and the thread that carries them; it lives while there are any."""

    def __init__(self, server: MailServer, retry_seconds: float = _RETRY_SECONDS) -> None:
        self.server = server
        self.retry_seconds = retry_seconds
        self._waiting: Queue[Task] = Queue(WAITING)
        self._lock = Lock()
        self._carrier: Thread | None = None

    def post(self, task: Task) -> None:
        """Send the letter that the task writes, or none; it is written in the background too."""
        try:
            self._waiting.put_nowait(task)
        except Full:
            _tell("mail_dropped")
            return
        with self._lock:
            if self._carrier is None or not self._carrier.is_alive():
                # Made when it is needed: a thread does not outlive the fork of a process.
                self._carrier = Thread(target=self._carry, name="mail", daemon=True)
                self._carrier.start()

    def wait(self, seconds: float) -> bool:
        """Whether all letters left in this time: before the process ends."""
        ends = time.monotonic() + seconds
        while self._waiting.unfinished_tasks:
            if time.monotonic() > ends:
                return False
            time.sleep(0.02)
        return True

    def _carry(self) -> None:
        while True:
            try:
                task = self._waiting.get(timeout=_REST_SECONDS)
            except Empty:
                with self._lock:
                    if self._waiting.empty():
                        self._carrier = None
                        return
                continue
            try:
                self._send(task)
            except Exception as problem:  # noqa: BLE001 - one letter must not keep the next
                _tell("mail_failed", cause=type(problem).__name__)
            finally:
                self._waiting.task_done()

    def _send(self, task: Task) -> None:
        letter = task()
        if letter is None:
            return
        try:
            deliver(self.server, letter)
        except MAIL_PROBLEMS as problem:
            _tell("mail_delayed", cause=type(problem).__name__, code=_code(problem))
            time.sleep(self.retry_seconds)
            self._try_again(letter)

    def _try_again(self, letter: Letter) -> None:
        try:
            deliver(self.server, letter)
        except MAIL_PROBLEMS as problem:
            _tell("mail_failed", cause=type(problem).__name__, code=_code(problem))


def post(letter: Letter) -> None:
    """Send a letter in the background."""
    _postbox().post(lambda: letter)


def post_after(response: Response, task: Task) -> None:
    """Write and send a letter once the answer is on its way: nobody can tell by the time."""
    postbox = _postbox()
    response.call_on_close(lambda: postbox.post(task))


def can_send() -> bool:
    """Whether a mail server is set; else letters are printed on the console."""
    return bool(_postbox().server.host)


def _postbox() -> Postbox:
    found: Postbox = current_app.extensions["postbox"]
    return found


def _code(problem: Exception) -> int | None:
    """The number of a server's answer; its words may repeat the address."""
    code = getattr(problem, "smtp_code", None)
    return code if isinstance(code, int) else None


def _tell(event: str, **facts: object) -> None:
    structlog.get_logger("tracker").warning(event, **facts)


def register(app: Flask) -> None:
    """Give the application its postbox."""
    app.extensions["postbox"] = Postbox(mail_server(app.config))
