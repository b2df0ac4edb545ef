"""A forgotten password: who asks learns nothing, and the letter works once."""

import re

import pytest

from tests.accounts.people import (
    EMAIL,
    SERVER,
    add_person,
    form_token,
    sign_in,
)
from tests.admin.conftest import link_in
from tests.admin.following import CHOSEN, account, choose, post
from tracker.accounts.commands_people import deactivate_person
from tracker.accounts.throttling import subject_of_account, wait_left
from tracker.models import Account, Totp


@pytest.fixture
def forgot(app, database, mailing):
    """Asks for a new password and gives the letters so far."""
    add_person(database)

    def ask(email=EMAIL):
        answer = post(app.test_client(), "/reset", email=email)
        assert answer.status_code == 200
        return mailing()

    return ask


def test_a_forgotten_password_is_set_anew_and_every_session_ends(app, database, forgot):
    (letter,) = forgot(" Rara@EXAMPLE.org ")
    elsewhere = app.test_client()
    sign_in(elsewhere)
    client = app.test_client()

    done = choose(client, link_in(letter))

    assert (done.status_code, done.location) == (303, "/login")
    assert elsewhere.get("/statements/new").status_code == 303
    assert client.get("/statements/new").status_code == 303
    assert sign_in(client).status_code == 422
    assert sign_in(client, password=CHOSEN).status_code == 303
    assert choose(client, link_in(letter)).status_code == 410


def test_a_new_password_does_not_pass_the_second_factor(app, client, database, forgot):
    with database.transaction() as session:
        row = Totp(account_id=account(database).id, secret="JBSWY3DPEHPK3PXP", is_confirmed=True)
        session.add(row)
    (letter,) = forgot()

    choose(client, link_in(letter))
    entered = sign_in(client, password=CHOSEN)

    assert entered.location.startswith("/login/second")
    assert client.get("/statements/new").status_code == 303


def test_only_the_newest_letter_works(client, forgot):
    forgot()

    first, second = forgot()

    assert client.get(link_in(first)).status_code == 410
    assert client.get(link_in(second)).status_code == 200


def test_an_unknown_address_gets_the_same_answer_and_no_letter(app, forgot, mailing):
    client = app.test_client()

    known = post(client, "/reset", email=EMAIL)
    unknown = post(client, "/reset", email="nobody@example.org")

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert without_numbers(known.text) == without_numbers(unknown.text)
    assert len(mailing()) == 1


def test_the_answer_costs_the_same_whoever_asks(app, forgot, mailing, queries):
    client, costs = app.test_client(), []
    token = form_token(client)

    for email in ("warm@example.org", EMAIL, "nobody@example.org"):
        with queries.counted() as statements:
            answer = client.post("/reset", data={"csrf_token": token, "email": email})
            answer.get_data()
        costs.append(list(statements))
        # Only now is the account looked for.
        answer.close()
        mailing()

    assert costs[1] == costs[2]


@pytest.mark.parametrize("why", ["shut out", "never accepted"])
def test_who_has_no_password_to_forget_gets_no_letter(database, forgot, why):
    number = account(database).id
    with database.transaction() as session:
        if why == "shut out":
            deactivate_person(session, number, by=SERVER)
        else:
            session.get_one(Account, number).password_hash = ""

    assert forgot() == []


def without_numbers(page):
    """The page without its form tokens."""
    return [line for line in page.splitlines() if "csrf_token" not in line]


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_asking_is_counted_alike_and_apart_from_signing_in(app, database, email):
    add_person(database)
    client = app.test_client()

    answers = [post(client, "/reset", email=email).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]
    with database.reading() as session:
        assert wait_left(session, [subject_of_account(email)]) == 0


def test_a_foreign_host_never_gets_into_a_letter(app, forgot, mailing):
    client, evil = app.test_client(), "http://evil.example"
    page = client.get("/login", base_url=evil).text
    (token, *_) = re.findall(r'name="csrf_token" value="([^"]+)"', page)

    answer = client.post("/reset", base_url=evil, data={"csrf_token": token, "email": EMAIL})
    answer.get_data()
    answer.close()

    assert "Ask an administrator" in answer.text
    assert mailing() == []


def test_the_public_address_is_the_one_in_letters(app, forgot):
    app.config["PUBLIC_URL"] = "https://record.example/under/"

    (letter,) = forgot()

    assert "\nhttps://record.example/under/reset/" in letter


def test_a_letter_is_in_the_language_of_who_asked(app, database, mailing):
    add_person(database)
    client = app.test_client()

    post(client, "/reset?lang=id", email=EMAIL)

    (letter,) = mailing()
    assert letter.startswith("Halo Rara,")
