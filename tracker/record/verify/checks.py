"""One question put to the database, and what came of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

ROWS_AT_ONCE = 2_000


@dataclass
class Check:
    """One question put to the database, and the first row that answers it wrongly."""

    name: str
    ok: bool = True
    rows: int = 0
    seconds: float = 0.0
    first_bad: str | None = None

    def fail(self, row: str) -> None:
        if self.ok:
            self.ok, self.first_bad = False, row


Run = Callable[[Session, Check], None]


def timed(name: str, run: Run, session: Session) -> Check:
    """Put the question and look at the clock."""
    check, start = Check(name), time.perf_counter()
    try:
        run(session, check)
    except (ValueError, TypeError) as problem:
        # A value that no version of ours can have written; the check of the history names its row.
        check.fail(f"a value cannot be read ({type(problem).__name__})")
    check.seconds = round(time.perf_counter() - start, 3)
    return check
