"""Passkeys over HTTP: registered by their person, good for this site, each challenge once."""

import pytest
from sqlalchemy import select

from tests.accounts.authenticator import PRESENT, Key
from tests.accounts.people import EMAIL, add_person, form_token, sign_in, signed_in
from tests.accounts.stepping import half_way, post, set_up_app
from tests.record.test_at_once import together, trouble
from tracker.accounts import passkeys
from tracker.accounts.passkeys import Place
from tracker.errors import Missing
from tracker.models import Account, BrowserSession, Passkey, Throttle, Token
from tracker.web.browser import COOKIE

PLACE = Place("localhost", "http://localhost", "On the Record")


def send(client, path, **sent):
    """What passkeys.js sends."""
    return client.post(path, json=sent, headers={"X-CSRFToken": form_token(client)})


def register(client, key, **sent):
    options = send(client, "/account/passkeys/options").json
    return send(client, "/account/passkeys", credential=key.made(options), **sent)


def enter(client, key, **sent):
    options = send(client, "/login/passkey/options", **sent).json
    return send(client, "/login/passkey", credential=key.signed(options), **sent)


@pytest.fixture
def here(app):
    return signed_in(app)


@pytest.fixture
def key(here):
    """A passkey of the person who is signed in `here`."""
    key = Key()
    assert register(here, key, name="Telephone").status_code == 200
    return key.but(count=2)


def test_a_passkey_is_added_under_its_name(database, here):
    answer = register(here, Key(), name="Telephone")

    with database.reading() as session:
        kept = session.scalars(select(Passkey)).one()
    assert answer.json == {"go": "/account/recovery-codes"}
    assert kept.name == "Telephone"
    assert "Telephone" in here.get("/account").text


def test_a_passkey_alone_signs_in(client, key):
    answer = enter(client, key, next="/claims/")

    assert (answer.status_code, answer.json) == (200, {"go": "/claims/"})
    assert "Rara" in client.get("/login").text


def test_a_passkey_is_a_second_step_after_the_password(app, client, database, key):
    half_way(client)

    asked = send(client, "/login/passkey/options", step="second").json
    answer = enter(client, key, step="second")

    assert [one["type"] for one in asked["allowCredentials"]] == ["public-key"]
    assert answer.status_code == 200
    assert client.get_cookie(COOKIE) is not None


def test_the_answer_leads_only_to_pages_of_ours(client, key):
    assert enter(client, key, next="//evil.example").json == {"go": "/"}


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "http://localhost.evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"private": Key().private},
        {"id": b"not registered  "},
        {"count": 1},
    ],
    ids=["origin", "site", "nobody verified", "signature", "unknown", "copied device"],
)
def test_what_is_wrong_with_a_passkey_keeps_it_out(client, database, key, changes):
    answer = enter(client, key.but(**changes))

    with database.reading() as session:
        failures = [row.failures for row in session.scalars(select(Throttle))]
    assert answer.status_code == 422
    assert "message" in answer.json
    assert client.get_cookie(COOKIE) is None
    assert failures == [1]


@pytest.mark.parametrize("changes", [{"origin": "http://evil.example"}, {"flags": PRESENT}])
def test_what_is_wrong_with_a_new_passkey_keeps_it_from_being_added(database, here, changes):
    answer = register(here, Key().but(**changes))

    with database.reading() as session:
        assert session.scalars(select(Passkey)).all() == []
    assert answer.status_code == 422


@pytest.mark.parametrize("credential", [None, {}, "x", {"id": "x"}, {"response": {}}])
@pytest.mark.engines("sqlite")
def test_nonsense_is_refused_in_words(client, here, credential):
    signing = send(client, "/login/passkey", credential=credential)
    adding = send(here, "/account/passkeys", credential=credential)

    assert (signing.status_code, adding.status_code) == (422, 422)


@pytest.mark.engines("sqlite")
def test_brackets_without_end_are_refused_too(client):
    headers = {"X-CSRFToken": form_token(client), "Content-Type": "application/json"}

    answer = client.post("/login/passkey", data="[" * 100_000, headers=headers)

    assert answer.status_code == 422


