"""A demo of few votes, quickly: a second run finds what the first has made, or half made."""

import pytest
from sqlalchemy import Engine, event, func, select

from tracker.db import Database
from tracker.exchange.demo import files, load
from tracker.models import Entry, Head, Statement
from tracker.record.verify import verify
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


def test_an_interrupted_run_is_finished_by_the_next(database, few_votes):
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

    statements = FEW + len(files.article()["statements"])
    assert states == [StatementState.UNPUBLISHED] * statements
    assert verify(database).ok
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Entry)) == statements + 2
