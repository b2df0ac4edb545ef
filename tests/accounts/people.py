"""People for tests: accounts, and browsers that are signed in to them."""

import re
from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tracker.accounts.passwords import hash_password
from tracker.accounts.sessions import open_session
from tracker.db import Database
from tracker.models import Account
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole
from tracker.web.browser import COOKIE

PASSWORD = "seven green bottles standing"
EMAIL = "rara@example.org"
# Whoever sits at the server may do anything.
SERVER = Viewer(role=AccountRole.ADMIN, name="a test")


def add_person(
    database: Database, email: str = EMAIL, role: AccountRole = AccountRole.EDITOR
) -> int:
    """An account with the password of all people in tests."""
    with database.transaction(why="a test") as session:
        name = email.partition("@")[0].capitalize()
        account = Account(email=email, role=role, name=name, password_hash=hashed_once())
        session.add(account)
        session.flush()
        return account.id


@cache
def hashed_once() -> str:
    """The slow hash of the one password, once."""
    return hash_password(PASSWORD)


def signed_in(
    app: Flask, email: str = EMAIL, role: AccountRole = AccountRole.EDITOR
) -> FlaskClient:
    """A browser in which a new person is signed in, without the slow comparing of passwords."""
    database = app.extensions["database"]
    account_id = add_person(database, email, role)
    with database.transaction() as session:
        token = open_session(session, account_id, hours=1)
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client


def form_token(client: FlaskClient) -> str:
    """The token that a form must send, from a page that has one."""
    page = client.get("/login").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def sign_in(
    client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, query: str = ""
) -> TestResponse:
    """Send the form for signing in, as a browser does."""
    sent = {"email": email, "password": password, "csrf_token": form_token(client)}
    return client.post(f"/login{query}", data=sent)
