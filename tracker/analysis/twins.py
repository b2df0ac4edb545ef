"""Which names may be one person's, which claims one claim: likely pairs, each with the reason."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import combinations, product
from typing import NamedTuple

# Words that so many share tell nobody from anybody; comparing them all would take for ever.
_SHARED_BY_TOO_MANY = 60
_ALIKE = 0.88
_SOUNDS_ALIKE = 0.9
_CONSONANTS = 6
_WORDED_ALIKE = 0.6
_OPPOSED = 0.7


def _listed(words: str) -> list[str]:
    return words.split()


# A letter of Cyrillic and what it sounds like, by turns; the hard and the soft sign are mute.
_LETTERS = _listed(
    "а a б b в v г g ґ g д d е e є ie ж zh з z и i і i ї i й i к k л l м m н n о o п p р r с s"
    " т t у u ф f х kh ц ts ч ch ш sh щ shch ы i э e ю iu я ia ё e"
)
_CYRILLIC = dict(zip(_LETTERS[::2], _LETTERS[1::2], strict=True)) | {"ъ": "", "ь": ""}
# Old spellings of Indonesian, and what one letter or two write in Latin letters.
_SOUNDS = _listed("oe u tj c dj j sj sy ch c ph f kh h ks x y i w v q k")
_NEGATORS = frozenset(_listed("no not never nor without tidak bukan tak belum tanpa jangan"))
_SMALL = frozenset(
    _listed(
        "a an and are as at be by for from has have in is it its of on or that the to was were"
        " with adalah akan atas dan dari dengan di itu ke oleh pada para sebagai sudah telah"
        " untuk yang"
    )
)


class Why(StrEnum):
    """What makes two look like one."""

    SPELLING = "spelling"
    TRANSLITERATION = "transliteration"
    ROLE = "role"
    WORDING = "wording"
    NEGATION = "negation"


@dataclass(frozen=True)
class Likely:
    """A pair, the smaller id first, why, and the words that show it."""

    one: int
    other: int
    why: Why
    words: tuple[str, str]
    score: float


def roman(name: str) -> str:
    """Write a folded name in Latin letters, as it sounds; other scripts stay as they are."""
    written = "".join(_CYRILLIC.get(letter, letter) for letter in name)
    for spelled, sound in zip(_SOUNDS[::2], _SOUNDS[1::2], strict=True):
        written = written.replace(spelled, sound)
    return "".join(
        letter for place, letter in enumerate(written) if place == 0 or letter != written[place - 1]
    )


def likely_names(names: Mapping[int, Sequence[str]]) -> list[Likely]:
    """Compare folded names of one kind of speakers; each pair once, by its best reason."""
    told = {key: [(name, roman(name)) for name in given if name] for key, given in names.items()}
    blocks: dict[str, set[int]] = defaultdict(set)
    for key, spelled in told.items():
        for _, sounds in spelled:
            for word in sounds.split():
                blocks[_consonants(word)[:4] or word[:4]].add(key)
    return _best(_compared(blocks.values(), lambda a, b: _names_alike(told[a], told[b])))


def likely_claims(claims: Mapping[int, tuple[Sequence[str], Sequence[str]]]) -> list[Likely]:
    """Compare claims of one kind and language: folded texts, and wordings of their negations."""
    blocks: dict[str, set[int]] = defaultdict(set)
    # Split once: each is compared with many.
    told = {
        key: tuple([_Worded(t, _words(t), _negators(t)) for t in given if t] for given in wordings)
        for key, wordings in claims.items()
    }
    for key, (texts, _) in told.items():
        for word in {word for text in texts for word in text.words}:
            blocks[word].add(key)
    return _best(_compared(blocks.values(), lambda a, b: _claims_alike(told[a], told[b])))


class _Worded(NamedTuple):
    """A wording, the words that carry what it says, and how many of the others negate it."""

    text: str
    words: frozenset[str]
    negators: int


_Found = tuple[Why, tuple[str, str], float]


def _compared(
    blocks: Iterable[set[int]], compare: Callable[[int, int], _Found | None]
) -> Iterator[Likely]:
    """Compare what shares a word that few share."""
    pairs = {
        pair
        for block in blocks
        if len(block) <= _SHARED_BY_TOO_MANY
        for pair in combinations(sorted(block), 2)
    }
    for one, other in sorted(pairs):
        if found := compare(one, other):
            yield Likely(one, other, *found)


def _best(found: Iterable[Likely]) -> list[Likely]:
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def _names_alike(
    mine: Sequence[tuple[str, str]], theirs: Sequence[tuple[str, str]]
) -> _Found | None:
    found: list[_Found] = []
    for (a, sounds_a), (b, sounds_b) in product(mine, theirs):
        spelled, heard = _ratio(a, b), _ratio(sounds_a, sounds_b)
        if spelled >= _ALIKE or _holds(a, b):
            found.append((Why.SPELLING, (a, b), max(spelled, _ALIKE)))
        elif heard >= _SOUNDS_ALIKE or _same_consonants(sounds_a, sounds_b):
            found.append((Why.TRANSLITERATION, (a, b), max(heard, _ALIKE)))
    return max(found, key=lambda one: one[2], default=None)


def _ratio(a: str, b: str) -> float:
    """How alike two names are, whatever the order of their words; 0 where it cannot be enough."""
    a, b = (" ".join(sorted(name.split())) for name in (a, b))
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    is_near = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
    return matcher.ratio() if is_near else 0.0


def _holds(a: str, b: str) -> bool:
    """Whether one is the other with a further name: of two words at least."""
    few, many = sorted((set(a.split()), set(b.split())), key=len)
    return len(few) >= 2 and few <= many


def _consonants(word: str) -> str:
    return "".join(letter for letter in word if letter not in "aeiou ")


def _same_consonants(a: str, b: str) -> bool:
    """Vowels are what transliterations from Arabic differ in; a few letters prove nothing."""
    return len(_consonants(a)) >= _CONSONANTS and sorted(map(_consonants, a.split())) == sorted(
        map(_consonants, b.split())
    )


def _claims_alike(
    mine: Sequence[Sequence[_Worded]], theirs: Sequence[Sequence[_Worded]]
) -> _Found | None:
    found: list[_Found] = []
    for a, b in product(mine[0], theirs[0]):
        share = _share(a.words, b.words)
        is_denied = (a.negators - b.negators) % 2 == 1
        if share >= (_OPPOSED if is_denied else _WORDED_ALIKE):
            found.append((Why.NEGATION if is_denied else Why.WORDING, (a.text, b.text), share))
    for a, b in (*product(mine[0], theirs[1]), *product(mine[1], theirs[0])):
        if (share := _share(a.words, b.words)) >= _OPPOSED:
            found.append((Why.NEGATION, (a.text, b.text), share))
    return max(found, key=lambda one: one[2], default=None)


def _negators(text: str) -> int:
    return len(_NEGATORS & set(text.split()))


def _words(text: str) -> frozenset[str]:
    """The words that carry what a claim says."""
    return frozenset(text.split()) - _SMALL - _NEGATORS


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0
