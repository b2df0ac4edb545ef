"""Second factors are set up, shown once, demanded of roles, removed; all after the password."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.accounts.people import EMAIL, PASSWORD, add_person, sign_in, signed_in
from tests.accounts.stepping import code_of, give_codes, post, set_up_app
from tracker.accounts.factors import factors_of, remove_second_factors
from tracker.models import BrowserSession, Revision, Totp, now
from tracker.site import change_site
from tracker.visibility import ANYBODY
from tracker.vocabulary import AccountRole


@pytest.fixture
def here(app):
    return signed_in(app)


@pytest.fixture
def person(database, here):
    """The one who is signed in `here`."""
    with database.reading() as session:
        return session.scalars(select(BrowserSession.account_id)).one()


def factors(database, person):
    with database.reading() as session:
        return factors_of(session, person)


def make_old(database):
    """Let the sign-in be eleven minutes ago."""
    with database.transaction() as session:
        for row in session.scalars(select(BrowserSession)):
            row.confirmed_at = now() - timedelta(minutes=11)


def test_an_app_is_set_up_by_a_picture_and_one_code(database, here, person):
    post(here, "/account/authenticator/start")
    page = here.get("/account/authenticator").text

    answer = post(here, "/account/authenticator", code=code_of(database, person))

    assert 'src="data:image/svg+xml' in page
    assert (answer.status_code, answer.location) == (303, "/account/recovery-codes")
    assert factors(database, person).has_authenticator


def test_before_its_first_code_an_app_asks_for_nothing(app, here, person):
    post(here, "/account/authenticator/start")

    assert sign_in(app.test_client()).location == "/"


@pytest.mark.parametrize("code", ["000000", "", "abc", "12345678", "１２３４５６"])
def test_a_wrong_first_code_sets_nothing_up(database, here, person, code):
    post(here, "/account/authenticator/start")

    answer = post(here, "/account/authenticator", code=code)

    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert not factors(database, person).any


def test_the_secret_is_never_shown_again(database, here, person):
    set_up_app(database, person)

    page = here.get("/account/authenticator").text
    post(here, "/account/authenticator/start")

    with database.reading() as session:
        row = session.scalars(select(Totp)).one()
    assert "data:image" not in page
    assert row.secret[:4] not in page
    assert row.is_confirmed


def test_ten_recovery_codes_are_shown_once(database, here, person):
    set_up_app(database, person)

    shown = post(here, "/account/recovery-codes").text

    codes = re.findall(r"<code>([a-z0-9-]{19})</code>", shown)
    assert len(set(codes)) == 10
    assert codes[0] not in here.get("/account/recovery-codes").text
    assert factors(database, person).codes_left == 10


def test_new_recovery_codes_make_the_old_ones_worthless(database, here, person):
    set_up_app(database, person)
    give_codes(database, person)

    post(here, "/account/recovery-codes")

    assert factors(database, person).codes_left == 10


def test_without_a_second_factor_there_are_no_recovery_codes(database, here, person):
    answer = post(here, "/account/recovery-codes")

    assert answer.status_code == 422
    assert factors(database, person).codes_left == 0


def test_removing_the_last_factor_removes_the_codes(app, database, here, person):
    set_up_app(database, person)
    give_codes(database, person)

    answer = post(here, "/account/authenticator/remove")

    assert answer.location == "/account"
    assert factors(database, person).codes_left == 0
    assert sign_in(app.test_client()).location == "/"


@pytest.mark.parametrize("path", ["authenticator", "recovery-codes", "passkeys/new"])
def test_long_after_signing_in_the_password_is_asked_again(database, here, person, path):
    make_old(database)

    answer = here.get(f"/account/{path}")

    assert answer.location == f"/account/confirm?next=%2Faccount%2F{path.replace('/', '%2F')}"


@pytest.mark.parametrize("path", ["authenticator/start", "authenticator/remove", "recovery-codes"])
def test_long_after_signing_in_nothing_is_changed(database, here, person, path):
    set_up_app(database, person)
    make_old(database)
    before = factors(database, person)

    answer = post(here, f"/account/{path}")

    assert answer.location == "/account/confirm?next=%2Faccount"
    assert factors(database, person) == before


def test_the_right_password_leads_back_to_the_page(database, here, person):
    make_old(database)

    wrong = post(here, "/account/confirm", password="not the password")
    right = post(here, "/account/confirm?next=/account/authenticator", password=PASSWORD)

    assert wrong.status_code == 422
    assert right.location == "/account/authenticator"
    assert here.get("/account/authenticator").status_code == 200


def test_who_lost_their_factors_signs_in_by_the_password_again(app, database, here, person):
    set_up_app(database, person)
    give_codes(database, person)

    with database.transaction(why="a test") as session:
        remove_second_factors(session, person, by=ANYBODY)

    assert not factors(database, person).any
    assert here.get("/account").status_code == 303
    assert sign_in(app.test_client()).location == "/"


def test_the_history_tells_of_factors_without_their_secrets(database, here, person):
    set_up_app(database, person)
    codes = give_codes(database, person)
    with database.reading() as session:
        secret = session.scalars(select(Totp.secret)).one()
        revisions = session.scalars(select(Revision).order_by(Revision.number)).all()

    told = json.dumps([revision.after for revision in revisions])
    assert {revision.object_id for revision in revisions} == {person}
    assert "recovery_code#" in told
    assert secret not in told
    assert not any(code.replace("-", "") in told for code in codes)


@pytest.fixture
def demanding(database):
    """A site that demands a second factor of reviewers."""
    with database.transaction(why="a test") as session:
        change_site(session, {"second_factor_roles": ["reviewer"]})


@pytest.mark.parametrize("path", ["/", "/claims/", "/claims.json", "/statements/new"])
def test_whose_role_demands_a_factor_reaches_only_the_pages_to_get_one(app, demanding, path):
    lacking = signed_in(app, role=AccountRole.REVIEWER)

    answer = lacking.get(path)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert "One step is left." in lacking.get("/account").text
    assert lacking.get("/account/authenticator").status_code == 200
    assert post(lacking, "/topics/new", name_en="Arms").location == "/account"


def test_with_a_factor_all_pages_are_open(app, database, demanding):
    having = signed_in(app, role=AccountRole.REVIEWER)
    with database.reading() as session:
        account_id = session.scalars(select(BrowserSession.account_id)).one()
    set_up_app(database, account_id)

    assert having.get("/claims/").status_code == 200


def test_other_roles_and_visitors_are_let_be(app, client, database, demanding):
    add_person(database, "other@example.org")

    assert signed_in(app, EMAIL).get("/claims/").status_code == 200
    assert client.get("/claims/").status_code == 200
