"""What narrows a report: the same names in addresses, on the command line and in data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tracker.dates import Days, parse_days
from tracker.errors import N_, Refused
from tracker.text import language_tag
from tracker.visibility import ANYBODY, Viewer
from tracker.vocabulary import ClaimKind, Delivery, Level

W = TypeVar("W", bound=StrEnum)

# In the order in which an address names them.
NAMES = (
    "said_from",
    "said_to",
    "topic",
    "claim",
    "speaker",
    "holder",
    "kind",
    "delivery",
    "language",
    "outlet",
    "occasion",
    "as_of",
)


@dataclass(frozen=True)
class Filters:
    """What is asked for; references are KEYs, "" is everything.

    `said_from` and `said_to` limit what was said, `as_of` what was known. `tongue` is the
    reader's language, `language` that of the words.
    """

    viewer: Viewer = ANYBODY
    tongue: str = "en"
    said_from: Days | None = None
    said_to: Days | None = None
    topic: str = ""
    claim: str = ""
    speaker: str = ""
    holder: Level = Level.SPEAKER
    kind: ClaimKind | None = None
    delivery: Delivery | None = None
    language: str = ""
    outlet: str = ""
    occasion: str = ""
    as_of: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> date | None:
        """The first day of the period."""
        return self.said_from.first if self.said_from else None

    @property
    def last(self) -> date | None:
        """The last day of the period."""
        return self.said_to.last if self.said_to else None


def read_filters(
    given: Mapping[str, str], *, viewer: Viewer, tongue: str, options: tuple[str, ...] = ()
) -> Filters:
    """Read what was asked for. Raises Refused, with the name of the filter as its field."""
    told = {name: value for name in NAMES if (value := given.get(name, "").strip())}
    filters = Filters(
        viewer=viewer,
        tongue=tongue,
        said_from=_days(told, "said_from"),
        said_to=_days(told, "said_to"),
        holder=_word(told, "holder", Level) or Level.SPEAKER,
        kind=_word(told, "kind", ClaimKind),
        delivery=_word(told, "delivery", Delivery),
        language=language_tag(told["language"], field="language") if "language" in told else "",
        **{name: told.get(name, "") for name in (*REFERENCES, "as_of")},
        options={name: value for name in options if (value := given.get(name, "").strip())},
    )
    if filters.first and filters.last and filters.last < filters.first:
        raise Refused(N_("The period ends before it begins."), field="said_to")
    return filters


def option(filters: Filters, name: str, default: W) -> W:
    """What a single report is asked for besides, one of the words that `default` is one of."""
    return _word(filters.options, name, type(default)) or default


REFERENCES = ("topic", "claim", "speaker", "outlet", "occasion")


def _days(given: Mapping[str, str], name: str) -> Days | None:
    return parse_days(given[name], field=name) if name in given else None


def _word(given: Mapping[str, str], name: str, words: type[W]) -> W | None:
    if name not in given:
        return None
    try:
        return words(given[name])
    except ValueError:
        known = ", ".join(word.value for word in words)
        message = N_("“%(value)s” is none of these: %(known)s.")
        raise Refused(message, field=name, value=given[name], known=known) from None
