"""The contradictions that stand now, as they are kept: read without comparing anything."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select
from sqlalchemy.orm import Session

from tracker.analysis.contradictions import Contradiction, Uttered
from tracker.models import Entry, KeptContradiction
from tracker.record.utterances import uttered_columns
from tracker.vocabulary import Level

KEPT: Table = KeptContradiction.metadata.tables["contradiction"]
BEFORE, AFTER = (Entry.metadata.tables["entry"].alias(name) for name in ("before", "after"))
_FIELDS = len(Uttered._fields)


def kept(level: Level, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select what `read_kept` reads, of rows of one level; KEPT, BEFORE and AFTER may be asked.

    Rows that are asked for by their ids need no other condition: SQLite would prefer its index.
    """
    columns = [*uttered_columns(level, BEFORE), *uttered_columns(level, AFTER)]
    joined = KEPT.join(BEFORE, BEFORE.c.id == KEPT.c.before_id)
    joined = joined.join(AFTER, AFTER.c.id == KEPT.c.after_id)
    asked = select(KEPT.c.id, KEPT.c.kind, KEPT.c.holder_id, *columns).select_from(joined)
    return asked.where(*conditions)


def read_kept(session: Session, asked: Select[Any]) -> Iterator[tuple[int, Contradiction]]:
    """Yield each with the id of its row."""
    with session.execute(asked.execution_options(yield_per=2_000)) as rows:
        for number, kind, holder, *ends in rows:
            before, after = Uttered._make(ends[:_FIELDS]), Uttered._make(ends[_FIELDS:])
            yield number, Contradiction(kind, holder, before, after)


def kept_values(level: Level, found: Iterable[Contradiction]) -> list[dict[str, Any]]:
    """Rows of the table, without their ids."""
    return [
        {
            "level": level,
            "kind": one.kind,
            "holder_id": one.holder,
            "before_id": one.before.entry,
            "after_id": one.after.entry,
            "claim_id": one.before.claim,
            "other_claim_id": one.after.claim,
            "gap_days": one.gap,
            "first_on": one.after.first,
            "last_on": max(one.before.last, one.after.last),
            "order_key": one.after.order,
        }
        for one in found
    ]
