"""A demo of few votes, quickly: a second run finds what the first has made."""

import pytest
from sqlalchemy import func, select

from tracker.db import Database
from tracker.exchange.demo import files, load
from tracker.models import Head, Statement
from tracker.vocabulary import StatementState

FEW = 5


@pytest.fixture
def few_votes(monkeypatch):
    """The files of the demo, as if fewer states had voted."""
    votes = files.votes()[:FEW]
    named = f"{files.article()} {[vote.state_key for vote in votes]}"
    states = [state for state in files.states() if repr(state.key) in named]
    monkeypatch.setattr(files, "states", lambda: states)
    monkeypatch.setattr(files, "votes", lambda: votes)


def seen(database: Database):
    """The newest revision, and how many statements are published."""
    published = Statement.state == StatementState.PUBLISHED
    with database.reading() as session:
        revision = session.execute(select(Head.number)).scalar_one()
        counted = select(func.count()).select_from(Statement).where(published)
        return revision, session.execute(counted).scalar_one()


def test_a_second_run_finds_the_first_by_its_keys(database, few_votes):
    load(database)
    before = seen(database)

    load(database)

    assert before[1] == FEW + len(files.article()["statements"])
    assert seen(database) == before
