"""What stood at a revision: from the one that opened it, until the one that closed it."""

from sqlalchemy import select

from tracker.models import Entry, Head, Position
from tracker.record.positions import as_of
from tracker.record.verify import verify


def newest(database):
    with database.reading() as session:
        return session.execute(select(Head.number)).scalar_one()


def standing_at(database, revision):
    with database.reading() as session:
        return session.scalars(select(Entry.statement_id).where(as_of(revision))).all()


def test_what_is_published_stands_from_the_revision_that_published_it(database, make):
    statement = make.submitted()
    before = newest(database)

    make.publish(statement)

    assert standing_at(database, before) == []
    assert standing_at(database, newest(database)) == [statement]


def test_what_is_withdrawn_stood_until_the_revision_that_withdrew_it(database, make):
    statement = make.statement()
    before = newest(database)

    make.withdraw(statement)

    assert standing_at(database, before) == [statement]
    assert standing_at(database, newest(database)) == []


def test_withdrawing_takes_the_position_away(database, make):
    statement = make.statement()

    make.withdraw(statement)

    with database.reading() as session:
        assert session.scalars(select(Position.holder_id)).all() == []
    assert verify(database).ok
