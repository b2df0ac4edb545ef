"""`/healthz`: whether this process can serve, in a form that a monitor reads."""

import time
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from tracker import __version__, schema
from tracker.db import Busy
from tracker.models import Head
from tracker.record import health
from tracker.web.session import database

# Counting the record takes a while where it is large; a monitor asks often.
PATIENCE_SECONDS = 10.0

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


def _record_is_right(session: Session) -> bool:
    seen: Seen = current_app.extensions.setdefault("record_seen", Seen())
    if time.monotonic() >= seen.until:
        seen.is_right = health.counts_agree(session)
        seen.until = time.monotonic() + PATIENCE_SECONDS
    return seen.is_right
