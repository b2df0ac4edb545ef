"""The log: one line for each event on stderr, told without a word that somebody typed."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

import psycopg
import structlog
from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy.exc import DBAPIError

from tracker.web.session import request_id

Facts = MutableMapping[str, Any]

_FORMATS = ("json", "text")
# The innermost calls of a fault; a recursion without end must not fill the disk.
_CALLS = 30
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_BY_NAME = structlog.processors.LogfmtRenderer()


def tell(event: str, *, level: str = "info", **facts: object) -> None:
    """Log an event of this request: who, where and in which request are added here.

    Facts are numbers and words of ours. What a person typed is never one: no quote, no
    password, no token, no email; an account is named by its number.
    """
    getattr(structlog.get_logger("tracker"), level)(event, **{**_here(), **facts})
    if has_request_context() and (counters := current_app.extensions.get("counters")):
        counters.add(("event", event))


def _here() -> dict[str, object]:
    """What is known of the request without asking the database."""
    if not has_request_context():
        return {}
    viewer = g.get("viewer")
    return {
        "request": request_id(),
        "method": request.method if request.method in _METHODS else "other",
        "route": route(),
        "account": viewer.account_id if viewer is not None else None,
        "address": request.remote_addr,
    }


def route() -> str:
    """The pattern of the address, such as `/claims/<key>`: an address itself may hold a secret."""
    return request.url_rule.rule if request.url_rule is not None else "none"


def told_of(problem: BaseException) -> dict[str, object]:
    """What may be told of an exception: its kind and where; its message may quote a person."""
    told: dict[str, object] = {"cause": type(problem).__name__}
    if isinstance(problem, DBAPIError):
        driver = problem.orig
        code = getattr(driver, "sqlite_errorname", None) or getattr(driver, "sqlstate", None)
        told |= {"cause": type(driver).__name__, "code": code, "why": _why(driver, code)}
    return told


def _why(driver: BaseException | None, code: str | None) -> str | None:
    """The driver's own words where they can only be about the connection or the schema."""
    words = (str(driver).strip().splitlines() or [""])[0]
    is_connection = isinstance(driver, psycopg.OperationalError) and code is None
    is_schema = code == "SQLITE_ERROR" and words.startswith("no such table:")
    return words if is_connection or is_schema else None


def calls_of(problem: BaseException) -> list[str]:
    """Where it happened, innermost last, as file, line and function."""
    frames = traceback.extract_tb(problem.__traceback__)[-_CALLS:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def fault(problem: BaseException) -> None:
    """Log a mistake of ours: what kind, and where."""
    tell("fault", level="error", status=500, **told_of(problem), calls=calls_of(problem))


class Stderr(logging.Handler):
    """Whatever stderr is now; a line that cannot be written must not break a request."""

    def emit(self, record: logging.LogRecord) -> None:
        # One write for one line: lines of several processes never mix.
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            return


def _stamp(_logger: object, level: str, facts: Facts) -> Facts:
    """Put what every line has before the rest."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    first = {"moment": moment, "level": level, "event": facts.pop("event")}
    return {**first, **{name: value for name, value in facts.items() if value is not None}}


def _foreign(_logger: object, _level: str, facts: Facts) -> Facts:
    """A line of a library: its message without what is filled in, which may be an address."""
    facts["logger"] = facts["_record"].name
    problem = facts.pop("exc_info", None)
    if problem and problem[1] is not None:
        facts.update({**told_of(problem[1]), "calls": calls_of(problem[1])})
    return facts


def _as_text(logger: object, level: str, facts: Facts) -> str:
    """The same for people: moment, level and event, then the facts by name."""
    begins = f"{facts.pop('moment')} {facts.pop('level'):8} {facts.pop('event')}"
    return f"{begins}  {_BY_NAME(logger, level, facts)}".rstrip()


def _handler(kind: str) -> Stderr:
    renderer: Any = structlog.processors.JSONRenderer(default=str, ensure_ascii=False)
    if kind == "text":
        renderer = _as_text
    handler = Stderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_foreign],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _stamp,
                renderer,
            ],
            use_get_message=False,
        )
    )
    return handler


def prepare(kind: str) -> None:
    """Send the lines of all loggers of this process to stderr in one format."""
    structlog.configure(
        processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    if kind not in _FORMATS:
        raise ValueError(f"LOG_FORMAT is '{kind}'. Write json or text.")
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, Stderr)]:
        root.removeHandler(handler)
    root.addHandler(_handler(kind))
    logging.getLogger("tracker").setLevel(logging.INFO)


def register(app: Flask) -> None:
    """Log from now on as the settings say."""
    prepare(app.config["LOG_FORMAT"])
