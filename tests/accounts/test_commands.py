"""Making and changing accounts."""

import json

import pytest
from sqlalchemy import select

from tests.accounts.people import EMAIL, PASSWORD, SERVER, add_person
from tracker.accounts.commands import (
    AccountDraft,
    add_account,
    set_password,
)
from tracker.accounts.commands_people import (
    change_person,
    deactivate_person,
    reactivate_person,
)
from tracker.accounts.passwords import is_right
from tracker.accounts.queries import account_by_email, all_accounts, credentials_of
from tracker.accounts.sessions import open_session
from tracker.errors import Missing, Refused
from tracker.models import BrowserSession, Revision
from tracker.visibility import ANYBODY
from tracker.vocabulary import AccountRole

LONG = (
    "violin carpet thursday fog, nineteen wet umbrellas and a borrowed sledge; whoever "
    "found the key in the bread bin may keep both of its handles, but no lid"
)


def refusal_of(database, draft):
    with pytest.raises(Refused) as caught, database.transaction() as session:
        add_account(session, draft, by=ANYBODY)
    return caught.value


def test_an_address_is_kept_in_lower_case(database):
    draft = AccountDraft("Rara@Example.ORG", AccountRole.EDITOR, PASSWORD, name="Rara")
    with database.transaction(why="a test") as session:
        add_account(session, draft, by=ANYBODY)

    with database.reading() as session:
        assert [row.email for row in all_accounts(session)] == ["rara@example.org"]
        assert account_by_email(session, " RARA@example.org").name == "Rara"


@pytest.mark.parametrize("email", ["", "rara", "rara@", "@example.org", "a b@c", "a@b@c", "a\0@b"])
def test_what_is_no_address_is_refused(database, email):
    refusal = refusal_of(database, AccountDraft(email, AccountRole.EDITOR, PASSWORD))

    assert refusal.field == "email"


def test_one_address_has_one_account(database):
    add_person(database)

    refusal = refusal_of(database, AccountDraft(EMAIL.upper(), AccountRole.READER, PASSWORD))

    assert refusal.field == "email"


@pytest.mark.parametrize("length", [0, 14, 129])
def test_a_password_that_is_too_short_or_too_long_is_refused(database, length):
    password = f"{LONG} {LONG[::-1]}"[:length]
    refusal = refusal_of(database, AccountDraft(EMAIL, AccountRole.EDITOR, password))

    assert (refusal.field, refusal.params["length"]) == ("password", length)


@pytest.mark.parametrize("length", [15, 128])
def test_a_password_at_the_limits_is_taken(database, length):
    password = LONG[:length]
    with database.transaction() as session:
        draft = AccountDraft(EMAIL, AccountRole.EDITOR, password)
        account = add_account(session, draft, by=ANYBODY)

    assert is_right(password, account.password_hash)


def test_a_password_is_kept_as_argon2id(database):
    add_person(database)

    with database.reading() as session:
        known = credentials_of(session, EMAIL)

    assert known is not None
    assert known.password_hash.startswith("$argon2id$")
    assert PASSWORD not in known.password_hash


def test_nobodys_password_is_never_right():
    assert not is_right("the password of nobody at all", None)


def test_a_new_password_signs_everybody_else_out(database):
    account_id = add_person(database)
    with database.transaction() as session:
        open_session(session, account_id, hours=1)

    with database.transaction() as session:
        set_password(session, account_id, "another good password", by=ANYBODY)

    with database.reading() as session:
        known = credentials_of(session, EMAIL)
        assert session.scalars(select(BrowserSession)).all() == []
    assert known is not None
    assert is_right("another good password", known.password_hash)


def test_history_tells_that_a_password_changed_but_never_its_hash(database):
    account_id = add_person(database)

    with database.transaction() as session:
        set_password(session, account_id, "another good password", by=ANYBODY)

    with database.reading() as session:
        texts = "".join(row.after or "" for row in session.scalars(select(Revision)))
    assert "kept secret" in texts
    assert "argon2" not in texts


def test_a_role_changes_with_a_revision(database):
    account_id = add_person(database)

    with database.transaction(why="promoted") as session:
        change_person(session, account_id, role=AccountRole.REVIEWER, by=SERVER)

    with database.reading() as session:
        newest = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
        assert account_by_email(session, EMAIL).role is AccountRole.REVIEWER
    assert newest is not None
    assert json.loads(newest.after or "{}") == {f"account#{account_id}": {"role": "reviewer"}}


def test_the_same_role_again_changes_nothing(database):
    account_id = add_person(database)

    with database.transaction() as session:
        change_person(session, account_id, role=AccountRole.EDITOR, by=SERVER)

    with database.reading() as session:
        assert account_by_email(session, EMAIL).version == 1


def test_an_account_is_shut_out_and_let_in_again(database):
    account_id = add_person(database)

    with database.transaction() as session:
        deactivate_person(session, account_id, by=SERVER)
    with pytest.raises(Missing), database.transaction() as session:
        open_session(session, account_id, hours=1)
    with database.transaction() as session:
        reactivate_person(session, account_id, by=SERVER)

    with database.reading() as session:
        assert account_by_email(session, EMAIL).is_active


def test_an_unknown_account_is_missing(database):
    with pytest.raises(Missing), database.transaction() as session:
        change_person(session, 99, role=AccountRole.EDITOR, by=SERVER)
    with pytest.raises(Missing), database.reading() as session:
        account_by_email(session, "nobody@example.org")
