"""Invitations and new passwords: a link works once, for its own person, for a while."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.accounts.people import (
    EMAIL,
    PASSWORD,
    SERVER,
    add_person,
    form_token,
    sign_in,
    signed_in,
)
from tests.admin.conftest import link_in
from tracker.accounts.commands_people import deactivate_person, invite_again, send_reset
from tracker.accounts.passwords import is_right
from tracker.accounts.throttling import subject_of_account, wait_left
from tracker.models import Account, Revision, Token, Totp, now
from tracker.vocabulary import AccountRole

NEW = "new@example.org"
CHOSEN = "five purple umbrellas dancing"


def post(client, path, **fields):
    answer = client.post(path, data={"csrf_token": form_token(client), **fields})
    answer.get_data()
    # As a server does at the end: letters are written then.
    answer.close()
    return answer


def accept(client, link, name="Nina", password=CHOSEN):
    return post(client, link, name=name, password=password, again=password)


def choose(client, link, password=CHOSEN):
    return post(client, link, password=password, again=password)


@pytest.fixture
def invited(app):
    """A link that an administrator gave to a new person."""
    ada = signed_in(app, "ada@example.org", AccountRole.ADMIN)
    shown = post(ada, "/admin/people/new", email=NEW, role="reviewer", name="")
    return link_in(shown.text)


@pytest.fixture
def forgot(app, database, mailing):
    """Asks for a new password and gives the letters so far."""
    add_person(database)

    def ask(email=EMAIL):
        answer = post(app.test_client(), "/reset", email=email)
        assert answer.status_code == 200
        return mailing()

    return ask


def account(database, email=EMAIL):
    with database.reading() as session:
        return session.scalars(select(Account).where(Account.email == email)).one()


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
