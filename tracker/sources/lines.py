"""What was said in a source or at an occasion, a line a statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from tracker import naming
from tracker.dates import Days, parse_days
from tracker.models import (
    Citation,
    Claim,
    Edition,
    EditionSpeaker,
    Speaker,
    Stance,
    Statement,
)
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import ClaimKind, Delivery, EditionState, StatementState
from tracker.vocabulary import Stance as Code


@dataclass(frozen=True)
class Coded:
    """A stance on a claim."""

    code: Code
    kind: ClaimKind
    claim: int
    claim_text: str
    claim_language: str


@dataclass(frozen=True)
class Line:
    """One statement as a list shows it."""

    id: int
    uid: str
    state: StatementState | EditionState
    days: Days | None
    delivery: Delivery
    words: str
    words_language: str
    is_quote: bool
    locator: str
    described_as: str
    speakers: tuple[tuple[int, str], ...]
    stances: tuple[Coded, ...]


def statements_in(viewer: Viewer, source_id: int, language: str) -> Select[*tuple[Any, ...]]:
    """Select the statements that cite a source, to be paged by day and `Statement.id`."""
    rows = _statements(viewer, language)
    cited = Citation.source_id == source_id
    first = select(Citation.locator).where(Citation.edition_id == Edition.id, cited)
    first = first.order_by(Citation.place).limit(1).correlate(Edition)
    rows = rows.add_columns(first.scalar_subquery().label("locator"))
    return rows.where(select(Citation.id).where(Citation.edition_id == Edition.id, cited).exists())


def statements_at(viewer: Viewer, occasion_id: int, language: str) -> Select[*tuple[Any, ...]]:
    """Select the statements made at an occasion, to be sorted by `speaker_name` and paged."""
    first = (EditionSpeaker.edition_id == Edition.id) & (EditionSpeaker.place == 0)
    rows = _statements(viewer, language).outerjoin(EditionSpeaker, first)
    rows = rows.outerjoin(Speaker, Speaker.id == EditionSpeaker.speaker_id)
    return rows.where(Edition.occasion_id == occasion_id)


def _statements(viewer: Viewer, language: str) -> Select[*tuple[Any, ...]]:
    gloss, other = Edition.gloss_en, Edition.gloss_id
    if language == "id":
        gloss, other = other, gloss
    visible = visible_to(viewer)
    return (
        select(
            Statement.id,
            Statement.uid,
            Statement.state,
            Edition.id.label("edition_id"),
            Edition.state.label("edition_state"),
            Edition.said_on,
            Edition.delivery,
            gloss.label("gloss"),
            other.label("other_gloss"),
            Edition.quote,
            Edition.quote_language,
            Edition.described_as,
        )
        .join(Edition, Edition.statement_id == Statement.id)
        .where(visible.of(Statement), visible.editions())
    )


def lines(session: Session, rows: Sequence[Row[*tuple[Any, ...]]], language: str) -> list[Line]:
    """Give the rows of a page their speakers and stances: two statements for all."""
    editions = [row.edition_id for row in rows]
    if not editions:
        return []
    who = select(
        EditionSpeaker.edition_id, Speaker.id, naming.speaker_name(language).label("name")
    ).join(Speaker, Speaker.id == EditionSpeaker.speaker_id)
    who = who.where(EditionSpeaker.edition_id.in_(editions)).order_by(EditionSpeaker.place)
    coded = select(
        Stance.edition_id,
        Stance.code,
        Claim.kind,
        Claim.id,
        naming.claim_text(language),
        naming.claim_language(language),
    ).join(Claim, Claim.id == Stance.claim_id)
    coded = coded.where(Stance.edition_id.in_(editions)).order_by(Stance.place)
    speakers = _by_edition(session.execute(who))
    stances = _by_edition(session.execute(coded))
    return [
        _line(
            row,
            language,
            tuple((who, name) for who, name in speakers.get(row.edition_id, ())),
            tuple(Coded(*one) for one in stances.get(row.edition_id, ())),
        )
        for row in rows
    ]


def _by_edition(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for edition, *rest in rows:
        found.setdefault(edition, []).append(tuple(rest))
    return found


def _line(
    row: Row[*tuple[Any, ...]],
    language: str,
    speakers: tuple[tuple[int, str], ...],
    stances: tuple[Coded, ...],
) -> Line:
    gloss = row.gloss or row.other_gloss
    other = "en" if language == "id" else "id"
    glossed_in = language if row.gloss else other
    is_quote = not gloss and bool(row.quote)
    state: StatementState | EditionState = row.state
    if row.state == StatementState.UNPUBLISHED:
        state = row.edition_state
    return Line(
        id=row.id,
        uid=row.uid,
        state=state,
        days=parse_days(row.said_on) if row.said_on else None,
        delivery=row.delivery,
        words=gloss or row.quote,
        words_language=row.quote_language if is_quote else glossed_in,
        is_quote=is_quote,
        locator=getattr(row, "locator", None) or "",
        described_as=row.described_as,
        speakers=speakers,
        stances=stances,
    )
