"""Loading the demo: once, whole, and into no database of others."""

import pytest
from sqlalchemy import select

from tests.make import Make
from tracker.db import Database
from tracker.errors import Refused
from tracker.exchange.demo import load
from tracker.models import Base


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
