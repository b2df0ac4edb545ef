"""The Server-Timing header: how many SQL statements an answer took, and how long."""

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


def _tell(response: Response) -> Response:
    spent = (time.perf_counter() - g.get("began", time.perf_counter())) * 1000
    response.headers["Server-Timing"] = f'sql;desc="{g.get("sql", 0)}", app;dur={spent:.1f}'
    return response


def register(app: Flask, engine: Engine) -> None:
    """Count and tell, where the setting asks for it."""
    if app.config["TIMING"]:
        app.before_request(_start)
        app.after_request(_tell)
        event.listen(engine, "before_cursor_execute", _count)
