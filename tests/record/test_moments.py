"""Which revision a question about the past means; what cannot be asked is told in a sentence."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from tracker.errors import Refused
from tracker.models import Head, Revision, now
from tracker.record.moments import newest_revision, revision_of

AT = (
    datetime(2025, 1, 8, 23, 59, 59, 999_999, UTC),
    datetime(2025, 1, 9, tzinfo=UTC),
    datetime(2025, 1, 9, 14, 30, tzinfo=UTC),
)


@pytest.fixture
def ask(database):
    """Ask a record of three revisions, the first at the end of a day, the next at midnight."""
    texts = {"kind": "claim", "action": "insert", "digest": "", "previous": "", "request": ""}
    with database.engine.begin() as connection:
        for number, moment in enumerate(AT, start=1):
            values = {**texts, "number": number, "at": moment, "hash": str(number)}
            connection.execute(insert(Revision).values(values))
        connection.execute(update(Head).values(number=len(AT)))

    def revision(words):
        with database.reading() as session:
            return revision_of(session, words)

    return revision


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("r1", 1),
        ("r3", 3),
        ("2025-01-08", 1),
        ("2025-01-09", 3),
        ("2025-01-09T00:00Z", 2),
        ("2025-01-09 14:29:59", 2),
        ("2025-01-09T14:30", 3),
        ("2025-01-09T16:30+07:00", 2),
    ],
)
def test_a_revision_a_day_or_a_moment_is_found(ask, words, number):
    assert ask(words) == number


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("r0", "Nothing was on record then."),
        ("2025-01-07", "Nothing was on record then."),
        ("r4", "There is no revision r4 yet; the newest is r3."),
        ("r99999999999999999999", "Write a revision as r1642"),
        ("2025-02-30", "Write a revision as r1642"),
        ("2025", "Write a revision as r1642"),
        ("yesterday", "Write a revision as r1642"),
        ("0001-01-01T00:00+14:00", "Write a revision as r1642"),
    ],
)
def test_what_cannot_be_asked_is_told(ask, words, sentence):
    with pytest.raises(Refused) as refused:
        ask(words)

    assert str(refused.value).startswith(sentence)
    assert refused.value.field == "as_of"


def test_neither_today_nor_tomorrow_can_be_asked_as_days_nor_a_moment_to_come(ask):
    today, later = now().date().isoformat(), (now() + timedelta(minutes=5)).isoformat()

    for words in (today, later):
        with pytest.raises(Refused):
            ask(words)
    assert ask((now() - timedelta(seconds=1)).isoformat()) == 3


def test_before_the_first_revision_there_is_none(database):
    with database.reading() as session:
        assert newest_revision(session) == 0
        with pytest.raises(Refused, match="Nothing was on record"):
            revision_of(session, "2025-01-08")
