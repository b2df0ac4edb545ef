"""Which rows of the desk's work were there at a revision: these say no revision of their own."""

import json
from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.models import Base, Revision
from tracker.record.moments import moment_of
from tracker.reports.ledger import Slice


def known_at(
    session: Session,
    part: Slice,
    cls: type[Base],
    at: InstrumentedAttribute[Any],
) -> ColumnElement[bool]:
    """Whether a row had been made when the report's revision was the newest.

    Ids are given out under the lock that orders all writers, so the last one that the history
    tells of until then, and the first one after it, part what was there from what was not. What
    lies between was blanked by a redaction; it goes by its moment, which could stand still.
    """
    if part.is_now:
        return true()
    until = Revision.number <= part.revision
    row_id = cls.__table__.c["id"]
    low = max(_made(session, cls, until, Revision.number.desc()), default=0)
    high = min(_made(session, cls, ~until, Revision.number.asc()), default=None)
    between = at <= moment_of(session, part.revision)
    return or_(row_id <= low, between if high is None else and_(row_id < high, between))


def _made(
    session: Session, cls: type[Base], where: ColumnElement[bool], order: ColumnElement[Any]
) -> list[int]:
    """The ids that the nearest transaction made of which the history still tells."""
    name = cls.__tablename__
    asked = (
        select(Revision.at, Revision.before, Revision.after)
        .where(
            where,
            Revision.kind == "statement",
            Revision.action != "redact",
            Revision.after.contains(f'"{name}#'),
        )
        .order_by(order)
    )
    with session.execute(asked.execution_options(yield_per=50)) as rows:
        told = ((row.at, _new(row, f"{name}#")) for row in rows)
        making = ((at, ids) for at, ids in told if ids)
        first = next(making, None)
        if first is None:
            return []
        # Within a transaction, ids need not follow the revisions.
        rest = takewhile(lambda made: made[0] == first[0], making)
        return [*first[1], *(number for _, ids in rest for number in ids)]


def _new(row: Any, prefix: str) -> list[int]:  # noqa: ANN401 - a revision's texts
    before: dict[str, Any] = json.loads(row.before or "{}")
    after: dict[str, Any] = json.loads(row.after)
    return [
        int(name.removeprefix(prefix))
        for name in after
        if name.startswith(prefix) and name not in before
    ]
