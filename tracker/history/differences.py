"""What differs between two texts, word by word, at a cost that no text can drive up."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# So many comparisons of one word with another are made for one text, and for one page.
TEXT_BUDGET = 400_000
PAGE_BUDGET = 1_500_000
# Unchanged words beside a change that stay in sight, in letters; and when it pays to fold.
_KEPT = 90
_FOLDED = 3 * _KEPT

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_SENTENCES = re.compile(r"[^.!?。！？\n]*(?:[.!?。！？\n]+\s*|$)")


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    FOLDED = "folded"


@dataclass(frozen=True)
class Piece:
    """Some words, and what became of them; folded ones are left out."""

    kind: Kind
    text: str


class Budget:
    """How many comparisons may still be made. What goes beyond is told as replaced whole."""

    def __init__(self, comparisons: int = PAGE_BUDGET) -> None:
        self.left = comparisons

    def allows(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether two sequences may be compared; if so, it is paid for."""
        # The time difflib takes grows with how often the same word stands on both sides.
        cost = len(before) * len(after)
        if cost > min(TEXT_BUDGET, self.left):
            return False
        self.left -= cost
        return True


def differences(before: str, after: str, budget: Budget | None = None) -> list[Piece]:
    """Say with which words removed and added the first text becomes the second.

    Sentences are compared first, then the words of those that differ; what both
    texts begin and end with is never compared at all.
    """
    budget = budget or Budget()
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    start, end = _shared(old, new)
    middle_old = "".join(old[start : len(old) - end])
    middle_new = "".join(new[start : len(new) - end])
    pieces = [
        Piece(Kind.SAME, "".join(old[:start])),
        *_by_sentences(middle_old, middle_new, budget),
        Piece(Kind.SAME, "".join(old[len(old) - end :])),
    ]
    return _tidied(pieces)


def folded(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out the middle of long unchanged stretches, and what is far from any change."""
    found: list[Piece] = []
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        if piece.kind is not Kind.SAME or len(piece.text) <= _FOLDED or last == 0:
            found.append(piece)
            continue
        head = "" if place == 0 else piece.text[:_KEPT].rpartition(" ")[0] or piece.text[:_KEPT]
        tail = "" if place == last else piece.text[-_KEPT:].partition(" ")[2] or piece.text[-_KEPT:]
        middle = piece.text[len(head) : len(piece.text) - len(tail)]
        parts = (Piece(Kind.SAME, head), Piece(Kind.FOLDED, middle), Piece(Kind.SAME, tail))
        found.extend(part for part in parts if part.text)
    return found


def shortened(pieces: Iterable[Piece], limit: int) -> list[Piece]:
    """Cut pieces after so many letters; what follows is folded."""
    found: list[Piece] = []
    left = limit
    for piece in pieces:
        if piece.kind is Kind.FOLDED:
            found.append(piece)
        elif left <= 0:
            found.append(Piece(Kind.FOLDED, piece.text))
            break
        else:
            found.append(Piece(piece.kind, piece.text[:left]))
            if len(piece.text) > left:
                found.append(Piece(Kind.FOLDED, piece.text[left:]))
            left -= len(piece.text)
    return found


def _shared(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many words both begin with, and how many both end with."""
    most = min(len(old), len(new))
    start = 0
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _by_sentences(before: str, after: str, budget: Budget) -> Iterator[Piece]:
    old = [part for part in _SENTENCES.findall(before) if part]
    new = [part for part in _SENTENCES.findall(after) if part]
    if len(old) <= 1 or len(new) <= 1 or not budget.allows(old, new):
        yield from _by_words(before, after, budget)
        return
    for kind, removed, added in _blocks(old, new):
        if kind is Kind.SAME:
            yield Piece(kind, removed)
        else:
            yield from _by_words(removed, added, budget)


def _by_words(before: str, after: str, budget: Budget) -> Iterator[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if not old or not new or not budget.allows(old, new):
        yield from (Piece(Kind.REMOVED, before), Piece(Kind.ADDED, after))
        return
    for kind, removed, added in _blocks(old, new):
        if kind is Kind.SAME:
            yield Piece(kind, removed)
        else:
            yield from (Piece(Kind.REMOVED, removed), Piece(Kind.ADDED, added))


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Kind, str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        kind = Kind.SAME if tag == "equal" else Kind.ADDED
        yield kind, "".join(old[a:b]), "".join(new[c:d])


def _tidied(pieces: Iterable[Piece]) -> list[Piece]:
    """Join neighbours: what was removed, then what was added, a blank between two changes too."""
    found: list[Piece] = []
    removed = added = ""
    given = [piece for piece in pieces if piece.text]
    for place, piece in enumerate(given):
        if piece.kind is Kind.REMOVED:
            removed += piece.text
        elif piece.kind is Kind.ADDED:
            added += piece.text
        elif piece.text.isspace() and (removed or added) and place + 1 < len(given):
            removed, added = removed + piece.text, added + piece.text
        else:
            found += _changed(removed, added)
            removed = added = ""
            if found and found[-1].kind is Kind.SAME:
                found[-1] = Piece(Kind.SAME, found[-1].text + piece.text)
            else:
                found.append(piece)
    return found + _changed(removed, added)


def _changed(removed: str, added: str) -> list[Piece]:
    """The pieces of one change; a blank that both end with is no part of it."""
    tail = ""
    if removed and added and removed[-1].isspace() and added[-1] == removed[-1]:
        removed, added, tail = removed[:-1], added[:-1], removed[-1]
    pieces = (Piece(Kind.REMOVED, removed), Piece(Kind.ADDED, added), Piece(Kind.SAME, tail))
    return [piece for piece in pieces if piece.text]
