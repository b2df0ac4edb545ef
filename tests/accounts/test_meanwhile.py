"""Who is signed out, or gets another role, while their own request waits for its turn."""

import time
from collections.abc import Callable
from threading import Thread

import pytest
from sqlalchemy import delete, func, select, update

from tests.accounts.people import (
    EMAIL,
    PASSWORD,
    SERVER,
    add_person,
    form_token,
    sign_in,
    signed_in,
)
from tests.accounts.stepping import code_of, half_way, second, set_up_app
from tracker.accounts.commands import set_password
from tracker.accounts.passwords import is_right
from tracker.audit import lock_head
from tracker.models import Account, BrowserSession, Token, Topic
from tracker.vocabulary import AccountRole

NEW = "violet harpsichord in the attic"
# Long enough for a request to have read who sends it; where it is too short, it finds them gone.
MEANWHILE = 0.5


def account(session):
    return session.scalars(select(Account).where(Account.email == EMAIL)).one()


def demote(session):
    account(session).role = AccountRole.READER


def shut_out(session):
    account(session).is_active = False


def sign_out(session):
    session.execute(delete(BrowserSession).where(BrowserSession.account_id == account(session).id))


def another_password(session):
    set_password(session, account(session).id, NEW, by=SERVER)


def while_waiting(database, change: Callable, request: Callable):
    """The answer to a request that waits while somebody else changes the account."""
    answers = []
    thread = Thread(target=lambda: answers.append(request()))
    with database.transaction(why="a test") as session:
        lock_head(session)
        change(session)
        session.flush()
        thread.start()
        time.sleep(MEANWHILE)
    thread.join()
    return answers[0]


@pytest.mark.parametrize("change", [demote, shut_out, sign_out, another_password])
def test_who_loses_access_while_waiting_saves_nothing(app, database, change):
    client = signed_in(app)
    sent = {"csrf_token": form_token(client), "name_en": "Planted"}

    answer = while_waiting(database, change, lambda: client.post("/topics/new", data=sent))

    assert answer.status_code == 422
    assert "in the meantime. Nothing was saved." in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Topic)) == 0


def test_of_two_who_change_one_password_at_once_the_first_one_stays(app, database):
    client = signed_in(app)
    typed = "purple accordion under the bed"
    sent = {"csrf_token": form_token(client), "current": PASSWORD, "password": typed}
    sent["again"] = typed

    answer = while_waiting(
        database, another_password, lambda: client.post("/account/password", data=sent)
    )

    assert answer.status_code == 422
    with database.reading() as session:
        assert is_right(NEW, account(session).password_hash)
        assert session.scalars(select(BrowserSession)).all() == []


def test_the_old_password_opens_nothing_once_it_was_changed(app, database):
    add_person(database)
    client = app.test_client()
    form_token(client)

    answer = while_waiting(database, another_password, lambda: sign_in(client))

    assert answer.status_code == 422
    with database.reading() as session:
        assert session.scalars(select(BrowserSession)).all() == []


def test_a_sign_in_half_done_with_the_old_password_opens_nothing(app, database):
    person = add_person(database)
    set_up_app(database, person)
    client = half_way(app.test_client())
    with database.transaction(why="a test") as session:
        set_password(session, person, NEW, by=SERVER)
        # As if it had been begun between the voiding and the new password.
        session.execute(update(Token).values(used_at=None))

    answer = second(client, code_of(database, person))

    assert answer.status_code == 422
    with database.reading() as session:
        assert session.scalars(select(BrowserSession)).all() == []
