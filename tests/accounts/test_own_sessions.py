"""Sessions end: by themselves, by their person, and by what happens to the account."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.accounts.people import EMAIL, PASSWORD, form_token, sign_in, signed_in
from tests.accounts.stepping import post
from tracker.accounts.queries import account_by_email
from tracker.accounts.sessions import open_session
from tracker.models import BrowserSession, Revision, now
from tracker.web.browser import COOKIE

NEW = "plum tractor ninety willow"


@pytest.fixture
def here(app):
    """A browser in which somebody is signed in."""
    return signed_in(app)


def another(app, database, email=EMAIL):
    """A second browser of the same person."""
    with database.transaction() as session:
        account = account_by_email(session, email)
        token = open_session(
            session, account.id, hours=1, address="198.51.100.4", browser="Firefox/140 Linux"
        )
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client


def is_in(client):
    return client.get("/account").status_code == 200


def sessions_in(database):
    with database.reading() as session:
        return session.scalars(select(BrowserSession).order_by(BrowserSession.id)).all()


def age(database, **changes):
    """Set the moments of all sessions, as so long ago."""
    with database.transaction() as session:
        for row in session.scalars(select(BrowserSession)):
            for name, ago in changes.items():
                setattr(row, name, now() - ago)


def test_a_session_that_was_idle_for_two_hours_has_ended(database, here):
    age(database, seen_at=timedelta(minutes=121))

    assert not is_in(here)


def test_one_that_was_used_an_hour_ago_has_not(database, here):
    age(database, seen_at=timedelta(minutes=119))

    assert is_in(here)


def test_using_a_session_keeps_it_from_being_idle(database, here):
    age(database, seen_at=timedelta(minutes=100))

    here.get("/account")

    assert now() - sessions_in(database)[0].seen_at < timedelta(minutes=1)


def test_a_form_that_is_sent_keeps_it_too(database, here):
    token = form_token(here)
    age(database, seen_at=timedelta(minutes=100))

    here.post("/account/sessions/end-others", data={"csrf_token": token})

    assert now() - sessions_in(database)[0].seen_at < timedelta(minutes=1)


def test_pages_within_five_minutes_write_nothing(database, here, queries):
    here.get("/account")
    age(database, seen_at=timedelta(minutes=4))

    with queries.counted() as statements:
        here.get("/account")

    assert [sql for sql in statements if not sql.startswith(("SELECT", "WITH"))] == []


@pytest.mark.engines("sqlite")
def test_a_page_neither_waits_nor_fails_where_somebody_else_writes(database, here):
    age(database, seen_at=timedelta(minutes=100))
    with database.transaction() as session:
        session.execute(select(1))
        session.add(BrowserSession(token_hash="t", account_id=1, expires_at=now()))
        session.flush()

        answer = here.get("/account")

    assert answer.status_code == 200
    assert now() - sessions_in(database)[0].seen_at > timedelta(minutes=90)


@pytest.mark.engines("sqlite")
def test_a_clock_set_back_lengthens_a_session_by_no_more_than_that(database, here):
    age(database, seen_at=-timedelta(hours=3), expires_at=-timedelta(hours=4))

    assert is_in(here)

    # Seen by the clock of now, it is idle two hours from now and not from then.
    assert abs(now() - sessions_in(database)[0].seen_at) < timedelta(minutes=1)


def test_a_person_sees_where_they_are_signed_in(app, database, here):
    another(app, database)

    page = here.get("/account/sessions").text

    assert "Firefox on Linux" in page
    assert "198.51.100.4" in page
    assert page.count("this one") == 1


def test_a_person_ends_another_of_their_sessions(app, database, here):
    there = another(app, database)

    answer = post(here, f"/account/sessions/{sessions_in(database)[1].id}/end")

    assert answer.status_code == 303
    assert not is_in(there)
    assert is_in(here)


def test_a_person_ends_all_their_sessions_but_this(app, database, here):
    others = [another(app, database), another(app, database)]

    post(here, "/account/sessions/end-others")

    assert [is_in(one) for one in (here, *others)] == [True, False, False]


def test_nobody_ends_a_session_of_somebody_else(app, database, here):
    stranger = signed_in(app, "rex@example.org")
    mine = sessions_in(database)[0].id

    answer = post(stranger, f"/account/sessions/{mine}/end")

    assert answer.status_code == 404
    assert is_in(here)


def change_password(client, **fields):
    given = {"current": PASSWORD, "password": NEW, "again": NEW, **fields}
    return post(client, "/account/password", **given)


def test_a_new_password_ends_all_sessions_and_gives_this_browser_a_new_one(app, database, here):
    there, old = another(app, database), here.get_cookie(COOKIE).value

    answer = change_password(here)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert here.get_cookie(COOKIE).value != old
    assert is_in(here)
    assert not is_in(there)
    assert sign_in(app.test_client(), password=NEW).status_code == 303
    assert sign_in(app.test_client()).status_code == 422


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"current": "not the password"}, "current"),
        ({"again": NEW + "s"}, "again"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "password12345678", "again": "password12345678"}, "password"),
    ],
)
@pytest.mark.engines("sqlite")
def test_what_is_wrong_with_a_new_password_is_named_beside_it(database, here, fields, named):
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Revision))

    answer = change_password(here, **fields)

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Revision)) == before
    assert answer.status_code == 422
    assert f'id="{named}-error"' in answer.text


@pytest.mark.parametrize("path", ["", "/password", "/sessions", "/confirm", "/authenticator"])
@pytest.mark.engines("sqlite")
def test_nobody_has_an_account_page_before_signing_in(client, path):
    answer = client.get(f"/account{path}")

    assert answer.status_code == 303
    assert answer.location.startswith("/login?next=")


@pytest.mark.parametrize(
    "path",
    [
        "password",
        "confirm",
        "sessions/1/end",
        "sessions/end-others",
        "authenticator",
        "authenticator/start",
        "authenticator/remove",
        "recovery-codes",
        "passkeys",
        "passkeys/options",
        "passkeys/1/remove",
    ],
)
@pytest.mark.engines("sqlite")
def test_a_form_of_the_account_without_its_token_is_refused(here, path):
    assert here.post(f"/account/{path}").status_code == 400


@pytest.mark.parametrize("path", ["/account/sessions/%s/end", "/account/passkeys/%s/remove"])
def test_a_number_beyond_all_rows_is_a_missing_one(here, path):
    answer = post(here, path % 10**20)

    assert answer.status_code == 404
