"""Verifying a long history takes time in proportion to it, and no more memory."""

import time
import tracemalloc

import pytest

from tests.audit.long import CHANGES, fill
from tests.soak.amounts import ENGINES
from tracker.db import Database
from tracker.record.verify import verify

pytestmark = pytest.mark.engines(*ENGINES)

FEW, MANY = 5_000, 20_000


@pytest.mark.slow
def test_a_long_history_is_read_in_a_stream(new_database_url):
    few, many = (Database(new_database_url()) for _ in range(2))
    fill(few, FEW)
    fill(many, MANY)

    (short, small), (long, large) = cost(few), cost(many)

    rows = MANY // (CHANGES + 1)
    # What grows is a sum for each few hundred rows, and what Python has not thrown away yet; held
    # whole, it would be ten times that. Four times the history is four times the time.
    assert large < small + rows * 1_000
    assert long < short * (MANY / FEW) * 2
    for database in (few, many):
        database.dispose()


def cost(database):
    """Seconds, and the most that was held at once beyond what the first look leaves behind."""
    assert verify(database).ok
    start = time.perf_counter()
    assert verify(database).ok
    seconds = time.perf_counter() - start
    tracemalloc.start()
    verify(database)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return seconds, peak
