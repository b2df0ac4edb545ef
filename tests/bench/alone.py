"""Time and memory of the largest network, in a process of its own."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.questions import subtract, typical
from tracker.db import Database


def measured(url: str) -> tuple[float, float, float]:
    """Milliseconds of the processor, and megabytes before and at most."""
    words = [sys.executable, "-m", "tests.bench.alone", url]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    return told["ms"], told["before"], told["most"]


def _megabytes() -> float:
    # What getrusage tells begins with the memory of whoever started this process.
    told = re.search(r"^VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(told[1]) / 1024 if told else 0.0


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
