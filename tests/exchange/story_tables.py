"""The tables that were written by hand beside the story."""

import csv
from pathlib import Path

TABLES = Path(__file__).parent / "story"
SHORT = len("story-")


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of one of them, without its head."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in list(csv.reader(file))[1:]]
