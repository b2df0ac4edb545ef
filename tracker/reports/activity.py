"""What was logged, submitted and decided, by person and week; for editors and above."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.analysis.calendar import Period, period_of
from tracker.analysis.summaries import round_half_up
from tracker.errors import Missing
from tracker.models import Account, Decision, Statement
from tracker.naming import account_name
from tracker.reports.filters import Filters
from tracker.reports.ledger import Slice, coder_asked, slice_of
from tracker.reports.steps import known_at
from tracker.vocabulary import AccountRole, Transition

OPTIONS = ("coder", "as_of")


@dataclass(frozen=True)
class ActivityRow:
    """The work of one person in one ISO week of UTC.

    `published` and `returned` are what they decided, corrections among them, and `median_hours`
    how long what they published, returned or rejected had waited since it was last submitted.
    """

    person: str
    week: str
    logged: int
    submitted: int
    published: int
    returned: int
    median_hours: float | None
    person_label: str


@dataclass
class Work:
    """What one person did in one week; `hours` are those that each decision had been waited for."""

    logged: int = 0
    steps: dict[Transition, int] = field(default_factory=lambda: defaultdict(int))
    hours: list[float] = field(default_factory=list)

    @property
    def median_hours(self) -> float | None:
        return round_half_up(median(self.hours), 2) if self.hours else None


@dataclass(frozen=True)
class Person:
    """Somebody who works here."""

    id: int
    uid: str
    name: str


@dataclass(frozen=True)
class ActivityReport:
    """The rows, by person and week; `people` by their uid."""

    slice: Slice
    rows: Sequence[ActivityRow]
    people: Mapping[str, Person]
    n_imprecise: int = 0


def build(session: Session, filters: Filters) -> ActivityReport:
    """Count who did what in which week. Raises Missing for readers: they see no employee's work."""
    if not filters.viewer.reaches(AccountRole.EDITOR):
        raise Missing("report", "activity")
    part = slice_of(session, filters)
    only = coder_asked(session, filters)
    works: dict[tuple[int, str], Work] = defaultdict(Work)
    for person, week in _logged(session, part):
        works[person, week].logged += 1
    for person, week, step, hours in _decided(session, part):
        works[person, week].steps[step] += 1
        if hours is not None:
            works[person, week].hours.append(hours)
    works = {place: work for place, work in works.items() if only in {None, place[0]}}
    people = _people(session, {person for person, _ in works})
    rows = [_row(people[person], week, work) for (person, week), work in works.items()]
    return ActivityReport(
        slice=part,
        rows=sorted(rows, key=lambda row: (row.person, row.week)),
        people={person.uid: person for person in people.values()},
    )


def _logged(session: Session, part: Slice) -> Iterator[tuple[int, str]]:
    """Who logged a statement, and in which week."""
    known = known_at(session, part, Statement, Statement.created_at)
    asked = select(Statement.created_by_id, Statement.created_at).where(known)
    for person, at in session.execute(asked.execution_options(yield_per=5000)):
        if person is not None:
            yield person, _week(at)


def _decided(session: Session, part: Slice) -> Iterator[tuple[int, str, Transition, float | None]]:
    """Who took which step in which week, and how many hours it had been waited for."""
    known = known_at(session, part, Decision, Decision.at)
    asked = (
        select(Decision.edition_id, Decision.step, Decision.by_id, Decision.at)
        .where(known, Decision.step.in_([Transition.SUBMIT, *_DECIDING]))
        .order_by(Decision.statement_id, Decision.id)
    )
    submitted: tuple[int, datetime] | None = None
    for row in session.execute(asked.execution_options(yield_per=5000)):
        waited = None
        if row.step is Transition.SUBMIT:
            submitted = (row.edition_id, row.at)
        elif submitted and submitted[0] == row.edition_id:
            waited = (row.at - submitted[1]).total_seconds() / 3600
        if row.by_id is not None:
            yield row.by_id, _week(row.at), row.step, waited


_DECIDING = (Transition.PUBLISH, Transition.RETURN, Transition.REJECT)


def _week(at: datetime) -> str:
    return period_of(Period.WEEK, at.date(), at.date()) or ""


def _people(session: Session, ids: set[int]) -> dict[int, Person]:
    asked = select(Account.id, Account.uid, account_name("en").label("name"))
    rows = session.execute(asked.where(Account.id.in_(ids)))
    return {row.id: Person(row.id, row.uid, row.name) for row in rows}


def _row(person: Person, week: str, work: Work) -> ActivityRow:
    return ActivityRow(
        person=person.uid,
        week=week,
        logged=work.logged,
        submitted=work.steps[Transition.SUBMIT],
        published=work.steps[Transition.PUBLISH],
        returned=work.steps[Transition.RETURN],
        median_hours=work.median_hours,
        person_label=person.name,
    )
