"""Who fails often waits, whoever they are; what they typed stays, and nobody is signed out."""

import pytest
from sqlalchemy import select

from tests.accounts.people import EMAIL, PASSWORD, add_person, sign_in, signed_in
from tracker.accounts import throttling
from tracker.models import Throttle
from tracker.web.browser import COOKIE


def fail(database, times, email=EMAIL):
    """So many failures from this machine, without the slow comparing."""
    for _ in range(times):
        throttling.count_failure(database, throttling.subjects(email, "127.0.0.1"))


@pytest.fixture
def person(database):
    return add_person(database)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_after_ten_failures_known_and_unknown_wait_alike(client, person, email):
    answers = [sign_in(client, email, "not the password").status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_the_answer_says_how_long_and_keeps_what_was_typed(client, database, person, email):
    fail(database, 10, email)

    answer = sign_in(client, email, PASSWORD)

    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "Wait a minute" in answer.text
    assert f'value="{email}"' in answer.text


def test_the_right_password_is_refused_while_one_waits(client, database, person):
    fail(database, 10)

    right, wrong = sign_in(client), sign_in(client, password="not the password")

    assert (right.status_code, wrong.status_code) == (429, 429)
    assert client.get_cookie(COOKIE) is None


def test_one_network_address_waits_for_all_accounts(client, database, person):
    for number in range(10):
        fail(database, 1, f"guess{number}@example.org")

    assert sign_in(client).status_code == 429


def test_another_network_address_waits_for_the_account(app, database, person):
    client = app.test_client()
    fail(database, 10)
    client.environ_base["REMOTE_ADDR"] = "198.51.100.4"

    assert sign_in(client).status_code == 429
    assert sign_in(client, "other@example.org").status_code == 422


def test_a_wait_ends_no_session(app, database):
    here = signed_in(app, "rex@example.org")
    fail(database, 10, "rex@example.org")

    assert "Rex" in here.get("/login").text


def test_getting_in_forgives_the_account_and_not_the_address(client, database, person):
    fail(database, 9)
    sign_in(client)

    with database.reading() as session:
        kept = {row.subject: row.failures for row in session.scalars(select(Throttle))}
    assert kept == {throttling.subject_of_address("127.0.0.1"): 9}
