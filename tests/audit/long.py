"""A long history, written past the application: to see what it costs to verify it.

`python -m tests.audit.long URL 1000000` fills an empty, migrated database and verifies it.
"""

import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert

from tracker.chain import GENESIS, LEDGER, canonical, digest_of, hash_of
from tracker.db import Database
from tracker.models import Head, Outlet, Revision
from tracker.record.verify import verify

# Every row is made once and changed so many times; a text is as long as that of a short quote.
CHANGES = 9
LENGTH = 300
BLOCK = 2_000
START = datetime(2025, 1, 8, tzinfo=UTC)
TABLES: tuple[Table, ...] = tuple(
    cls.metadata.tables[cls.__tablename__] for cls in (Outlet, Revision, Head)
)


def words(row: int, change: int) -> str:
    """What a row says after so many changes."""
    return f"{row} as changed {change} times. ".ljust(LENGTH, "x")


def outlet(row: int) -> dict[str, Any]:
    """A row as it is now, after all its changes."""
    name = words(row, CHANGES)
    values = {"id": row, "uid": f"uid-{row}", "name": name, "folded": f"row {row}"}
    return values | {"url": "", "language": "en", "created_at": START, "changed_at": START}


def revisions(count: int) -> Iterator[dict[str, Any]]:
    """Chained revisions: one that makes a row, then those that change it."""
    previous, moment = GENESIS, START
    for number in range(1, count + 1):
        row, change = divmod(number - 1, CHANGES + 1)
        before, after = _told(row + 1, change)
        if number == 1:
            after[LEDGER] = {"1": {}}
        moment += timedelta(microseconds=7)
        texts = (canonical(before) if before else None, canonical(after), "")
        digest = digest_of("salt", *texts)
        facts = (None, "", "outlet", row + 1, "update" if change else "insert", digest, previous)
        digits = hash_of(number, moment, *facts)
        yield dict(zip(Revision.__table__.c.keys(), (number, moment, *facts[:5]), strict=False)) | {
            "before": texts[0],
            "after": texts[1],
            "why": "",
            "salt": "salt",
            "digest": digest,
            "previous": previous,
            "hash": digits,
        }
        previous = digits


def _told(row: int, change: int) -> tuple[dict[str, Any], dict[str, Any]]:
    name = f"outlet#{row}"
    if change:
        return {name: {"name": words(row, change - 1)}}, {name: {"name": words(row, change)}}
    made = {"id": row, "uid": f"uid-{row}", "key": None, "name": words(row, 0)}
    made |= {"folded": f"row {row}", "url": "", "language": "en", "speaker_id": None}
    return {}, {name: made | {"created_at": "2025-01-08T00:00:00.000000+00:00"}}


def fill(database: Database, count: int) -> None:
    """Write so many revisions, and the rows that they tell of; a whole number of rows."""
    outlets, chained, head = TABLES
    rows = count // (CHANGES + 1)
    with database.engine.begin() as connection:
        for start in range(1, rows + 1, BLOCK):
            some = range(start, min(start + BLOCK, rows + 1))
            connection.execute(insert(outlets), [outlet(row) for row in some])
    block: list[dict[str, Any]] = []
    last: dict[str, Any] = {}
    for last in revisions(rows * (CHANGES + 1)):
        block.append(last)
        if len(block) == BLOCK or last["number"] == rows * (CHANGES + 1):
            with database.engine.begin() as connection:
                connection.execute(insert(chained), block)
            block = []
    with database.engine.begin() as connection:
        newest = {"number": last["number"], "hash": last["hash"], "at": last["at"]}
        connection.execute(head.update().values(**newest))


def main() -> None:
    """Fill, verify, and print what it cost."""
    database = Database(sys.argv[1])
    if len(sys.argv) > 2:
        fill(database, int(sys.argv[2]))
    begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, busy = time.perf_counter(), time.process_time()
    report = verify(database)
    for check in report.checks:
        told = f"{check.name:14} {check.ok} {check.rows:>9} {check.seconds:>8.2f} s"
        sys.stdout.write(f"{told}\n")
    seconds = time.perf_counter() - start
    own = time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory = f"memory {begin // 1024} to {peak // 1024} MB"
    sys.stdout.write(
        f"whole: {report.ok} in {seconds:.1f} s ({own:.1f} s of processor); {memory}\n"
    )


if __name__ == "__main__":
    main()
