"""A person who sends a long text while something is wrong, and looks at what comes back."""

from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import func, select

from tests.accounts.people import form_token, signed_in
from tracker.db import Database
from tracker.models import Head, Source
from tracker.record.verify import verify

WORDS = "What was said, at length.\nA second line with “quotes” & <angles>.\n" * 400


@dataclass
class Writer:
    """A signed-in browser with a source typed into the form."""

    client: FlaskClient
    database: Database
    typed: dict[str, str] = field(default_factory=dict)

    def send(self, **more: object):
        """Send the form, as it was typed."""
        return self.client.post("/sources/new", data={**self.typed, **more})

    def send_again(self, page: str):
        """Press the button of the page that came back instead."""
        (form,) = html.document_fromstring(page).xpath("//main//form")
        assert form.get("action") == "/sources/new"
        sent: dict[str, list[str]] = {}
        for one in form.xpath(".//input | .//textarea"):
            # A browser drops the first line break of a textarea, and sends CR and LF.
            text = one.get("value") if one.tag == "input" else str(one.text).removeprefix("\n")
            sent.setdefault(one.get("name"), []).append(text.replace("\n", "\r\n"))
        return self.client.post(form.get("action"), data=sent)

    def sources(self) -> int:
        """How many there are."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(Source)) or 0

    def revision(self) -> int:
        """The newest one."""
        with self.database.reading() as session:
            return session.scalar(select(Head.number)) or 0

    def is_sound(self) -> bool:
        """Whether the record verifies."""
        return verify(self.database).ok


@pytest.fixture
def writer(app: Flask) -> Writer:
    """Somebody with a form filled in before anything went wrong."""
    client = signed_in(app)
    typed = {
        "csrf_token": form_token(client),
        "client_token": "00000000-0000-4000-8000-000000000001",
        "kind": "article",
        "title": "What was said",
        "url": "https://example.org/said",
        "language": "en",
        "author": "",
        "text": WORDS,
    }
    return Writer(client, app.extensions["database"], typed)
