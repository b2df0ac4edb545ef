"""What tests of administration share: an application that sends mail, and waiting for it."""

import re
from collections.abc import Callable

import pytest

from tests.admin.smtp import Sink, sink
from tracker.web.mail import mail_server
from tracker.web.postbox import Postbox

__all__ = ["sink"]

LINK = re.compile(r"https?://\S+/(?:invitation|reset)/\S+")


@pytest.fixture
def mailing(app, sink: Sink) -> Callable[[], list[str]]:
    """Let the application use the mail server; gives what was sent, once all has left."""
    app.config.update(
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=sink.port,
        SMTP_SECURITY="none",
        MAIL_FROM="record@example.org",
    )
    app.extensions["postbox"] = Postbox(mail_server(app.config), retry_seconds=0.05)

    def sent() -> list[str]:
        assert app.extensions["postbox"].wait(10)
        return [letter.get_content() for letter in sink.letters]

    return sent


def link_in(text: str) -> str:
    """The path of the link in a letter or on a page."""
    found = LINK.search(text.replace("&#34;", " ").replace('"', " "))
    assert found is not None, text
    return "/" + found[0].split("/", 3)[3]
