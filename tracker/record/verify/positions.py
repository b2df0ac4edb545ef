"""Whether the table of positions says what the open entries make."""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from tracker.models import Position
from tracker.record.positions import histories, now, position_values, positions_of
from tracker.record.verify.checks import ROWS_AT_ONCE, Check
from tracker.vocabulary import Level

_POSITION: Table = Position.metadata.tables["position"]


def check_positions(session: Session, check: Check) -> None:
    """Two streams in one order: what is stored, and what is computed."""
    order = (_POSITION.c.claim_id, _POSITION.c.holder_id)
    for level in Level:
        stored = select(_POSITION).where(_POSITION.c.level == level).order_by(*order)
        with (
            session.execute(stored.execution_options(yield_per=ROWS_AT_ONCE)) as kept,
            session.execute(
                histories(level, now()).execution_options(yield_per=ROWS_AT_ONCE)
            ) as rows,
        ):
            computed = (position_values(level, place, at) for place, at in positions_of(rows))
            _compare(level, kept.mappings(), computed, check)


def _compare(
    level: Level, kept: Iterable[Any], computed: Iterable[dict[str, Any]], check: Check
) -> None:
    for there, right in zip_longest(kept, computed):
        check.rows += 1
        if there is None or right is None or dict(there) != right:
            which = right or there
            check.fail(
                f"position of {level.value} {which['holder_id']} on claim {which['claim_id']}"
            )
            return
