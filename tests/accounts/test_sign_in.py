"""Signing in and out, as browsers do it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.accounts.people import EMAIL, PASSWORD, SERVER, add_person, form_token, sign_in
from tracker.accounts.commands_people import deactivate_person
from tracker.models import BrowserSession, Revision, now
from tracker.text import sha256
from tracker.web.browser import COOKIE


def sessions_in(database):
    with database.reading() as session:
        return session.scalars(select(BrowserSession)).all()


def test_the_right_password_signs_in(client, database):
    add_person(database)

    answer = sign_in(client)

    assert (answer.status_code, answer.location) == (303, "/")
    assert "Rara" in client.get("/login").text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, database):
    add_person(database)

    cookie = sign_in(client).headers["Set-Cookie"]

    parts = {part.strip() for part in cookie.split(";")}
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert "Secure" not in parts


def test_the_cookies_are_secure_under_https(app, database):
    add_person(database)
    client = app.test_client()
    page = client.get("/login", base_url="https://localhost").headers.getlist("Set-Cookie")

    token = form_token_over_https(client)
    sent = {"email": EMAIL, "password": PASSWORD, "csrf_token": token}
    answer = client.post("/login", data=sent, base_url="https://localhost")

    cookies = [*page, *answer.headers.getlist("Set-Cookie")]
    assert len(cookies) >= 2
    assert all("Secure" in cookie for cookie in cookies)


def form_token_over_https(client):
    page = client.get("/login", base_url="https://localhost").text
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_only_the_hash_of_the_cookie_is_kept(client, database):
    add_person(database)

    sign_in(client)

    kept = sessions_in(database)[0].token_hash
    assert kept == sha256(client.get_cookie(COOKIE).value)


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "not the password"), ("nobody@example.org", PASSWORD), (EMAIL, "x" * 500)],
    ids=["wrong password", "unknown address", "very long password"],
)
def test_all_that_is_wrong_is_answered_alike(client, database, email, password):
    add_person(database)

    answer = sign_in(client, email, password)

    assert answer.status_code == 422
    assert "The email address or the password is wrong." in answer.text
    assert password not in answer.text
    assert sessions_in(database) == []


def test_an_account_that_was_shut_out_cannot_sign_in(client, database):
    account_id = add_person(database)
    with database.transaction() as session:
        deactivate_person(session, account_id, by=SERVER)

    answer = sign_in(client)

    assert answer.status_code == 422


def test_shutting_an_account_out_ends_its_sessions_at_once(client, database):
    account_id = add_person(database)
    sign_in(client)

    with database.transaction() as session:
        deactivate_person(session, account_id, by=SERVER)

    assert "Rara" not in client.get("/login").text


def test_missing_parts_are_named_beside_their_fields(client):
    answer = sign_in(client, "", "")

    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert 'id="password-error"' in answer.text


def test_an_address_with_a_nul_is_refused_beside_its_field(client):
    answer = sign_in(client, "rara\0@example.org")

    assert answer.status_code == 422
    assert "NUL" in answer.text


def test_signing_in_gives_a_new_session_and_ends_the_old_one(client, database):
    add_person(database)
    sign_in(client)
    first = client.get_cookie(COOKIE).value

    sign_in(client)

    assert client.get_cookie(COOKIE).value != first
    assert len(sessions_in(database)) == 1


def test_a_form_token_from_before_signing_in_is_worth_nothing_after(client, database):
    add_person(database)
    before = form_token(client)
    sign_in(client)

    answer = client.post("/logout", data={"csrf_token": before})

    assert answer.status_code == 400


def test_a_session_ends_when_its_hours_are_over(client, database):
    add_person(database)
    sign_in(client)
    with database.transaction() as session:
        for row in session.scalars(select(BrowserSession)):
            row.expires_at = now() - timedelta(seconds=1)

    page = client.get("/login").text

    assert "Rara" not in page


def test_signing_in_removes_the_sessions_that_ran_out(client, database):
    add_person(database)
    sign_in(client)
    with database.transaction() as session:
        for row in session.scalars(select(BrowserSession)):
            row.expires_at = now() - timedelta(seconds=1)
    client.delete_cookie(COOKIE)

    sign_in(client)

    assert len(sessions_in(database)) == 1


def test_signing_out_deletes_the_session_and_the_cookie(client, database):
    add_person(database)
    sign_in(client)

    answer = client.post("/logout", data={"csrf_token": form_token(client)})

    assert answer.status_code == 303
    assert client.get_cookie(COOKIE) is None
    assert sessions_in(database) == []


def test_signing_out_twice_is_no_error(client):
    answer = client.post("/logout", data={"csrf_token": form_token(client)})

    assert answer.status_code == 303


def test_signing_in_leaves_no_revision(client, database):
    add_person(database)
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Revision))

    sign_in(client)

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Revision)) == before


def test_looking_at_pages_writes_nothing(client, database):
    add_person(database)
    sign_in(client)
    before = [(row.id, row.expires_at) for row in sessions_in(database)]

    client.get("/login")

    assert [(row.id, row.expires_at) for row in sessions_in(database)] == before


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/claims/?sort=text", "/claims/?sort=text"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/%0d%0aSet-Cookie:x", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_only_to_pages_of_ours(client, database, wanted, reached):
    add_person(database)
    query = "?next=" + wanted.replace("?", "%3F").replace("\\", "%5C")

    answer = sign_in(client, query=query)

    assert answer.location == reached


def test_a_cookie_of_nonsense_is_nobody(client):
    client.set_cookie(COOKIE, "x" * 43)

    assert client.get("/login").status_code == 200


@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_a_form_without_its_token_is_refused(client, path):
    answer = client.post(path, data={"email": EMAIL, "password": PASSWORD})

    assert answer.status_code == 400
    assert "The form has expired" in answer.text
