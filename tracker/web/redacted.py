"""What pages say where words were redacted."""

from collections.abc import Sequence

from flask import Flask

from tracker.record.redactions import RedactionRow, redactions_of
from tracker.web.session import session


def redactions(kind: str, object_id: int) -> Sequence[RedactionRow]:
    """What was redacted of an object, for the macro `redacted`."""
    return redactions_of(session(), kind, object_id)


def register(app: Flask) -> None:
    """Let the templates ask."""
    app.jinja_env.globals.update(redactions=redactions)
