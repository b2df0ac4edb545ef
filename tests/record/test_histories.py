"""Whatever happens in whatever order, the ledger holds what stands, and the past stays."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.make import Make
from tracker import record
from tracker.db import Database
from tracker.models import Head, Occasion, Position, Role, Source, Speaker, Statement
from tracker.record.positions import as_of, histories, position_values, positions_of
from tracker.record.verify import verify
from tracker.reviews import commands as reviews
from tracker.vocabulary import Act, Level, Stance, StatementState

STEPS = ("publish", "correct", "withdraw", "reinstate", "role", "parent", "hour", "outlet", "both")
CODES = st.sampled_from(list(Stance))
DAYS = st.sampled_from(["2024", "2025-01", "2025-01-08", "2025-01-09", "2025-02-01"])

Step = tuple[str, int, list[Stance], str]
step = st.tuples(
    st.sampled_from(STEPS), st.integers(0, 5), st.lists(CODES, min_size=1, max_size=2), DAYS
)


class World:
    """Two states, a ministry and two persons who speak for it about two claims."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.make = Make(database)
        make = self.make
        self.states = [make.state("Russia", "RU"), make.state("Belarus", "BY")]
        self.bodies = [
            make.speaker("Ministry", "organisation", parent=self.states[0]),
            make.speaker("Agency", "organisation"),
        ]
        self.persons = [make.speaker("One"), make.speaker("Two")]
        self.roles = [make.role(person, self.bodies[0]) for person in self.persons]
        self.claims = [make.claim(), make.claim()]
        self.source = make.source()
        self.outlet = make.outlet()
        self.occasion = make.occasion(held_on="2025-01-08")
        self.statements: list[int] = []

    def draft(self, codes: list[Stance], said_on: str, person: int) -> Any:
        return self.make.draft(
            speaker=self.persons[person],
            role=self.roles[person],
            source=self.source,
            said_on=said_on,
            occasion=self.occasion if person else None,
            stances=dict(zip(self.claims, codes, strict=False)),
            act=Act.RETRACTS if set(codes) == {Stance.DECLINE} else None,
        )

    def take(self, step: Step) -> None:
        name, number, codes, said_on = step
        if name == "publish":
            draft = self.draft(codes, said_on, number % 2)
            self.statements.append(self.make.statement(draft))
        elif name == "role":
            self._change(
                Role, self.roles[number % 2], "body_id", self.bodies[number % 3 % 2], "roles"
            )
        elif name == "parent":
            parent = [*self.states, None][number % 3]
            self._change(Speaker, self.bodies[0], "parent_id", parent, "speakers")
        elif name == "hour":
            hour = ["09:30", "", "08:00"][number % 3]
            self._change(Occasion, self.occasion, "start_time", hour, "occasions")
        elif name == "outlet":
            self._change(
                Source, self.source, "outlet_id", [self.outlet, None][number % 2], "sources"
            )
        elif name == "both" and self.statements:
            self._withdraw_and_reinstate(self.statements[number % len(self.statements)])
        elif self.statements:
            self._treat(name, self.statements[number % len(self.statements)], codes, said_on)

    def _treat(self, name: str, statement: int, codes: list[Stance], said_on: str) -> None:
        is_published = self.make.state_of(statement) is StatementState.PUBLISHED
        if name == "correct" and is_published:
            self.make.correct(statement, self.draft(codes, said_on, statement % 2))
        elif name == "withdraw" and is_published:
            self.make.withdraw(statement)
        elif name == "reinstate" and not is_published:
            self.make.reinstate(statement)

    def _withdraw_and_reinstate(self, statement: int) -> None:
        """Two decisions in one transaction: the ledger keeps one moment."""
        if self.make.state_of(statement) is not StatementState.PUBLISHED:
            return
        reviewer = self.make.reviewer
        with self.make.transaction(reviewer, why="twice") as session:
            row = session.get_one(Statement, statement)
            for decide in (reviews.withdraw, reviews.reinstate):
                decide(session, row, by=reviewer, version=None, reason="Twice.")

    def _change(self, cls: Any, row_id: int, column: str, value: Any, touched: str) -> None:
        with self.make.transaction(self.make.editor, why="moved") as session:
            row = session.get_one(cls, row_id)
            setattr(row, column, value)
            record.sync(session, record.Touched(**{touched: {row_id}}))


def printed(database: Database, revision: int) -> list[dict[str, Any]]:
    """The positions of everybody as of a revision, made from the ledger alone."""
    with database.reading() as session:
        return [
            position_values(level, place, found)
            for level in Level
            for place, found in positions_of(session.execute(histories(level, as_of(revision))))
        ]


def table(database: Database) -> list[dict[str, Any]]:
    """The position table as it stands."""
    names = Position.__table__.c.keys()
    with database.reading() as session:
        return [
            {name: getattr(row, name) for name in names}
            for level in Level
            for row in session.scalars(
                select(Position)
                .where(Position.level == level)
                .order_by(Position.claim_id, Position.holder_id)
            )
        ]


def newest(database: Database) -> int:
    with database.reading() as session:
        return session.execute(select(Head.number)).scalar_one()


@pytest.mark.slow
@settings(
    max_examples=6,
    # Every example has a database of its own: making it smaller would make hundreds.
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(step, min_size=4, max_size=14))
def test_a_report_as_of_then_prints_what_it_printed_then(
    new_database_url: Callable[..., str], steps: list[Step]
):
    database = Database(new_database_url())
    try:
        world = World(database)
        then: dict[int, list[dict[str, Any]]] = {}
        for each in steps:
            world.take(each)
            then[newest(database)] = table(database)

        again = {revision: printed(database, revision) for revision in then}

        assert again == then
        assert verify(database).ok
    finally:
        database.dispose()
