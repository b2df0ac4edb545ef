"""Text as it is kept and compared: normal form, limits, fingerprints, quotes, language tags."""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from tracker.errors import N_, Refused

QUOTE_LIMIT = 20_000
SOURCE_LIMIT = 5_000_000  # bytes of UTF-8; the others are characters
FIELD_LIMIT = 2_000
CLAIM_LIMIT = 100
SLUG_LIMIT = 60

Span = tuple[int, int]  # code points, the end not included

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNWANTED = (
    (re.compile("\0"), N_("This contains a NUL character (%(code)s). Remove it.")),
    (
        re.compile("[\ud800-\udfff]"),
        N_("This contains half a character (%(code)s). Copy it again from the source."),
    ),
    (
        re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]"),  # tab and line feed aside
        N_("This contains a control character (%(code)s). Remove it."),
    ),
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})

_QUOTATION = "'\"`´«»\u2018-\u201f\u2039\u203a\u2032\u2033\u300c-\u300f\uff02\uff07"
_DASHES = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_MARK = re.compile(f"(?P<quotation>[{_QUOTATION}]+)|(?P<dash>[{_DASHES}]+)|(?P<dots>…|\\.{{3,}})")
_FOLDED = {"quotation": "'", "dash": "-", "dots": "…"}
_RUN = re.compile(f"(?:[\\s{_INVISIBLE}{_QUOTATION}{_DASHES}…]|\\.{{3,}})+")

