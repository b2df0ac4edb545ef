"""Forms as a browser sends them, and what is stored afterwards."""

import re

from sqlalchemy import func, select

from tests.accounts.people import form_token


def sent(browser, path, **fields):
    """The answer to a form."""
    return browser.post(path, data={"csrf_token": form_token(browser), **fields})


def version_in(page: str) -> str:
    """The version that a form was opened with."""
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found is not None
    return found[1]


def count(database, cls) -> int:
    """How many rows there are."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(cls)) or 0
