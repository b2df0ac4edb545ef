"""What tests of the demo ask a database."""

import pytest
from sqlalchemy import select

from tests.exchange.story_tables import SHORT
from tracker.models import Claim, Speaker, Statement


@pytest.fixture
def ask(database):
    """Rows of a select."""

    def rows(found):
        with database.reading() as session:
            return session.execute(found).all()

    return rows


@pytest.fixture
def keys(ask):
    """Short names of the story's claims, speakers and statements by their ids."""
    return {
        cls: {number: key[SHORT:] for number, key in ask(select(cls.id, cls.key))}
        for cls in (Claim, Speaker, Statement)
    }
