"""Loading the demo: once, whole, and into no database of others."""

from collections import Counter

import pytest
from sqlalchemy import Engine, event, func, select

from tests.make import Make
from tracker.db import Database
from tracker.errors import Refused
from tracker.exchange.demo import load
from tracker.models import Base, Entry, Statement
from tracker.record.verify import verify
from tracker.vocabulary import StatementState


@pytest.fixture
def loaded(demo_database_url):
    """A database with the demo in it."""
    database = Database(demo_database_url)
    yield database
    database.dispose()


def everything(database):
    """Every row of every table."""
    with database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
        }


@pytest.mark.slow
def test_a_second_run_changes_no_row(loaded):
    before = everything(loaded)

    load(loaded)

    assert everything(loaded) == before


@pytest.mark.slow
def test_a_demo_that_somebody_wrote_in_is_refused_and_left_alone(loaded):
    Make(loaded).speaker("Somebody else")
    before = everything(loaded)

    with pytest.raises(Refused, match="tracker serve"):
        load(loaded)

    assert everything(loaded) == before


def test_a_database_of_others_is_refused_and_left_alone(database):
    Make(database).speaker("Somebody else")
    before = everything(database)

    with pytest.raises(Refused, match="tracker serve"):
        load(database)

    assert everything(database) == before


@pytest.mark.slow
@pytest.mark.engines("sqlite")
def test_an_interrupted_run_is_finished_by_the_next(database):
    def interrupt(*received):
        if received[2].startswith("INSERT INTO entry"):
            raise KeyboardInterrupt

    event.listen(Engine, "before_cursor_execute", interrupt)
    with pytest.raises(KeyboardInterrupt):
        load(database)
    event.remove(Engine, "before_cursor_execute", interrupt)
    with database.reading() as session:
        states = session.scalars(select(Statement.state)).all()
    load(database)

    assert Counter(states) == {StatementState.UNPUBLISHED: 1642}
    assert verify(database).ok
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Entry)) == 1644
