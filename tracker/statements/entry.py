"""One statement as every page shows it: plain values that a template prints without a query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.dates import Days
from tracker.text import slug
from tracker.vocabulary import Act, ClaimKind, Delivery, EditionState, Stance, StatementState

Address = Callable[[str, int, str], str]


def plain_address(noun: str, number: int, name: str) -> str:
    """Give an address on a site that stands at the root of its host."""
    return f"/{noun}/{number}-{slug(name)}"


@dataclass(frozen=True)
class Link:
    """Something named on the page, and where it is."""

    id: int
    label: str
    url: str
    place: str = ""

    @property
    def name(self) -> str:
        return self.label


@dataclass(frozen=True)
class SaidBy:
    """One of those who spoke, in which role, for which body, under which state."""

    id: int
    uid: str
    name: str
    url: str
    role_title: str = ""
    body_id: int | None = None
    body_name: str = ""
    body_url: str = ""
    state_id: int | None = None
    state_name: str = ""
    state_url: str = ""


@dataclass(frozen=True)
class Taken:
    """The stance on one claim; `targets` are names."""

    code: Stance
    kind: ClaimKind
    claim_id: int
    claim_uid: str
    claim_text: str
    claim_lang: str
    claim_url: str
    act: Act | None = None
    note: str = ""
    evidence: tuple[int, int] | None = None
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cited:
    """Where it can be read."""

    id: int
    source_id: int
    source_uid: str
    source_title: str
    source_url: str
    source_language: str
    link: str
    locator: str = ""
    exact: str = ""


@dataclass(frozen=True)
class Withdrawn:
    """When a statement was taken off the record, and why."""

    on: date
    why: str


@dataclass(frozen=True)
class Entry:
    """What a statement says, by the edition that the viewer is shown."""

    statement_id: int
    uid: str
    url: str
    state: StatementState | EditionState
    version: int
    edition_id: int
    number: int
    author_id: int | None
    said_on: Days | None
    delivery: Delivery
    speakers: Sequence[SaidBy] = ()
    stances: Sequence[Taken] = ()
    citations: Sequence[Cited] = ()
    described_as: str = ""
    relayed_by: Link | None = None
    quote: str = ""
    quote_language: str = ""
    translation: str = ""
    translation_language: str = ""
    translator: str = ""
    gloss: str = ""
    gloss_language: str = ""
    context: str = ""
    confirmed: str = ""
    occasion: Link | None = None
    replies_to: Link | None = None
    replies: Sequence[Link] = ()
    retracts: Link | None = None
    repeats: Link | None = None
    retracted_by: Link | None = None
    corrected_on: date | None = None
    withdrawn: Withdrawn | None = None

    @property
    def who(self) -> str:
        """Everybody who spoke; of the unnamed, how they were described."""
        return self.described_as or ", ".join(speaker.name for speaker in self.speakers)

    @property
    def words(self) -> str:
        """The shortest way to say what was said; a vote may have no words."""
        return self.gloss or self.quote
