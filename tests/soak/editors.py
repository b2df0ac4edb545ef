"""People at work: each keeps a log of what the tracker told them about every save."""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from tests.soak.browser import Answer, Browser, Gone
from tests.soak.desk import EDITOR, PASSWORD, Desk

# How often somebody saves before they turn to another statement.
SAVES_IN_A_ROW = 5


@dataclass
class Log:
    """What one person was told, by the text that they had typed."""

    saved: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    refused: int = 0
    unavailable: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Editor(Thread):
    """Opens a draft, saves it some times, goes to the next; after a 409 saves anew, then leaves."""

    def __init__(self, number: int, url: str, desk: Desk, statements: Sequence[int]) -> None:
        super().__init__(name=f"editor {number}")
        self.log = Log()
        self._browser = Browser(url)
        self._desk, self._statements = desk, statements
        self._ended = Event()
        self._chance = random.Random(number)
        self._texts = 0
        self._browser.sign_in(EDITOR, PASSWORD)
        self._blank = desk.body(self._browser.token, "", version="VERSION")

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                self._work_on(self._chance.choice(self._statements))
            except Gone:
                time.sleep(0.05)
            except AssertionError as problem:
                self.log.wrong.append(str(problem))
                time.sleep(0.05)
        self._browser.close()

    def end(self) -> None:
        self._ended.set()

    def _work_on(self, statement: int) -> None:
        opened = self._browser.get(f"/statements/{statement}/edit")
        if opened.status == 503:
            self._wait()
            return
        assert opened.status == 200, f"opening: {opened.status}"
        version = opened.version
        for _ in range(SAVES_IN_A_ROW):
            if self._ended.is_set():
                return
            refused = self.log.refused
            version = self._save(statement, version)
            if self.log.refused > refused:
                # Somebody else is at it: looked at, saved once more, and left to them.
                self._save(statement, version)
                return

    def _save(self, statement: int, version: int) -> int:
        """Save once; gives the version to go on with."""
        self._texts += 1
        text = f"Says so {self.name.split()[-1]}x{self._texts}."
        body = self._blank.replace(b"VERSION", str(version).encode(), 1)
        began = time.monotonic()
        try:
            answer = self._browser.send(
                f"/statements/{statement}/edit", body + text.replace(" ", "+").encode()
            )
        except Gone:
            self.log.unknown.append((statement, text))
            raise
        spent = time.monotonic() - began
        return self._note(statement, text, version, answer, spent)

    def _note(self, statement: int, text: str, version: int, answer: Answer, spent: float) -> int:
        if answer.status == 503:
            self.log.unavailable.append(spent)
            # A commit whose answer was lost with the database may have been kept.
            self.log.unknown.append((statement, text))
            self._wait()
            raise Gone("The database is away.")
        self.log.seconds.append(spent)
        if answer.status == 303:
            self.log.saved.append((statement, text))
            return version + 1
        assert answer.status == 409, f"saving: {answer.status} {answer.body[:300]!r}"
        assert text.encode() in answer.body, "A refused text is not in the page."
        assert b"locked" not in answer.body, "The database is locked."
        self.log.refused += 1
        return answer.version

    def _wait(self) -> None:
        self._ended.wait(0.05)


@contextmanager
def at_work(url: str, desk: Desk, shares: Sequence[Sequence[int]]) -> Iterator[list[Editor]]:
    """Let one person work on each share of the statements, until the block ends."""
    editors = [Editor(number, url, desk, share) for number, share in enumerate(shares)]
    for editor in editors:
        editor.start()
    try:
        yield editors
    finally:
        for editor in editors:
            editor.end()
        for editor in editors:
            editor.join(60)
        assert not any(editor.is_alive() for editor in editors), "A request was never answered."


def saves(editors: Sequence[Editor]) -> int:
    """How many saves were acknowledged so far."""
    return sum(len(editor.log.saved) for editor in editors)
