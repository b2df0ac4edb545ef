"""Publishing many statements at once keeps the rules of publishing one."""

import pytest
from sqlalchemy import func, select

from tracker.errors import Refused
from tracker.models import Entry, Statement
from tracker.record.verify import verify
from tracker.reviews.commands import publish_many
from tracker.vocabulary import StatementState


def publish(make, statements, by):
    with make.transaction(by, why="publish") as session:
        rows = [session.get_one(Statement, statement) for statement in statements]
        publish_many(session, rows, by=by)


def open_entries(make):
    with make.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Entry).where(Entry.left.is_(None)))


def test_all_of_them_stand_on_the_record(make):
    waiting = [make.submitted() for _ in range(3)]

    publish(make, waiting, make.reviewer)

    assert {make.state_of(statement) for statement in waiting} == {StatementState.PUBLISHED}
    assert open_entries(make) == 3
    assert verify(make.database).ok


def test_one_that_was_not_submitted_stops_them_all(make):
    waiting = [make.submitted(), make.drafted()]

    with pytest.raises(Refused, match="Only what was submitted"):
        publish(make, waiting, make.reviewer)

    assert {make.state_of(statement) for statement in waiting} == {StatementState.UNPUBLISHED}
    assert open_entries(make) == 0


def test_nobody_publishes_what_they_wrote_among_others(make):
    with pytest.raises(Refused, match="Four eyes"):
        publish(make, [make.submitted()], make.editor)

    assert open_entries(make) == 0
