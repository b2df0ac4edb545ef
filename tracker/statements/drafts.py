"""What a form or a file hands over to be logged: words, and references as KEYs."""

from dataclasses import dataclass

from tracker.vocabulary import Act, Check, Delivery, Stance


@dataclass(frozen=True)
class SpeakerPart:
    """One of those who said it; role or body, or neither: personal capacity."""

    speaker: str
    role: str = ""
    body: str = ""


@dataclass(frozen=True)
class CitationPart:
    """Where it can be read. Start and end count code points of the snapshot."""

    source: str
    start: int | None = None
    end: int | None = None
    exact: str = ""
    locator: str = ""


@dataclass(frozen=True)
class StancePart:
    """Where the statement stands on one claim. Evidence counts code points of the quote."""

    claim: str
    code: Stance | None
    act: Act | None = None
    targets: tuple[str, ...] = ()
    is_explicit: bool = True
    evidence: tuple[int, int] | None = None
    note: str = ""
    original_code: str = ""
    original_scheme: str = ""


@dataclass(frozen=True)
class StatementDraft:
    """Everything that is asked about one utterance; any of it may still be missing."""

    delivery: Delivery
    speakers: tuple[SpeakerPart, ...] = ()
    citations: tuple[CitationPart, ...] = ()
    stances: tuple[StancePart, ...] = ()
    said_on: str = ""
    occasion: str = ""
    quote: str = ""
    quote_language: str = ""
    translation: str = ""
    translation_language: str = ""
    translator: str = ""
    gloss_en: str = ""
    gloss_id: str = ""
    context: str = ""
    described_as: str = ""
    relayed_by: str = ""
    replies_to: str = ""
    retracts: str = ""
    repeats: str = ""
    confirmed: frozenset[Check] = frozenset()
