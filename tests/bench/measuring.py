"""Processor time of two ways to one answer, measured in turns."""

import gc
import platform
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from tracker.db import Database

ROUNDS = 5
# What takes longer than this, in seconds, is done once.
_LONG = 4.0

Way = Callable[[Session], object]


@dataclass(frozen=True)
class Cost:
    """The median of so many rounds, in milliseconds of the processor."""

    ms: float
    rounds: int


class Processor:
    """Time of the processor that this process takes, and with it that of its database server."""

    def __init__(self, session: Session) -> None:
        self._server: Path | None = None
        if session.get_bind().dialect.name == "postgresql":
            # One process answers, so that its time is all of it.
            session.execute(text("SET max_parallel_workers_per_gather = 0"))
            pid = session.scalar(text("SELECT pg_backend_pid()"))
            self._server = Path(f"/proc/{pid}/schedstat")

    def seconds(self) -> float:
        spent = time.process_time()
        if self._server is not None:
            spent += int(self._server.read_text().split()[0]) / 1e9
        return spent


def in_turns(database: Database, ways: list[Way], rounds: int = ROUNDS) -> list[Cost]:
    """Measure each way so many times, one after the other in every round."""
    spent: list[list[float]] = [[] for _ in ways]
    for number in range(rounds):
        for way, told in zip(ways, spent, strict=True):
            if number and told[0] > _LONG:
                continue
            told.append(_seconds(database, way))
    return [Cost(1000 * median(told), len(told)) for told in spent]


def _seconds(database: Database, way: Way) -> float:
    gc.collect()
    with database.reading() as session:
        processor = Processor(session)
        began = processor.seconds()
        way(session)
        return processor.seconds() - began


@contextmanager
def stopped_after(session: Session, seconds: float) -> Iterator[None]:
    """Let no SQL run for longer, on SQLite; it fails then."""
    raw: Any = session.connection().connection.driver_connection
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    until = time.process_time() + seconds
    if is_sqlite:
        raw.set_progress_handler(lambda: time.process_time() > until, 100_000)
    yield
    if is_sqlite:
        raw.set_progress_handler(None, 0)


def machine() -> str:
    """What it was measured on, in one line."""
    cpus = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"^model name\s*: (.+)$", cpus, re.MULTILINE)
    memory = Path("/proc/meminfo").read_text() if Path("/proc/meminfo").exists() else ""
    kb = re.search(r"^MemTotal:\s+(\d+)", memory, re.MULTILINE)
    return ", ".join(
        (
            f"{model[1] if model else platform.processor()}, {cpus.count('processor')} processors",
            f"{int(kb[1]) / 1e6:.0f} GB of memory" if kb else "memory not known",
            f"{platform.system()} {platform.release()}",
            f"Python {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
            f"SQLAlchemy {version('sqlalchemy')}, numpy {version('numpy')}",
        )
    )
