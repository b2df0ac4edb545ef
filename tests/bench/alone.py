"""Time and memory of the largest network, in a process of its own."""

import json
import resource
import subprocess
import sys
import time

from tests.bench.questions import subtract, typical
from tracker.db import Database


def measured(url: str) -> tuple[float, float, float]:
    """Milliseconds of the processor, and megabytes before and at most."""
    words = [sys.executable, "-m", "tests.bench.alone", url]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    return told["ms"], told["before"], told["most"]


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Build it once, as the first thing that a process does."""
    database = Database(sys.argv[1])
    with database.reading() as session:
        question = subtract(typical(session))
    with database.reading() as session:
        before, began = _megabytes(), time.process_time()
        question.build(session)
        told = {"ms": 1000 * (time.process_time() - began), "before": before, "most": _megabytes()}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
