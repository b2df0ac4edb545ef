"""The past of the record: which revision a reader means, and which one a session sees."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.errors import N_, Refused
from tracker.models import Head, Revision, now

_REVISION = re.compile(r"r(\d{1,18})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIELD = "as_of"


def held_at(columns: Any, revision: int | None) -> ColumnElement[bool]:  # noqa: ANN401 - columns of any stamped table
    """Whether a stamped row holds now, or held at a revision."""
    left: ColumnElement[bool] = columns.left.is_(None)
    if revision is None:
        return left
    return and_(columns.entered <= revision, or_(left, columns.left > revision))


def newest_revision(session: Session) -> int:
    """The number of the newest revision that this session sees; 0 before the first."""
    return session.scalar(select(Head.number)) or 0


def moment_of(session: Session, revision: int) -> datetime | None:
    """When a revision was made."""
    return session.scalar(select(Revision.at).where(Revision.number == revision))


def revision_of(session: Session, asked: str) -> int:
    """The revision that `r1642`, a moment in UTC or a date means.

    A moment means the last revision that is not after it, a date the end of that day in UTC.
    Raises Refused where that is in the future, before the first revision, or nothing of these.
    """
    newest = newest_revision(session)
    numbered = _REVISION.fullmatch(asked)
    if numbered:
        number = int(numbered[1])
        if number > newest:
            message = N_("There is no revision %(asked)s yet; the newest is r%(newest)s.")
            raise Refused(message, field=_FIELD, asked=asked, newest=newest)
        return _existing(number)
    moment = _end_of_day(asked) if _DATE.fullmatch(asked) else _moment(asked)
    before = select(func.max(Revision.number)).where(Revision.at <= moment)
    return _existing(session.scalar(before) or 0)


def _existing(number: int) -> int:
    if number < 1:
        raise Refused(N_("Nothing was on record then."), field=_FIELD)
    return number


def _end_of_day(asked: str) -> datetime:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise _unreadable() from None
    if day >= now().date():
        # What is printed today may still be added to; a day is asked for when it is over.
        raise Refused(N_("Ask for a day that is over, or for a moment."), field=_FIELD)
    return datetime.combine(day, time.max, UTC)


def _moment(asked: str) -> datetime:
    try:
        moment = datetime.fromisoformat(asked)
    except ValueError:
        raise _unreadable() from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if moment > now():
        raise Refused(N_("That is in the future."), field=_FIELD)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        # East of Greenwich, the year 1 began before the calendar does.
        raise _unreadable() from None


def _unreadable() -> Refused:
    message = N_("Write a revision as r1642, a day as 2025-01-08, a moment as 2025-01-08T14:30Z.")
    return Refused(message, field=_FIELD)
