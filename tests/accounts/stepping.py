"""An authenticator app for tests, and people who have one."""

from typing import Any

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.accounts.people import form_token, sign_in
from tracker.accounts import totp
from tracker.accounts.recovery import make_codes
from tracker.db import Database
from tracker.models import Totp, now


def code_of(database: Database, account_id: int, steps: int = 0) -> str:
    """What the app of this account shows now, or so many half minutes later."""
    with database.reading() as session:
        secret = session.scalars(select(Totp.secret).where(Totp.account_id == account_id)).one()
    return pyotp.TOTP(secret).at(now(), counter_offset=steps)


def set_up_app(database: Database, account_id: int) -> None:
    """Give an account an app; the code of a minute ago confirmed it, so those of now are unused."""
    with database.transaction(why="a test") as session:
        totp.start_authenticator(session, account_id)
    code = code_of(database, account_id, -1)
    with database.transaction(why="a test") as session:
        totp.confirm_authenticator(session, account_id, code)


def give_codes(database: Database, account_id: int) -> list[str]:
    """Ten recovery codes."""
    with database.transaction(why="a test") as session:
        return list(make_codes(session, account_id))


def second(client: FlaskClient, code: str, query: str = "") -> TestResponse:
    """Send a code, as a browser does that has the password behind it."""
    sent = {"code": code, "csrf_token": form_token(client)}
    return client.post(f"/login/second{query}", data=sent)


def post(client: FlaskClient, path: str, **fields: Any) -> TestResponse:
    """Send a form with its token."""
    return client.post(path, data={"csrf_token": form_token(client), **fields})


def half_way(client: FlaskClient, **given: str) -> FlaskClient:
    """A browser whose person has given the password."""
    assert sign_in(client, **given).location.startswith("/login/second")
    return client
