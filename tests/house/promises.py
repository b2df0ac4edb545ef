"""The page of names that strangers rely on, and which of them are due."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.fixtures.missing import ROOT

PAGE = ROOT / "docs" / "interface.md"
# The page the project is held to, where it lies beside the checkout.
ORIGINAL = ROOT.parent / "shared" / "design" / "interface.md"
# Names marked with a later number are still to come.
DUE = 3

_SPAN = re.compile(r"`([^`]+)`((?:\s*\([^)]*\))?\s*\[[^\]]*?(\d)[^\]]*\])?")


@dataclass(frozen=True)
class Promise:
    """A name in code letters, and the number of what brings it; 1 unless the page says more."""

    name: str
    due: int


def section(title: str, page: Path = PAGE) -> str:
    """What stands under one heading."""
    return page.read_text().partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def promises(words: str) -> list[Promise]:
    """Every name in code letters with the mark that stands behind it, if any."""
    return [Promise(name, int(due or 1)) for name, _, due in _SPAN.findall(words)]


def commands() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The commands that are due with their options and arguments, in the pieces of the page."""
    for row in re.findall(r"^\| (`.*?) \|", section("Command line"), re.MULTILINE):
        found = promises(row.replace("\\|", "|"))
        command = ""
        for number, promise in enumerate(found):
            words = promise.name.split()
            if not promise.name.startswith("--"):
                command = " ".join(words[: 2 if words[0] in {"users", "import"} else 1])
            if _due(found[number:]) <= DUE:
                yield command, tuple(re.findall(r"--[a-z-]+", promise.name))


def _due(rest: list[Promise]) -> int:
    """A mark behind a list of commands is theirs; one behind an option is the option's."""
    for promise in rest:
        if promise is not rest[0] and promise.name.startswith("--"):
            return 1
        if promise.due > 1:
            return promise.due
    return 1


def addresses() -> Iterator[str]:
    """The addresses that are due, with every choice in braces made."""
    for promise in promises(section("Web")):
        if promise.name.startswith("/") and promise.due <= DUE and "NAME" not in promise.name:
            for one in promise.name.split():
                choices = [part.split("|") for part in re.findall(r"\{([^}]*)\}", one)]
                shape = re.sub(r"\{[^}]*\}", "{}", one)
                for chosen in product(*choices):
                    yield shape.format(*chosen).replace("ID", "1").partition("?")[0]


def fields() -> set[str]:
    """The names of the form for logging a statement, the first row of each list."""
    told = section("Web").partition("**Log form**")[2].partition("`action` =")[0]
    names = re.sub(r"\([^)]*\)", "", " ".join(re.findall(r"`([^`]*)`", told)))
    return {name.replace("-N-", "-0-") for name in names.split() if not name.startswith("/")}


def targets() -> list[str]:
    """What make is asked for."""
    due = [p for p in promises(section("Make")) if p.name.startswith("make ") and p.due <= DUE]
    return [promise.name.split()[1] for promise in due]
