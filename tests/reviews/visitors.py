"""Browsers signed in as the people of the small world, and the buttons they press."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.accounts.people import form_token
from tracker.accounts.sessions import open_session
from tracker.db import Database
from tracker.models import Revision, Statement
from tracker.visibility import Viewer
from tracker.web.browser import COOKIE


def as_person(app: Flask, person: Viewer) -> FlaskClient:
    """A browser in which this person is signed in."""
    assert person.account_id is not None
    with app.extensions["database"].transaction() as session:
        token = open_session(session, person.account_id, hours=1)
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client


def press(client: FlaskClient, statement: int, step: str, **fields: object) -> TestResponse:
    """Press a button of the statement's page, with the version that the page now has."""
    token = form_token(client) if "csrf_token" not in fields else fields.pop("csrf_token")
    sent = {"csrf_token": token, "version": version_of(client, statement), **fields}
    return client.post(f"/statements/{statement}/{step}", data=sent)


def version_of(client: FlaskClient, statement: int) -> int:
    database: Database = client.application.extensions["database"]
    with database.reading() as session:
        return session.scalars(select(Statement.version).where(Statement.id == statement)).one()


def revisions(database: Database) -> int:
    """How many changes there have been."""
    with database.reading() as session:
        return session.scalars(select(func.count()).select_from(Revision)).one()


def offered_steps(page: str) -> set[str]:
    """The steps that a statement's page offers; everybody who sees it may comment on it."""
    return set(re.findall(r'action="/statements/\d+/(\w+)"', page)) - {"comments"}
