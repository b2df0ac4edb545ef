"""Two contradictions: one to be marked as none, and one that is."""

from typing import Any

from tests.marking import contradict


def plant_contradictions(planting: Any) -> None:
    """Let somebody be for and against on one day, twice; notes how addresses name it."""
    make = planting.make
    standing, marked = contradict(make, "Ratu"), contradict(make, "Raja")
    planting.uids |= {"reports/to be marked": standing.key, "reports/marked": marked.key}
    planting.uids["mark"] = str(marked.mark("She quotes a poem."))
