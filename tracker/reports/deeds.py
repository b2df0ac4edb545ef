"""What somebody did in one week, one by one: what a number of the activity counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Select, case, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.analysis.calendar import Period, days_of
from tracker.models import Decision, Statement
from tracker.reports.ledger import Slice
from tracker.reports.steps import known_at
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import Transition

# What is counted, by the name of its column; what was logged is no step.
STEPS: dict[str, Transition | None] = {
    "logged": None,
    "submitted": Transition.SUBMIT,
    "published": Transition.PUBLISH,
    "returned": Transition.RETURN,
}


@dataclass(frozen=True)
class Deed:
    """A statement that somebody logged or decided about, and when."""

    statement: int
    at: datetime


@dataclass(frozen=True)
class Deeds:
    """The newest first; `n_sealed` are of statements that the viewer may not know of yet."""

    told: Sequence[Deed]
    n_sealed: int


@dataclass(frozen=True)
class Counted:
    """A number of the activity: whose, in which week, and of what."""

    person: int
    week: str
    what: str


def deeds_of(session: Session, part: Slice, viewer: Viewer, counted: Counted) -> Deeds:
    """List what the number counts, as of the report's revision."""
    rows = session.execute(_counted(session, part, viewer, counted)).all()
    told = [Deed(row.statement, row.at) for row in rows if row.is_known]
    return Deeds(told, len(rows) - len(told))


def _counted(
    session: Session, part: Slice, viewer: Viewer, counted: Counted
) -> Select[int, datetime, bool]:
    known = case((visible_to(viewer).of(Statement), True), else_=False).label("is_known")
    step = STEPS[counted.what]
    if step is None:
        made = Statement.created_at
        asked = select(Statement.id.label("statement"), made.label("at"), known)
        asked = asked.where(Statement.created_by_id == counted.person)
        return _within(asked, counted.week, made).where(known_at(session, part, Statement, made))
    asked = select(Decision.statement_id.label("statement"), Decision.at.label("at"), known)
    asked = asked.join(Statement, Statement.id == Decision.statement_id)
    asked = asked.where(Decision.by_id == counted.person, Decision.step == step)
    return _within(asked, counted.week, Decision.at).where(
        known_at(session, part, Decision, Decision.at)
    )


def _within(
    asked: Select[int, datetime, bool], week: str, at: InstrumentedAttribute[datetime]
) -> Select[int, datetime, bool]:
    first, last = days_of(Period.WEEK, week)
    start = datetime.combine(first, time(), UTC)
    end = datetime.combine(last + timedelta(days=1), time(), UTC)
    return asked.where(at >= start, at < end).order_by(at.desc(), asked.selected_columns.statement)
