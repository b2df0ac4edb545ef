"""Somebody who is shut out between two steps of signing in gets no further than that."""

import pytest
from sqlalchemy import select

from tests.accounts.people import EMAIL, SERVER, add_person
from tracker.accounts.commands_people import deactivate_person
from tracker.accounts.queries import credentials_of
from tracker.accounts.sessions import open_session
from tracker.errors import Missing
from tracker.models import BrowserSession


@pytest.fixture
def shut_out(database):
    """The number of an account that was shut out."""
    account_id = add_person(database)
    with database.transaction(why="a test") as session:
        deactivate_person(session, account_id, by=SERVER)
    return account_id


def test_there_is_no_password_to_compare_with(database, shut_out):
    with database.reading() as session:
        assert credentials_of(session, EMAIL) is None


def test_no_session_is_opened_after_the_password_was_right(database, shut_out):
    with pytest.raises(Missing), database.transaction() as session:
        open_session(session, shut_out, hours=1)

    with database.reading() as session:
        assert session.scalars(select(BrowserSession.id)).all() == []
