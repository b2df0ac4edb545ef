"""The table of doors: who may do what at every address, written by hand from the domain."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("doors.csv")
# One column each; a role of its own later needs a column and a person in the walk.
# A coder is a reviewer who has not yet coded what was drawn.
ROLES = ("anonymous", "reader", "editor", "author", "reviewer", "coder", "admin")
# What a cell may say, and what that means.
MEANINGS = {
    "ok": "done, shown, or led to where it goes on; what changes something, changes it",
    "still": "answered like that, but there is nothing to change",
    "sign-in": "led to sign in, and then back (303)",
    "confirm": "led to give the password again, and then back (303)",
    "403": "signed in, but without the right",
    "404": "not there, or not to be known of",
    "410": "a link that works no more",
    "422": "past the door, but refused by a rule, with the reason",
}
# These stand for every route of the URL map.
EVERY = "*"


@dataclass(frozen=True)
class Door:
    """One line: a route, a method, what it is about there."""

    route: str
    method: str
    what: str
    cells: tuple[str, ...]
    changes: str

    @property
    def name(self) -> str:
        about = f" ({self.what})" if self.what else ""
        return f"{self.method} {self.route}{about}"

    def cell(self, role: str) -> str:
        """What happens to a role."""
        return self.cells[ROLES.index(role)]


def read_lines(file: Path = FILE) -> list[Door]:
    """The lines as they are written: one may name several methods."""
    with file.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert tuple(rows[0])[3:-1] == ROLES, "The columns are not the roles."
    lines = [
        Door(row["route"], row["method"], row["what"], tuple(row[r] for r in ROLES), row["changes"])
        for row in rows
    ]
    unknown = {cell for line in lines for cell in line.cells} - set(MEANINGS)
    assert unknown == set(), f"Cells say what nobody knows: {unknown}"
    return lines


def read_doors(routes: list[str]) -> list[Door]:
    """One door for each line, method, and route that it stands for."""
    return [door for line in read_lines() for door in _opened(line, routes)]


def _opened(line: Door, routes: list[str]) -> Iterator[Door]:
    for route in routes if line.route == EVERY else [line.route]:
        for method in line.method.split():
            yield Door(route, method, line.what, line.cells, line.changes)


def unlisted(doors: list[Door], known: dict[str, set[str]]) -> list[str]:
    """Where the table and the URL map differ: doors without a line, lines without a door."""
    listed = {(door.route, door.method) for door in doors}
    there = {(route, method) for route, methods in known.items() for method in methods}
    names = [door.name for door in doors]
    problems = [f"not in the table: {method} {route}" for route, method in there - listed]
    problems += [f"not in the URL map: {method} {route}" for route, method in listed - there]
    problems += [f"twice in the table: {name}" for name in set(names) if names.count(name) > 1]
    return sorted(problems)
