"""docs/doors.md: the table of doors for those who read it. `python -m tests.doors.rendering`."""

from itertools import groupby
from pathlib import Path

from tests.doors.table import MEANINGS, ROLES, Door, read_lines

FILE = Path(__file__).resolve().parents[2] / "docs" / "doors.md"
HEAD = """# Every door

Who may do what at every address. This page is made from `tests/doors/doors.csv`, which is
written by hand and tried, cell by cell, by `tests/doors`: for each role the test asks every
address, looks at the answer, and at what has changed in the database.

*Author* is an editor at something that he or she wrote. *Anonymous* is who has not signed in;
on a site that is not public, every address but those for coming in leads to sign in.
Every form must carry its token (otherwise 400) and come from a page of this site (otherwise 403).
"""


def rendered(lines: list[Door]) -> str:
    """The whole page."""
    words = "\n".join(f"* `{word}`: {meaning}." for word, meaning in MEANINGS.items())
    parts = [HEAD, f"## What a cell says\n\n{words}\n"]
    for name, some in groupby(lines, lambda line: _part(line.route)):
        parts.append(f"## {name}\n\n{_table(list(some))}\n")
    return "\n".join(parts)


def _part(route: str) -> str:
    noun = route.strip("/").split("/")[0].split(".")[0]
    return {"*": "Every address", "": "The first page"}.get(noun, f"/{noun}")


def _table(lines: list[Door]) -> str:
    head = ["address", "method", "about", *ROLES]
    rows = [[f"`{li.route}`", li.method, li.what, *li.cells] for li in lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


if __name__ == "__main__":
    FILE.write_text(rendered(read_lines()))
