"""The tables that were written by hand beside the story."""

import csv
from pathlib import Path

# Those of reports stand with their tests.
TABLES = (Path(__file__).parent / "story", Path(__file__).parents[1] / "reports" / "golden")
SHORT = len("story-")


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of one of them, without its head."""
    path = next(path for folder in TABLES if (path := folder / f"{name}.csv").exists())
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in list(csv.reader(file))[1:]]
