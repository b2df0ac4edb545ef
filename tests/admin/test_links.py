"""Invitations and links of administrators: once, for their own person, for a while."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.accounts.people import (
    PASSWORD,
    SERVER,
    add_person,
    sign_in,
    signed_in,
)
from tests.admin.conftest import link_in
from tests.admin.following import CHOSEN, accept, account, choose, post
from tracker.accounts.commands_people import invite_again, send_reset
from tracker.accounts.passwords import is_right
from tracker.models import Revision, Token, now
from tracker.vocabulary import AccountRole

NEW = "new@example.org"


@pytest.fixture
def invited(app):
    """A link that an administrator gave to a new person."""
    ada = signed_in(app, "ada@example.org", AccountRole.ADMIN)
    shown = post(ada, "/admin/people/new", email=NEW, role="reviewer", name="")
    return link_in(shown.text)


def expire(database):
    with database.transaction() as session:
        session.execute(update(Token).values(expires_at=now() - timedelta(seconds=1)))


def state(database):
    with database.reading() as session:
        newest = session.scalar(select(func.max(Revision.number)))
        return newest, session.execute(select(Token.id, Token.used_at)).all()


def test_looking_at_an_invitation_does_not_use_it_up(client, database, invited):
    before = state(database)

    answers = [client.get(invited) for _ in range(3)]
    client.head(invited)

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert NEW in answers[0].text
    assert state(database) == before


def test_who_accepts_is_signed_in_with_name_role_and_password(client, database, invited):
    accepted = accept(client, invited)

    assert (accepted.status_code, accepted.location) == (303, "/")
    row = account(database, NEW)
    assert (row.name, row.role, row.signed_in_at is not None) == ("Nina", "reviewer", True)
    assert is_right(CHOSEN, row.password_hash)
    assert "Nina" in client.get("/statements/new").text
    with database.reading() as session:
        newest = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
    assert (newest.by_id, newest.why) == (row.id, "invitation accepted")


def test_nobody_signs_in_before_the_invitation_is_accepted(client, invited):
    for password in ("", " ", PASSWORD, "the password of nobody at all"):
        assert sign_in(client, NEW, password).status_code == 422


@pytest.mark.parametrize("ending", ["used", "expired", "newer", "shut out", "mistyped"])
def test_an_invitation_that_is_over_says_so(app, client, database, invited, ending):
    person = account(database, NEW).id
    if ending == "used":
        accept(app.test_client(), invited)
    elif ending == "expired":
        expire(database)
    elif ending == "newer":
        with database.transaction() as session:
            invite_again(session, person, hours=1, by=SERVER)
    elif ending == "shut out":
        post(
            signed_in(app, "bea@example.org", AccountRole.ADMIN),
            f"/admin/people/{person}/deactivate",
        )
    else:
        invited = invited[:-1] + "_"
    before = account(database, NEW).password_hash

    looked, sent = client.get(invited), accept(client, invited, password="another good long one")

    assert (looked.status_code, sent.status_code) == (410, 410)
    assert "This link no longer works" in looked.text
    assert account(database, NEW).password_hash == before


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "", "password": CHOSEN, "again": CHOSEN}, "name"),
        ({"name": "Nina", "password": "short", "again": "short"}, "password"),
        ({"name": "Nina", "password": CHOSEN, "again": "other"}, "again"),
        ({"name": "\u202eaniN", "password": CHOSEN, "again": CHOSEN}, "name"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_goes_on_working(client, invited, fields, wrong):
    refused = post(client, invited, **fields)

    assert refused.status_code == 422
    assert f'id="{wrong}-error"' in refused.text
    assert accept(client, invited).status_code == 303


def test_what_a_link_shows_is_kept_and_listed_nowhere(client, invited):
    for path in (invited, "/invitation/x", "/reset/x", "/reset"):
        answer = client.get(path)

        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_trying_links_is_counted_by_address(client, invited):
    wrong = [accept(client, "/invitation/guess").status_code for _ in range(12)]

    assert wrong[:10] == [410] * 10
    assert wrong[10:] == [429, 429]
    waiting = accept(client, invited)
    assert (waiting.status_code, int(waiting.headers["Retry-After"]) > 30) == (429, True)


def test_an_administrator_without_mail_server_is_shown_the_link_once(app, database, client):
    ada = signed_in(app, "ada@example.org", AccountRole.ADMIN)
    number = add_person(database)

    shown = post(ada, f"/admin/people/{number}/reset-link")

    assert shown.headers["Cache-Control"] == "private, no-store"
    assert link_in(shown.text) not in ada.get(f"/admin/people/{number}").text
    assert choose(client, link_in(shown.text)).status_code == 303


def test_an_administrator_with_mail_server_sees_no_link(app, database, mailing):
    ada = signed_in(app, "ada@example.org", AccountRole.ADMIN)

    answer = post(ada, "/admin/people/new", email=NEW, role="editor", name="Nina")

    assert answer.status_code == 303
    assert "/invitation/" not in ada.get(answer.location).text
    (letter,) = mailing()
    assert letter.startswith("Hello Nina,")
    assert link_in(letter).startswith("/invitation/")


def test_two_who_follow_one_link_at_once_set_one_password(app, database):
    number = add_person(database)
    with database.transaction() as session:
        link = send_reset(session, number, by=SERVER)
    path = link.path

    first, second = choose(app.test_client(), path), choose(app.test_client(), path, PASSWORD)

    assert {first.status_code, second.status_code} == {303, 410}
    assert is_right(CHOSEN, account(database).password_hash)
