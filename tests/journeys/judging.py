"""What reviewers said of the record: verdicts, and of a contradiction that it is none."""

from collections.abc import Callable

from tests.journeys.rating import fill_verdicts
from tests.make import Make
from tests.marking import contradict


def fill_judgements(
    make: Make, made: dict[str, list[str]], sources: tuple[int, int], worded: Callable[[str], str]
) -> None:
    """Give verdicts; contradict twice, and mark the second; notes how addresses name them."""
    fill_verdicts(make, made, sources, worded)
    standing, marked = (
        contradict(
            make,
            name,
            f"What {name} says is so",
            worded,
            source=sources[0],
            locator=worded("page three"),
            said_on="2025-05-01",
        )
        for name in ("Ratu", "Raja")
    )
    marked.mark(worded("A poem is quoted."))
    made["reports"] = [standing.key, marked.key]
