"""Passwords that guessers try first: repeated, along the keyboard, or made of well-known words."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("common-passwords.txt")
_FEWEST_CHARACTERS = 5
# What must be left of a password, in letters, without all that guessers know of it.
_ENOUGH = 6.0
_SHORTEST_RUN = 4
_SHORTEST_WORD = 3
_READ_AS = str.maketrans("@$!01345789", "asioieastbg")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1a2b3c4d5e6f7g8h9i",
    "a1b2c3d4e5f6g7h8i9",
    "147258369",
)


def is_guessable(password: str, about: Iterable[str] = ()) -> bool:
    """Whether it is easy to guess for somebody who knows the person and the site, `about`."""
    plain = _letters(password)
    if len(set(plain)) < _FEWEST_CHARACTERS and len(set(password)) < 2 * _FEWEST_CHARACTERS:
        return True
    if _repeats(plain) or _repeats(plain.strip("0123456789")):
        return True
    known = {*_known(), *_words_of(about)}
    read = _letters(password.casefold().translate(_READ_AS))
    return min(_left(plain, known), _left(read, known)) < _ENOUGH


def _letters(text: str) -> str:
    """Letters and numbers of any writing, in lower case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@cache
def _known() -> frozenset[str]:
    """All words and phrases of the list; a line of several words in its first part is several."""
    found: set[str] = set()
    is_phrases = False
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            is_phrases = is_phrases or "phrases" in line.partition("---")[2]
        else:
            found.update([_letters(line)] if is_phrases else map(_letters, line.split()))
    return frozenset(word for word in found if len(word) >= _SHORTEST_WORD)


def _words_of(about: Iterable[str]) -> Iterator[str]:
    """What somebody is called, whole and in parts: ana.putri@news.example, Ana Putri."""
    for text in about:
        for part in (text, *re.split(r"[\W_]+", text)):
            if len(word := _letters(part)) >= _SHORTEST_WORD:
                yield word


def _repeats(text: str) -> bool:
    """Whether it is one piece twice or more, the last one perhaps cut short."""
    sizes = range(1, len(text) // 2 + 1)
    return any(text[size:] == text[:-size] for size in sizes)


def _left(text: str, known: Iterable[str]) -> float:
    """How many letters remain without words and runs; a number counts half a letter."""
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, " ")
    rest = "".join(_without_runs(text))
    return sum(0.5 if letter.isdigit() else 1.0 for letter in rest if letter != " ")


def _without_runs(text: str) -> Iterator[str]:
    """Yield what follows no row of keys, no alphabet, and is not the same again and again."""
    at = 0
    while at < len(text):
        length = _run_at(text, at)
        if length < _SHORTEST_RUN:
            yield text[at]
            length = 1
        at += length


def _run_at(text: str, at: int) -> int:
    same = len(text) - at - len(text[at:].lstrip(text[at]))
    longest = same
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        length = longest
        while at + length < len(text) and text[at : at + length + 1] in row:
            length += 1
        longest = max(longest, length)
    return longest