def test_a_challenge_is_good_once(app, client, key):
    options = send(client, "/login/passkey/options").json
    first = send(client, "/login/passkey", credential=key.signed(options))

    again = app.test_client()
    second = send(again, "/login/passkey", credential=key.but(count=3).signed(options))

    assert (first.status_code, second.status_code) == (200, 422)


def test_a_challenge_is_spent_by_a_wrong_answer_too(client, key):
    options = send(client, "/login/passkey/options").json
    send(client, "/login/passkey", credential=key.but(flags=PRESENT).signed(options))

    answer = send(client, "/login/passkey", credential=key.signed(options))

    assert answer.status_code == 422


def test_of_two_at_once_with_one_challenge_exactly_one_gets_in(database, key):
    with database.transaction() as session:
        options = passkeys.options_to_sign_in(session, None, PLACE)
    signed = key.signed(options)

    def use():
        with database.transaction() as session:
            return passkeys.use_passkey(session, signed, PLACE)

    answers = together(*[use] * 4)

    assert trouble(answers) == []
    assert [answer for answer in answers if answer is not None] == [1]


def test_a_passkey_of_another_account_is_no_second_step(client, database, key):
    set_up_app(database, add_person(database, "rex@example.org"))
    half_way(client, email="rex@example.org")

    answer = enter(client, key, step="second")

    assert answer.status_code == 422
    assert client.get_cookie(COOKIE) is None


def test_without_the_password_there_is_no_challenge_for_a_second_step(client, key):
    assert send(client, "/login/passkey/options", step="second").status_code == 403


def test_a_challenge_for_one_account_is_none_for_another(database, key):
    with database.transaction() as session:
        rex = Account(email="rex@example.org", role="editor", name="Rex", password_hash="")
        session.add(rex)
        session.flush()
        options = passkeys.options_to_sign_in(session, rex.id, PLACE)

    with database.transaction() as session:
        assert passkeys.use_passkey(session, key.signed(options), PLACE) is None


def test_nobody_registers_with_a_challenge_of_somebody_else(app, here):
    other = signed_in(app, "rex@example.org")
    options = send(other, "/account/passkeys/options").json

    answer = send(here, "/account/passkeys", credential=Key().made(options))

    assert answer.status_code == 422


def test_a_removed_passkey_signs_in_no_more(app, database, here, key):
    with database.reading() as session:
        kept = session.scalars(select(Passkey)).one()

    answer = post(here, f"/account/passkeys/{kept.id}/remove")

    assert answer.location == "/account"
    assert enter(app.test_client(), key).status_code == 422
    assert sign_in(app.test_client()).location == "/"


def test_a_passkey_removed_since_it_signed_opens_no_session(database, key):
    with database.transaction() as session:
        signed = key.signed(passkeys.options_to_sign_in(session, None, PLACE))
        account_id = passkeys.use_passkey(session, signed, PLACE) or 0
        passkeys.check_passkey(session, account_id, signed)
        session.delete(session.scalars(select(Passkey)).one())
        session.flush()

        with pytest.raises(Missing):
            passkeys.check_passkey(session, account_id, signed)


def test_nobody_removes_a_passkey_of_somebody_else(app, here, key):
    other = signed_in(app, "rex@example.org")

    assert post(other, "/account/passkeys/1/remove").status_code == 404
    assert enter(app.test_client(), key).status_code == 200


def test_who_is_shut_out_cannot_sign_in_with_a_passkey(client, database, key):
    with database.transaction() as session:
        session.scalars(select(Account).where(Account.email == EMAIL)).one().is_active = False

    answer = enter(client, key)

    with database.reading() as session:
        assert len(session.scalars(select(BrowserSession)).all()) == 1
    assert answer.status_code == 422


@pytest.mark.engines("sqlite")
def test_asking_for_a_challenge_needs_the_token_of_a_page(client, database):
    assert client.post("/login/passkey/options", json={}).status_code == 400
    with database.reading() as session:
        assert session.scalars(select(Token)).all() == []
