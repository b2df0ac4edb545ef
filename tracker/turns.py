"""Turns: a process works for one request at a time, but while that one waits, for another."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

# A save waits a few milliseconds for the one before it. Whoever waits longer than this is
# behind something else, an import say, and must not hold up those who only read.
LONG_SECONDS = 0.25


class Turn:
    """What the threads of a process hand to each other, in the order in which they asked.

    SQLite takes nearly twice the processor where several threads work at the same time.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._is_taken = False
        self.lent = 0
        """How many threads wait for something else and let others work."""
        self.on_lent: Callable[[], object] = lambda: None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for this thread's turn; within, `Waiting` can lend it to others."""
        self._take()
        _held.turn = self
        try:
            yield
        finally:
            _held.turn = None
            _held.was_wanted = self._give()

    def lend(self) -> None:
        """Let others work."""
        self.lent += 1
        self._give()
        self.on_lent()

    def take_back(self) -> None:
        """Work again, before those who have not begun: they may wait for what this one holds."""
        self._take(first=True)
        self.lent -= 1

    def _take(self, *, first: bool = False) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            handed = threading.Lock()
            handed.acquire()
            if first:
                self._queue.appendleft(handed)
            else:
                self._queue.append(handed)
        handed.acquire()

    def _give(self) -> bool:
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
                return True
            self._is_taken = False
            return False


class _Held(threading.local):
    turn: Turn | None = None
    was_wanted: bool = False


_held = _Held()


def was_wanted() -> bool:
    """Whether another thread waited for the turn that this one had last."""
    return _held.was_wanted


class Waiting:
    """A wait for the database: when it becomes long, this thread's turn is lent until its end.

    Where nobody takes turns, as in commands and jobs, it is nothing.
    """

    def __enter__(self) -> Self:
        self._lent: Turn | None = None
        self._since = time.monotonic()
        return self

    def goes_on(self) -> None:
        """Say that it has not ended; called now and then."""
        turn = _held.turn
        if turn is None or self._lent is not None:
            return
        if time.monotonic() - self._since > LONG_SECONDS:
            self._lent = turn
            turn.lend()

    def __exit__(self, *_how: object) -> None:
        if self._lent is not None:
            self._lent.take_back()
