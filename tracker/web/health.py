"""`/healthz`: whether this process can serve, in a form that a monitor reads."""

import time
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from tracker import __version__, schema
from tracker.db import Busy
from tracker.models import Head
from tracker.record import health
from tracker.web.session import database

# Counting the record takes a while where it is large; a monitor asks often.
PATIENCE_SECONDS = 10.0
# A monitor is answered within a second, whatever the server of the database does.
SILENT_SECONDS = 0.7

bp = Blueprint("health", __name__)


@dataclass
class Seen:
    """The last look at the record."""

    is_right: bool = True
    until: float = 0.0


@bp.get("/healthz")
def healthz() -> tuple[Response, int]:
    """Answer 200 where all is well, else 503."""
    found: dict[str, Any] = {
        "ok": False,
        "version": __version__,
        "database": "unreachable",
        "schema": None,
        "record": None,
        "revision": None,
        "jobs": "off",
    }
    try:
        _require_answer(database().engine)
        with database().reading() as session:
            found["database"] = "ok"
            state = schema.state_of(session.connection())
            found["schema"] = "behind" if state == "missing" else state
            if state == "ok":
                found["revision"] = session.scalar(select(Head.number))
                found["record"] = "ok" if _record_is_right(session) else "damaged"
    except (SQLAlchemyError, Busy, OSError):
        if found["schema"] == "ok":
            found["record"] = "damaged"
    found["ok"] = (found["database"], found["schema"], found["record"]) == ("ok", "ok", "ok")
    return jsonify(found), 200 if found["ok"] else 503


def _require_answer(engine: Engine) -> None:
    """TimeoutError where a server is silent; a file is never."""
    if engine.dialect.name == "sqlite":
        return
    answered = Event()

    def greet() -> None:
        # A refusal is an answer, too: it is met again at once.
        with suppress(SQLAlchemyError), engine.connect():
            pass
        answered.set()

    Thread(target=greet, daemon=True, name="greeting").start()
    if not answered.wait(SILENT_SECONDS):
        raise TimeoutError


def _record_is_right(session: Session) -> bool:
    seen: Seen = current_app.extensions.setdefault("record_seen", Seen())
    if time.monotonic() >= seen.until:
        seen.is_right = health.counts_agree(session)
        seen.until = time.monotonic() + PATIENCE_SECONDS
    return seen.is_right