_TAG = re.compile("([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE | re.ASCII)
_RTL_SCRIPTS = {"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}


def normalise(text: str, *, strip: bool = False) -> str:
    """Give the form in which text is kept and counted: NFC, lines ended by LF."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip() if strip else text


def check_text(
    text: str, *, field: str, limit: int, is_name: bool = False, multiline: bool = True
) -> str:
    """Give the text in normal form, without outer white space; refuse what may not be kept."""
    text = _check_characters(text, field)
    if is_name and (found := _BIDI.search(text)):
        raise Refused(
            N_("This contains a character that reverses the writing (%(code)s). Remove it."),
            field=field,
            code=_code(found[0]),
        )
    if not multiline and ("\n" in text or "\t" in text):
        raise Refused(N_("Write this on one line, without tabs."), field=field)
    if len(text) > limit:
        raise Refused(
            N_("At most %(limit)s characters fit here; this has %(length)s."),
            field=field,
            limit=limit,
            length=len(text),
        )
    return text


def check_source(text: str, *, field: str) -> str:
    """Do the same for the text of a source, whose limit is in bytes."""
    text = _check_characters(text, field)
    length = len(text.encode())
    if length > SOURCE_LIMIT:
        raise Refused(
            N_("The text of a source may have %(limit)s bytes; this has %(length)s."),
            field=field,
            limit=SOURCE_LIMIT,
            length=length,
        )
    return text


def show_bidi(text: str) -> str:
    """Make characters visible that turn the direction of what follows: ⟦U+202E⟧."""
    return _BIDI.sub(lambda found: f"⟦{_code(found[0])}⟧", text)


def fingerprint(text: str) -> str:
    """Give what two spellings of one thing share: no case, accents, punctuation, spacing.

    Only the accents of Latin, Greek and Cyrillic go; the vowel signs of other scripts
    are letters.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_LETTERS)
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    words = "".join(map(_word_character, plain)).split()
    return unicodedata.normalize("NFC", " ".join(words))


def slug(text: str) -> str:
    """Give the readable end of an address; text without Latin letters becomes "item"."""
    words = re.findall("[a-z0-9]+", fingerprint(text))
    short = "-".join(words)[: SLUG_LIMIT + 1]
    if len(short) > SLUG_LIMIT:
        short = short.rpartition("-")[0] or short[:SLUG_LIMIT]
    return short or "item"


def excerpt(text: str, length: int) -> str:
    """Cut text to a length at a word, on one line, with an ellipsis where it was cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[:length]
    return (head.rpartition(" ")[0] or head[:-1]).rstrip(" ,;:") + "…"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Folded(NamedTuple):
    """A text without the differences that do not matter, and where its pieces came from."""

    text: str
    at: list[int]
    spans: list[Span]

    def original(self, start: int, end: int) -> Span:
        # The words of a quote begin and end in pieces that stand as they were.
        first, last = (bisect_right(self.at, place) - 1 for place in (start, end - 1))
        return (
            self.spans[first][0] + start - self.at[first],
            self.spans[last][0] + end - self.at[last],
        )


def fold_quote(text: str) -> str:
    """Give the words of a quote: white space, quotation marks, dashes and ellipses aside."""
    return _fold(normalise(text)).text.strip(" '-…")


def find_quotes(quote: str, snapshot: str) -> list[Span]:
    """Find every place where a quote stands, in code points of the snapshot as it is.

    Line breaks, kinds of quotation marks and dashes, and … for ... make no difference; nor
    do the marks around the quote, which the places leave out. Linear in both.
    """
    words = fold_quote(quote)
    if not words:
        return []
    folded = _fold(snapshot)
    places = re.finditer(re.escape(words), folded.text)
    return [folded.original(*place.span()) for place in places]


def find_quote(quote: str, snapshot: str) -> Span | None:
    """Find where a quote stands to the letter, else the first of `find_quotes`."""
    exact = normalise(quote, strip=True)
    start = snapshot.find(exact)
    if start >= 0 and fold_quote(exact):
        return start, start + len(exact)
    return next(iter(find_quotes(quote, snapshot)), None)


def context_around(snapshot: str, start: int, end: int, size: int = 32) -> tuple[str, str]:
    """Give the prefix and the suffix of a W3C text quote selector."""
    return snapshot[max(0, start - size) : start], snapshot[end : end + size]


def paragraph_of(snapshot: str, offset: int) -> int:
    """Number the paragraph in which an offset stands, from 1: lines that are not empty."""
    line_start = snapshot.rfind("\n", 0, offset) + 1
    line = snapshot[line_start:].partition("\n")[0]
    before = sum(1 for earlier in snapshot[:line_start].split("\n") if earlier.strip())
    return max(1, before + bool(line.strip()))


def language_tag(text: str, *, field: str | None = None) -> str:
    """Give the normal form of a BCP 47 tag that CLDR can name: "ZH_hant" is "zh-Hant"."""
    found = _TAG.fullmatch(text.strip().replace("_", "-"))
    if found is not None:
        language, script, territory = found[1].lower(), found[2], found[3]
        parts = {"languages": language}
        if script:
            parts["scripts"] = script.title()
        if territory:
            parts["territories"] = territory.upper()
        if all(_name(code, "en", kind) for kind, code in parts.items()):
            return "-".join(parts.values())
    raise Refused(
        N_("“%(tag)s” is not a language. Write its code, such as en or id."),
        field=field,
        tag=excerpt(text, 40),
    )


def language_name(tag: str, in_language: str) -> str:
    """Name a language; in English, or by its tag, where CLDR has no other name."""
    whole = _name(tag.replace("-", "_"), in_language, "languages")
    if whole is not None:
        return whole
    code, *rest = tag.split("-")
    details = [_name(part, in_language, "scripts", "territories") or part for part in rest]
    name = _name(code, in_language, "languages") or code
    return f"{name} ({', '.join(details)})" if details else name


def territory_name(iso: str, in_language: str) -> str:
    """Name a state by its ISO 3166 code, as CLDR does."""
    return _name(iso.upper(), in_language, "territories") or iso


def common_languages() -> list[str]:
    """List the codes of all languages that CLDR names in English."""
    codes = map(str, Locale("en").languages)
    return sorted(
        code for code in codes if _TAG.fullmatch(code) and code not in {"mul", "und", "zxx"}
    )


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Tell which way a language is written, by its script or the one it usually has."""
    parts = tag.split("-")
    parts += get_global("likely_subtags").get(parts[0], "").split("_")
    script = next((part for part in parts if len(part) == len("Latn")), "")
    return "rtl" if script in _RTL_SCRIPTS else "ltr"


def _check_characters(text: str, field: str) -> str:
    text = normalise(text, strip=True)
    for characters, message in _UNWANTED:
        if found := characters.search(text):
            raise Refused(message, field=field, code=_code(found[0]))
    return text


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


@lru_cache(maxsize=4096)
def _word_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category[0] in "PZC" or category == "Sk" else character


def _fold(text: str) -> _Folded:
    pieces: list[str] = []
    at: list[int] = []
    spans: list[Span] = []
    length = 0
    for piece, span in _pieces(text):
        if pieces and piece == pieces[-1] and piece in _FOLDED.values():
            continue
        pieces.append(piece)
        at.append(length)
        spans.append(span)
        length += len(piece)
    return _Folded("".join(pieces), at, spans)


def _pieces(text: str) -> Iterator[tuple[str, Span]]:
    """Yield what stands as it was, and each run of space and marks as what it means."""
    begin = 0
    for run in _RUN.finditer(text):
        if run[0] == " ":
            continue
        if begin < run.start():
            yield text[begin : run.start()], (begin, run.start())
        begin = run.end()
        marks = list(_MARK.finditer(text, *run.span()))
        for mark in marks:
            yield _FOLDED[str(mark.lastgroup)], mark.span()
        if not marks and run[0].strip(_INVISIBLE):
            yield " ", run.span()
    if begin < len(text):
        yield text[begin:], (begin, len(text))


def _name(code: str, language: str, *kinds: str) -> str | None:
    english = Locale("en")
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = english
    names = (getattr(where, kind).get(code) for kind in kinds for where in (locale, english))
    return next((str(name) for name in names if name), None)
