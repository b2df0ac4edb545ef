"""A fault: one line of the product made wrong, and the tests that must notice."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Fault:
    """One line made wrong; `old` stands exactly once in `file`."""

    name: str
    why: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied_to(self, text: str) -> str:
        """The text with the fault in it; ValueError where it does not apply exactly once."""
        found = text.count(self.old)
        if found != 1:
            message = f"{self.name}: the old text stands {found} times in {self.file}, not once."
            raise ValueError(message)
        return text.replace(self.old, self.new)


def read_fault(file: Path) -> Fault:
    """Read a fault; ValueError names what is missing or too much."""
    entries = tomllib.loads(file.read_text())
    expected = {"why", "file", "old", "new", "tests"}
    if entries.keys() != expected:
        message = f"{file.name}: expected {sorted(expected)}, found {sorted(entries)}."
        raise ValueError(message)
    tests = tuple(entries.pop("tests"))
    return Fault(name=file.stem, tests=tests, **entries)


def all_faults(folder: Path = FOLDER) -> list[Fault]:
    """Every fault of the folder, by name."""
    return [read_fault(file) for file in sorted(folder.glob("*.toml"))]
