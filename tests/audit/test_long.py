"""Verifying a long history takes no more memory than a short one, and no more statements."""

import gc
import tracemalloc

import pytest
from sqlalchemy import event

from tests.audit.long import fill
from tests.soak.amounts import ENGINES
from tracker.db import Database
from tracker.record.verify import verify
from tracker.record.verify.checks import ROWS_AT_ONCE

pytestmark = pytest.mark.engines(*ENGINES)

# The short one fills the hands, too: what is read at once is never less.
FEW, MANY = 2 * ROWS_AT_ONCE, 6 * ROWS_AT_ONCE
# A revision of this history takes 1,600 bytes when it is held; the sums of the rows that it
# tells of, less than 10.
BYTES = 200


@pytest.mark.slow
def test_a_long_history_is_read_in_a_stream(new_database_url):
    few, many = (Database(new_database_url()) for _ in range(2))
    fill(few, FEW)
    fill(many, MANY)

    (short, small), (long, large) = cost(few), cost(many)

    assert long == short
    assert large < small + (MANY - FEW) * BYTES
    for database in (few, many):
        database.dispose()


def cost(database):
    """How many statements, and the most that was held at once, after a first look."""
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda *_: statements.append(1))
    assert verify(database).ok
    # When the collector comes depends on what other tests have left: it does not come at all.
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        verify(database)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.enable()
    return len(statements), peak
