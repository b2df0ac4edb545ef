"""Who is meant by @name in a comment: the longest name, address or first name that fits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_END = r"(?![\w@]|[.-]\w)"
_UNKNOWN = r"[^\s@,;:!?()\[\]<>\"“”]+"
# So many names that nobody has are repeated to who wrote them.
_REPEATED = 5


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be told; `label` tells apart those who share a name."""

    id: int
    name: str
    email: str
    label: str = ""


@dataclass(frozen=True)
class Mentions:
    """Who was meant; and what stands behind an @ and is nobody's name, or several people's."""

    accounts: frozenset[int]
    unknown: tuple[str, ...]


def find_mentions(words: str, people: Sequence[Colleague]) -> Mentions:
    """Look for @name, @name@example.org and @firstname; capitals do not matter.

    An @ within a word, as in an address, mentions nobody. What several people are called
    mentions none of them: their addresses do.
    """
    handles = _handles(people)
    known = "|".join(re.escape(one) for one in sorted(handles, key=lambda h: (-len(h), h)))
    pattern = rf"(?<![\w.@])@(?:(?P<known>{known or '(?!)'}){_END}|(?P<unknown>{_UNKNOWN}))"
    accounts: set[int] = set()
    unknown: dict[str, None] = {}
    for found in re.finditer(pattern, words, re.IGNORECASE):
        meant = handles.get((found["known"] or "").casefold(), set())
        if len(meant) == 1:
            accounts |= meant
        else:
            unknown.setdefault((found["known"] or found["unknown"]).rstrip(".-…'’"))
    return Mentions(frozenset(accounts), tuple(name for name in unknown if name)[:_REPEATED])


def _handles(people: Iterable[Colleague]) -> dict[str, set[int]]:
    handles: dict[str, set[int]] = {}
    for person in people:
        names = {person.email, person.name, *person.name.split()[:1]}
        for name in names - {""}:
            handles.setdefault(name.casefold(), set()).add(person.id)
    return handles
