"""All that one redaction will change, found before anything is changed."""

from dataclasses import dataclass, field
from typing import Any

from tracker.history.redaction.left import BLOCK

# Shorter words stand in many places by chance: they are blanked where they belong, not elsewhere.
LONG = 30
TELLING = 12
NAME = 5
# Columns that are made from others, and made anew with them.
COMPUTED = frozenset({"fingerprint", "folded", "password_hash"})


@dataclass(frozen=True)
class Target:
    """What is to be redacted: an object, or one snapshot of a source."""

    kind: str
    id: int
    uid: str
    snapshot: int | None = None

    @property
    def is_somebody(self) -> bool:
        """Names are short, and found all the same."""
        return self.kind in {"speaker", "account"}


@dataclass(frozen=True)
class Blank:
    """One column of one row, before and after."""

    table: str
    id: int
    column: str
    old: Any
    new: Any

    @property
    def row(self) -> str:
        return f"{self.table}#{self.id}"


@dataclass(frozen=True)
class Passage:
    """Letters of a snapshot that become as many blocks."""

    snapshot: int
    start: int
    end: int


@dataclass
class Plan:
    """What is blanked, removed and taken out of the history."""

    target: Target
    blanks: list[Blank] = field(default_factory=list)
    removed: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    # Sources whose texts lose a passage though they are not what is redacted.
    sources: set[int] = field(default_factory=set)
    revisions: list[int] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The texts that go, the longest first; computed ones aside."""
        told = {b.old for b in self.blanks if b.column not in COMPUTED and b.table != "snapshot"}
        gone = {value for _, _, row in self.removed for value in row.values()}
        found = {word for word in told | gone if isinstance(word, str) and word.strip(BLOCK)}
        return sorted(found, key=lambda word: (-len(word), word))

    @property
    def searched(self) -> list[str]:
        """The words that are looked for wherever else they may stand."""
        least = NAME if self.target.is_somebody else LONG
        return [word for word in self.words if len(word) >= least]

    @property
    def telling(self) -> list[str]:
        """The words that no reason may repeat."""
        least = NAME if self.target.is_somebody else TELLING
        return [word for word in self.words if len(word) >= least]

    @property
    def old_values(self) -> dict[str, set[str]]:
        """What each row loses, by the name that revisions give it."""
        found: dict[str, set[str]] = {}
        for blank in self.blanks:
            if isinstance(blank.old, str) and blank.old:
                found.setdefault(blank.row, set()).add(blank.old)
        return found

    @property
    def is_empty(self) -> bool:
        return not (self.blanks or self.removed)
