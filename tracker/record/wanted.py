"""What the ledger should hold: one entry per stance and speaker of what stands."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Citation,
    Edition,
    EditionSpeaker,
    Entry,
    Occasion,
    Role,
    Source,
    Stance,
    Statement,
)
from tracker.record.holders import Claims, Speakers
from tracker.vocabulary import StatementState

# The columns that make an entry what it is: all but its id and when it stood.
KEYS = tuple(
    name
    for name in Entry.__table__.c.keys()  # noqa: SIM118 - a collection of columns, not a dict
    if name not in {"id", "entered", "entered_at", "left", "left_at"}
)
CHUNK = 400

Values = dict[str, Any]


def order_key(row: Row[Any]) -> str:
    """Where the stance stands in time; never the entry's id, which a correction changes.

    Without a start time it sorts after everything that day.
    """
    start = row.start_time or "~"
    days = f"{row.first_on.isoformat()}|{row.last_on.isoformat()}"
    return f"{days}|{start}|{row.uid}|{row.stance_place:03}|{row.speaker_place:03}"


def _stances() -> Select[*tuple[Any, ...]]:
    first = aliased(Citation)
    return (
        select(
            Statement.id.label("statement_id"),
            Statement.uid,
            Edition.id.label("edition_id"),
            Edition.first_on,
            Edition.last_on,
            Edition.delivery,
            Edition.quote_language,
            Edition.created_by_id.label("coder_id"),
            EditionSpeaker.place.label("speaker_place"),
            EditionSpeaker.speaker_id,
            EditionSpeaker.role_id,
            EditionSpeaker.body_id.label("on_behalf_of"),
            Role.body_id.label("of_role"),
            Stance.id.label("stance_id"),
            Stance.place.label("stance_place"),
            Stance.claim_id,
            Stance.code,
            Stance.act,
            Occasion.id.label("occasion_id"),
            Occasion.held_on,
            Occasion.start_time,
            Source.id.label("source_id"),
            Source.outlet_id,
            Source.language.label("source_language"),
        )
        .select_from(Statement)
        .join(Edition, and_(Edition.statement_id == Statement.id, Edition.is_standing))
        .join(EditionSpeaker, EditionSpeaker.edition_id == Edition.id)
        .join(Stance, Stance.edition_id == Edition.id)
        .join(first, and_(first.edition_id == Edition.id, first.place == 0))
        .join(Source, Source.id == first.source_id)
        .outerjoin(Role, Role.id == EditionSpeaker.role_id)
        .outerjoin(Occasion, Occasion.id == Edition.occasion_id)
        .where(Statement.state == StatementState.PUBLISHED)
        .order_by(Statement.id, Stance.place, EditionSpeaker.place)
    )


def wanted_entries(session: Session, statements: Iterable[int] | None = None) -> Iterator[Values]:
    """Yield the entries that these statements should have open; of all without a list."""
    speakers, claims = Speakers(session), Claims(session)
    if statements is None:
        for row in session.execute(_stances().execution_options(yield_per=1_000)):
            yield _entry(row, speakers, claims)
        return
    ids = sorted(statements)
    for start in range(0, len(ids), CHUNK):
        rows = session.execute(_stances().where(Statement.id.in_(ids[start : start + CHUNK]))).all()
        speakers.load({row.speaker_id for row in rows})
        for row in rows:
            yield _entry(row, speakers, claims)


def _entry(row: Row[Any], speakers: Speakers, claims: Claims) -> Values:
    speaker = speakers.standing_for(row.speaker_id)
    body = speakers.body(speaker, row.on_behalf_of, row.of_role)
    claim, code = claims.standing_for(row.claim_id, row.code)
    return {
        "statement_id": row.statement_id,
        "edition_id": row.edition_id,
        "stance_id": row.stance_id,
        "claim_id": claim,
        "claim_kind": claims.kind(claim),
        "speaker_id": speaker,
        "role_id": row.role_id,
        "body_id": body,
        "state_id": speakers.state(body),
        "occasion_id": row.occasion_id,
        "occasion_on": row.held_on or "",
        "source_id": row.source_id,
        "outlet_id": row.outlet_id,
        "delivery": row.delivery,
        "language": row.quote_language or row.source_language,
        "coder_id": row.coder_id,
        "first_on": row.first_on,
        "last_on": row.last_on,
        "order_key": order_key(row),
        "code": code,
        "value": code.number,
        "act": row.act,
    }
