"""Following links as a person does: sending forms, choosing a password."""

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.accounts.people import EMAIL, form_token
from tracker.db import Database
from tracker.models import Account

CHOSEN = "five purple umbrellas dancing"


def post(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    """Send a form, and end the answer as a server does: letters are written then."""
    answer = client.post(path, data={"csrf_token": form_token(client), **fields})
    answer.get_data()
    answer.close()
    return answer


def accept(
    client: FlaskClient, link: str, name: str = "Nina", password: str = CHOSEN
) -> TestResponse:
    """Accept an invitation."""
    return post(client, link, name=name, password=password, again=password)


def choose(client: FlaskClient, link: str, password: str = CHOSEN) -> TestResponse:
    """Set a new password."""
    return post(client, link, password=password, again=password)


def account(database: Database, email: str = EMAIL) -> Account:
    """The account as it is now."""
    with database.reading() as session:
        return session.scalars(select(Account).where(Account.email == email)).one()
