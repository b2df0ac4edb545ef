"""Whatever was acknowledged is there after every process was killed in the middle of saving."""

import random
import statistics
import time

from tests.soak.amounts import IS_FULL
from tests.soak.desk import STATEMENTS, everything_written, versions_of
from tests.soak.editors import at_work, saves
from tracker.record.verify import verify

# On each engine; ten in all in `make test`.
KILLS = 100 if IS_FULL else 5
EDITORS = 4


def wait_for_saves(editors, more):
    """Let them save so often, and then some moment longer."""
    wanted, deadline = saves(editors) + more, time.monotonic() + 60
    while saves(editors) < wanted:
        assert time.monotonic() < deadline, "Nobody saves anything."
        time.sleep(0.005)


def test_no_acknowledged_save_is_lost_by_killing_every_process(served, record, desk, told):
    chance, starts, shares = random.Random(9), [served.start()], range(EDITORS)

    with at_work(served.url, desk, [desk.statements[n::EDITORS] for n in shares]) as editors:
        for _ in range(KILLS):
            wait_for_saves(editors, chance.randint(1, 12))
            time.sleep(chance.uniform(0, 0.03))
            assert len(served.processes()) == 3
            served.kill()
            assert verify(record).ok
            starts.append(served.start())
        wait_for_saves(editors, 1)

    saved = [text for editor in editors for _, text in editor.log.saved]
    unknown = [text for editor in editors for _, text in editor.log.unknown]
    told(
        f"{record.engine.dialect.name}: {KILLS} kills, {len(saved)} saves acknowledged,"
        f" {len(unknown)} cut off; restart {statistics.median(starts):.2f} s (median),"
        f" {max(starts):.2f} s (longest), {statistics.median(served.starting_cpu):.2f} s CPU"
    )
    assert [wrong for editor in editors for wrong in editor.log.wrong] == []
    written = everything_written(record)
    assert [text for text in saved if text not in written] == []
    versions = sum(versions_of(record, desk).values()) - STATEMENTS
    assert versions == len(saved) + sum(text in written for text in unknown)
    # Beside other tests, the time of the processor is what can be compared.
    assert (max(starts) if IS_FULL else statistics.median(served.starting_cpu)) < 3
