"""The one database session of a request: reading for safe methods, a single writer otherwise."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from tracker import audit  # noqa: F401 - keeps the history of what is saved
from tracker.db import Database, Writing, committing

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def database() -> Database:
    """The database of this application."""
    found: Database = current_app.extensions["database"]
    return found


def request_id() -> str:
    """The name of this request in answers, logs and the history."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    name: str = g.request_id
    return name


def session() -> Session:
    """The request's session; it is opened when first asked for and closed with the request."""
    if "database_session" not in g:
        stack = ExitStack()
        opened = database().reading() if request.method in SAFE_METHODS else database().writer()
        g.database_session = stack.enter_context(opened)
        g.database_stack = stack
    found: Session = g.database_session
    return found


@contextmanager
def saving(why: str = "", action: str = "", by: int | None = None) -> Iterator[Session]:
    """Commit what the block does in the request's session, or undo it all.

    After a refusal the same session can show the form again. `by` is who does it where
    nobody is signed in yet, as behind a link.
    """
    if by is None and "viewer" in g:
        by = g.viewer.account_id
    writing = Writing(by=by, why=why, request=request_id(), action=action)
    # Whoever is shut out or gets another role while this waits for its turn writes nothing more.
    writing.check = g.get("check_signed_in")
    with committing(session(), writing):
        yield session()


@contextmanager
def reading() -> Iterator[Session]:
    """A short read of its own, for an unsafe request that must not hold up other writers yet."""
    if "database_session" in g:
        # Two sessions in one request would wait for each other.
        yield g.database_session
        return
    with database().reading() as session:
        yield session


def close_session(_problem: BaseException | None = None) -> None:
    """End the request's session; what was not saved is undone."""
    g.pop("database_session", None)
    stack: ExitStack | None = g.pop("database_stack", None)
    if stack is not None:
        stack.close()


def register(app: Flask, database: Database) -> None:
    """Give the application its database."""
    app.extensions["database"] = database
    app.teardown_request(close_session)
