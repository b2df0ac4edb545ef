"""Entries as the analysis of contradictions knows them."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, func, select
from sqlalchemy.orm import Session

from tracker.analysis.contradictions import Uttered
from tracker.models import Entry
from tracker.vocabulary import Act, Level

_ENTRY: Table = Entry.metadata.tables["entry"]


def uttered_columns(level: Level, entry: FromClause = _ENTRY) -> list[ColumnElement[Any]]:
    """The fields of Uttered, in their order."""
    at = entry.c
    return [
        at.id,
        at.order_key,
        at.statement_id,
        at.claim_id,
        at.code,
        at.first_on,
        at.last_on,
        at.occasion_id,
        at.speaker_id,
        at.body_id,
        at.state_id,
        at[f"{level.value}_id"],
        and_(at.value.is_(None), func.coalesce(at.act, "") == Act.RETRACTS),
    ]


def utterances(level: Level, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select what was said, for `read_utterances`."""
    return select(*uttered_columns(level)).where(*conditions)


def read_utterances(session: Session, *selects: Select[Any]) -> dict[int, Uttered]:
    """What was said, by the ids of entries: each once, however often it was found."""
    found: dict[int, Uttered] = {}
    for asked in selects:
        for row in session.execute(asked.execution_options(yield_per=5000)):
            found[row[0]] = Uttered._make(row)
    return found
