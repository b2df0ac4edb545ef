"""How long an answer took and how many SQL statements: counted always, told when asked for."""

import time
from typing import Any

from flask import Flask, Response, g, has_request_context
from sqlalchemy import Engine, event

_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ", "SHOW ")


def _start() -> None:
    g.began = time.perf_counter()
    g.sql = 0


def _count(*received: Any) -> None:  # noqa: ANN401 - SQLAlchemy's before_cursor_execute
    if has_request_context() and not received[2].lstrip().upper().startswith(_CONTROL):
        g.sql = g.get("sql", 0) + 1


def seconds() -> float:
    """How long this request has taken so far."""
    now = time.perf_counter()
    spent: float = now - g.get("began", now)
    return spent


def statements() -> int:
    """How many SQL statements it has run, transaction control aside."""
    count: int = g.get("sql", 0)
    return count


def _tell(response: Response) -> Response:
    response.headers["Server-Timing"] = f'sql;desc="{statements()}", app;dur={seconds() * 1000:.1f}'
    return response


def register(app: Flask, engine: Engine) -> None:
    """Count, and tell where the setting asks for it."""
    app.before_request(_start)
    event.listen(engine, "before_cursor_execute", _count)
    if app.config["TIMING"]:
        app.after_request(_tell)
