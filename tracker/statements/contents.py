"""What an edition holds, as values that can be compared and copied."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import Session, selectinload

from tracker import vocabulary
from tracker.models import Citation, Edition, EditionSpeaker, Stance, StanceTarget


@dataclass(frozen=True)
class SaidBy:
    """A speaker by id, with the role or the body on whose behalf."""

    speaker_id: int
    role_id: int | None = None
    body_id: int | None = None


@dataclass(frozen=True)
class Cited:
    """A source by id, with the selectors of a span of a snapshot, or a locator."""

    source_id: int
    snapshot_id: int | None = None
    start: int | None = None
    end: int | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    locator: str = ""


@dataclass(frozen=True)
class Coded:
    """A stance on a claim by id, with the ids of those the act is aimed at."""

    claim_id: int
    code: vocabulary.Stance | None
    act: vocabulary.Act | None = None
    targets: tuple[int, ...] = ()
    is_explicit: bool = True
    evidence_start: int | None = None
    evidence_end: int | None = None
    note: str = ""
    original_code: str = ""
    original_scheme: str = ""


@dataclass(frozen=True)
class Content:
    """Everything that one edition says. Equal contents say the same."""

    delivery: vocabulary.Delivery
    speakers: tuple[SaidBy, ...] = ()
    citations: tuple[Cited, ...] = ()
    stances: tuple[Coded, ...] = ()
    said_on: str = ""
    first_on: date | None = None
    last_on: date | None = None
    occasion_id: int | None = None
    quote: str = ""
    quote_language: str = ""
    translation: str = ""
    translation_language: str = ""
    translator: str = ""
    gloss_en: str = ""
    gloss_id: str = ""
    context: str = ""
    described_as: str = ""
    relayed_by_id: int | None = None
    replies_to_id: int | None = None
    retracts_id: int | None = None
    repeats_id: int | None = None
    confirmed: str = ""
    fingerprint: str = ""


PARTS = frozenset({"speakers", "citations", "stances"})
COLUMNS = tuple(field.name for field in fields(Content) if field.name not in PARTS)
_SAID_BY = tuple(field.name for field in fields(SaidBy))
_CITED = tuple(field.name for field in fields(Cited))
_CODED = tuple(field.name for field in fields(Coded) if field.name != "targets")


def editions() -> Select[Edition]:
    """Select editions with all their parts: nothing is read behind a template's back."""
    return select(Edition).options(
        selectinload(Edition.speakers),
        selectinload(Edition.citations),
        selectinload(Edition.stances).joinedload(Stance.targets),
    )


def content_of(edition: Edition) -> Content:
    """Read what an edition says; it was loaded by `editions()`."""
    return Content(
        **{name: getattr(edition, name) for name in COLUMNS},
        speakers=tuple(
            SaidBy(**{name: getattr(part, name) for name in _SAID_BY}) for part in edition.speakers
        ),
        citations=tuple(
            Cited(**{name: getattr(part, name) for name in _CITED}) for part in edition.citations
        ),
        stances=tuple(
            Coded(
                **{name: getattr(part, name) for name in _CODED},
                targets=tuple(target.speaker_id for target in part.targets),
            )
            for part in edition.stances
        ),
    )


def write_content(session: Session, edition: Edition, content: Content) -> None:
    """Make an edition say this. What it said before stays in the history."""
    for name in COLUMNS:
        setattr(edition, name, getattr(content, name))
    if inspect(edition).persistent and content_parts(edition) != content_parts(content):
        edition.speakers, edition.citations, edition.stances = [], [], []
        # The old parts must be gone before the new ones take their places.
        session.flush()
    if not (edition.speakers or edition.citations or edition.stances):
        _write_parts(edition, content)


def content_parts(of: Edition | Content) -> tuple[object, ...]:
    """The parts that stand in tables of their own."""
    content = content_of(of) if isinstance(of, Edition) else of
    return content.speakers, content.citations, content.stances


def _write_parts(edition: Edition, content: Content) -> None:
    edition.speakers = [
        EditionSpeaker(place=place, **{name: getattr(part, name) for name in _SAID_BY})
        for place, part in enumerate(content.speakers)
    ]
    edition.citations = [
        Citation(place=place, **{name: getattr(part, name) for name in _CITED})
        for place, part in enumerate(content.citations)
    ]
    edition.stances = [
        Stance(
            place=place,
            targets=[
                StanceTarget(place=at, speaker_id=target) for at, target in enumerate(part.targets)
            ],
            **{name: getattr(part, name) for name in _CODED},
        )
        for place, part in enumerate(content.stances)
    ]
