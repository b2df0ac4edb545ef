"""What works once works once, for as long as it was meant to."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.accounts.people import add_person
from tests.record.test_at_once import together, trouble
from tracker.accounts import tokens
from tracker.models import Token, TokenKind, now
from tracker.text import sha256

RESET = TokenKind.RESET


@pytest.fixture
def owner(database):
    return add_person(database)


def given(database, owner, kind=RESET, minutes=60) -> str:
    with database.transaction() as session:
        return tokens.issue(session, kind, owner, minutes=minutes)


def spend(database, secret, kind=RESET):
    with database.transaction() as session:
        return tokens.spend(session, kind, secret)


def test_a_secret_works_once(database, owner):
    secret = given(database, owner)

    answers = [spend(database, secret), spend(database, secret)]

    assert answers == [owner, None]


def test_of_two_at_once_exactly_one_gets_it(database, owner):
    secret = given(database, owner)

    answers = together(*[lambda: spend(database, secret)] * 6)

    assert trouble(answers) == []
    assert sorted(answers, key=str) == [owner, *[None] * 5]


def test_only_its_hash_is_kept(database, owner):
    secret = given(database, owner)

    with database.reading() as session:
        row = session.scalars(select(Token)).one()
    assert row.token_hash == sha256(secret)


def test_looking_does_not_use_it_up(database, owner):
    secret = given(database, owner)

    with database.reading() as session:
        seen = [tokens.peek(session, RESET, secret) for _ in range(2)]

    assert seen == [owner, owner]


def test_it_is_good_for_what_it_was_made_for_alone(database, owner):
    secret = given(database, owner, TokenKind.INVITATION)

    assert spend(database, secret, RESET) is None
    assert spend(database, secret, TokenKind.INVITATION) == owner


def test_it_ends_with_its_time(database, owner):
    secret = given(database, owner, minutes=0)

    with database.reading() as session:
        assert tokens.peek(session, RESET, secret) is None
    assert spend(database, secret) is None


def test_what_was_taken_back_no_longer_works(database, owner):
    reset, invitation = given(database, owner), given(database, owner, TokenKind.INVITATION)

    with database.transaction() as session:
        tokens.void(session, owner, RESET)

    assert spend(database, reset) is None
    assert spend(database, invitation, TokenKind.INVITATION) == owner


@pytest.mark.engines("sqlite")
def test_challenges_that_nobody_answered_do_not_pile_up(database, owner):
    given(database, owner, TokenKind.PASSKEY)
    with database.transaction() as session:
        session.scalars(select(Token)).one().expires_at = now() - timedelta(seconds=1)

    given(database, owner)

    with database.reading() as session:
        assert TokenKind.PASSKEY not in session.scalars(select(Token.kind)).all()


def test_rows_of_long_ago_are_removed(database, owner):
    given(database, owner)
    with database.transaction() as session:
        session.scalars(select(Token)).one().expires_at = now() - timedelta(days=2)

    given(database, owner)

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Token)) == 1
