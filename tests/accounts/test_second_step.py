"""The second step: codes and recovery codes, each once, whoever is first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.accounts.people import EMAIL, PASSWORD, add_person, sign_in
from tests.accounts.stepping import code_of, give_codes, half_way, second, set_up_app
from tests.record.test_at_once import together, trouble
from tracker.accounts import totp
from tracker.accounts.recovery import codes_left, use_recovery_code
from tracker.accounts.throttling import count_failure, subjects
from tracker.models import BrowserSession, RecoveryCode, Throttle, Token, Totp, now
from tracker.web.browser import COOKIE


@pytest.fixture
def person(database):
    """Somebody whose account has an app."""
    account_id = add_person(database)
    set_up_app(database, account_id)
    return account_id


def sessions_in(database):
    with database.reading() as session:
        return session.scalars(select(BrowserSession)).all()


def test_the_password_alone_opens_no_session(client, database, person):
    answer = sign_in(client, query="?next=/claims/")

    assert (answer.status_code, answer.location) == (303, "/login/second?next=%2Fclaims%2F")
    assert sessions_in(database) == []
    assert client.get_cookie(COOKIE) is None


def test_the_code_opens_one_and_leads_on(client, database, person):
    half_way(client)

    answer = second(client, code_of(database, person), "?next=/claims/")

    assert (answer.status_code, answer.location) == (303, "/claims/")
    assert "Rara" in client.get("/login").text


def test_the_cookie_of_a_sign_in_half_done_is_hidden_and_short(client, person):
    answer = sign_in(client)

    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "tracker_second" in c)
    parts = {part.strip() for part in cookie.split(";")}
    assert {"HttpOnly", "SameSite=Lax", "Path=/login", "Max-Age=300"} <= parts


def test_a_wrong_code_is_refused_and_the_next_may_be_right(client, database, person):
    half_way(client)

    wrong = second(client, "000000")
    right = second(client, code_of(database, person))

    assert wrong.status_code == 422
    assert 'id="code-error"' in wrong.text
    assert right.status_code == 303


def test_a_code_is_good_once(app, client, database, person):
    code = code_of(database, person)
    second(half_way(client), code)

    again = second(half_way(app.test_client()), code)

    assert again.status_code == 422
    assert len(sessions_in(database)) == 1


def test_of_two_browsers_with_one_code_exactly_one_gets_in(database, person):
    code = code_of(database, person)

    def use():
        with database.transaction() as session:
            return totp.use_code(session, person, code)

    answers = together(*[use] * 6)

    assert trouble(answers) == []
    assert sorted(answers) == [False] * 5 + [True]


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(("steps", "is_right"), [(-3, False), (0, True), (1, True), (3, False)])
def test_a_clock_may_be_half_a_minute_off(database, person, steps, is_right):
    with database.transaction() as session:
        assert totp.use_code(session, person, code_of(database, person, steps)) is is_right


@pytest.mark.engines("sqlite")
def test_a_clock_set_back_makes_codes_useless_only_once_each(database, person):
    with database.transaction() as session:
        row = session.scalars(select(Totp)).one()
        row.last_step = int(now().timestamp()) // 30 + 360
    code = code_of(database, person)

    with database.transaction() as session:
        answers = [totp.use_code(session, person, code) for _ in range(2)]

    assert answers == [True, False]


def test_a_recovery_code_is_good_once_however_it_is_written(app, client, database, person):
    codes = give_codes(database, person)
    typed = codes[0].upper().replace("-", " ")

    first = second(half_way(client), typed)
    again = second(half_way(app.test_client()), codes[0])

    with database.reading() as session:
        assert codes_left(session, person) == 9
    assert (first.status_code, again.status_code) == (303, 422)


def test_of_two_browsers_with_one_recovery_code_exactly_one_gets_in(database, person):
    code = give_codes(database, person)[0]

    def use():
        with database.transaction() as session:
            return use_recovery_code(session, person, code)

    answers = together(*[use] * 6)

    assert trouble(answers) == []
    assert sorted(answers) == [False] * 5 + [True]


@pytest.mark.engines("sqlite")
def test_only_hashes_of_recovery_codes_are_kept(database, person):
    codes = give_codes(database, person)

    with database.reading() as session:
        kept = session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(kept) == len(set(codes)) == 10
    assert not any(code in hashed for code in codes for hashed in kept)


def test_somebody_elses_recovery_code_is_worth_nothing(client, database, person):
    other = add_person(database, "other@example.org")
    set_up_app(database, other)

    answer = second(half_way(client), give_codes(database, other)[0])

    assert answer.status_code == 422


def test_a_sign_in_half_done_is_good_for_five_minutes(client, database, person):
    half_way(client)
    with database.transaction() as session:
        session.scalars(select(Token)).one().expires_at = now() - timedelta(seconds=1)

    answer = second(client, code_of(database, person), "?next=/claims/")

    assert (answer.status_code, answer.location) == (303, "/login?next=%2Fclaims%2F")
    assert sessions_in(database) == []


def test_a_sign_in_half_done_is_good_once(app, client, database, person):
    half_way(client)
    secret = client.get_cookie("tracker_second", path="/login").value
    second(client, code_of(database, person))
    copy = app.test_client()
    copy.set_cookie("tracker_second", secret, path="/login")

    answer = second(copy, code_of(database, person, 1))

    assert answer.location == "/login"
    assert len(sessions_in(database)) == 1


def test_who_has_given_no_password_sees_no_second_step(client):
    answer = client.get("/login/second")

    assert (answer.status_code, answer.location) == (303, "/login")


def test_wrong_codes_are_counted_and_the_password_forgives_none(app, client, database, person):
    half_way(client)
    second(client, "000000")
    for _ in range(8):
        count_failure(database, subjects(EMAIL, "127.0.0.1"))

    half_way(client)
    second(client, "000000")
    answer = second(client, code_of(database, person))

    with database.reading() as session:
        assert [row.rounds for row in session.scalars(select(Throttle))] == [1, 1]
    assert answer.status_code == 429
    assert sign_in(app.test_client(), EMAIL).status_code == 429


@pytest.mark.engines("sqlite")
def test_the_log_names_the_account_and_repeats_nothing_that_was_typed(
    client, database, person, capsys
):
    code = code_of(database, person)
    sign_in(client, password="not the password")
    half_way(client)
    second(client, "000000")
    second(client, code)

    told = capsys.readouterr().err
    assert ["sign-in refused" in told, "second step refused" in told] == [True, True]
    assert '"event": "signed in"' in told
    assert not any(word in told for word in (EMAIL, PASSWORD, code, "not the password"))
