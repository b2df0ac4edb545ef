"""The words behind a claim page: what was said, where, by whom, and who was there in silence."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Citation,
    Edition,
    EditionSpeaker,
    Entry,
    Occasion,
    Role,
    Source,
    Speaker,
    Statement,
)
from tracker.naming import occasion_name, role_title, speaker_name
from tracker.record.positions import HOLDER
from tracker.vocabulary import Level, StatementState

MOST_TO_NAME = 40


def words_of(
    session: Session, claim_id: int, statement_ids: Collection[int], language: str
) -> Sequence[Any]:
    """What was said, where and by whom: a row for each statement and speaker, in order."""
    if not statement_ids:
        return []
    return session.execute(
        _told(language)
        .where(
            Entry.claim_id == claim_id,
            Entry.left.is_(None),
            Entry.statement_id.in_(statement_ids),
        )
        .order_by(Entry.order_key)
    ).all()


def _told(language: str) -> Select[Any]:
    body, state, relay = aliased(Speaker), aliased(Speaker), aliased(Speaker)
    replied, retracted = aliased(Statement), aliased(Statement)
    columns = (
        *(Entry.statement_id, Entry.code, Entry.act, Entry.claim_kind),
        *(Entry.speaker_id, Entry.body_id, Entry.state_id),
        *(Edition, Statement.uid),
        speaker_name(language, Speaker).label("speaker"),
        speaker_name(language, body).label("body"),
        speaker_name(language, state).label("state"),
        speaker_name(language, relay).label("relay"),
        role_title(language, Role).label("role"),
        Occasion.id.label("occasion_id"),
        occasion_name(language, Occasion).label("occasion"),
        Occasion.place,
        Source.id.label("source_id"),
        Source.title.label("source"),
        Source.language.label("source_language"),
        *(Citation.locator, Citation.exact),
        replied.id.label("replied_id"),
        _first_speaker(language, replied).label("replied_speaker"),
        retracted.id.label("retracted_id"),
    )
    told: Select[Any] = select(*columns).join(Edition, Edition.id == Entry.edition_id)
    return (
        told.join(Statement, Statement.id == Entry.statement_id)
        .join(Speaker, Speaker.id == Entry.speaker_id)
        .join(Source, Source.id == Entry.source_id)
        .join(Citation, and_(Citation.edition_id == Edition.id, Citation.place == 0))
        .outerjoin(Role, Role.id == Entry.role_id)
        .outerjoin(body, body.id == Entry.body_id)
        .outerjoin(state, state.id == Entry.state_id)
        .outerjoin(relay, relay.id == Edition.relayed_by_id)
        .outerjoin(Occasion, Occasion.id == Edition.occasion_id)
        .outerjoin(replied, _published(replied, Edition.replies_to_id))
        .outerjoin(retracted, _published(retracted, Edition.retracts_id))
    )


def _published(statement: Any, number: Any) -> Any:  # noqa: ANN401 - aliases and columns
    return and_(statement.id == number, statement.state == StatementState.PUBLISHED)


def _first_speaker(language: str, statement: Any) -> Any:  # noqa: ANN401
    edition, said, speaker = aliased(Edition), aliased(EditionSpeaker), aliased(Speaker)
    return (
        select(speaker_name(language, speaker))
        .join(said, said.speaker_id == speaker.id)
        .join(edition, edition.id == said.edition_id)
        .where(edition.statement_id == statement.id, edition.is_standing, said.place == 0)
        .correlate(statement)
        .scalar_subquery()
    )


def silent_at_the_occasions(
    session: Session, claim_id: int, level: Level, language: str
) -> Sequence[Any]:
    """Who spoke where this claim was spoken about, but not about it; a few more than are shown."""
    here, holder = aliased(Entry), HOLDER[level]
    on_it = aliased(Entry)
    occasions = select(here.occasion_id).where(
        here.claim_id == claim_id, here.left.is_(None), here.occasion_id.is_not(None)
    )
    spoke_of_it = exists(
        select(1).where(
            on_it.claim_id == claim_id,
            on_it.left.is_(None),
            getattr(on_it, f"{level.value}_id") == holder,
        )
    )
    name = speaker_name(language, Speaker).label("name")
    return session.execute(
        select(Speaker.id, name)
        .join(Entry, holder == Speaker.id)
        .where(Entry.occasion_id.in_(occasions), Entry.left.is_(None), ~spoke_of_it)
        .distinct()
        .order_by(name, Speaker.id)
        .limit(MOST_TO_NAME + 1)
    ).all()
