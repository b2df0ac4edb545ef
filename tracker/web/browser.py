"""The cookie by which a signed-in browser is known; the database keeps only its hash."""

import secrets
from collections.abc import Callable

from flask import Response, current_app, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Account, BrowserSession, now
from tracker.text import sha256
from tracker.visibility import Viewer

COOKIE = "tracker_session"
_TOKEN_LENGTH = len(secrets.token_urlsafe(32))


def token_of_cookie() -> str | None:
    """The secret that this browser shows."""
    token = request.cookies.get(COOKIE, "")
    return token if len(token) == _TOKEN_LENGTH else None


def account_of_cookie(session: Callable[[], Session]) -> Viewer | None:
    """The active account that this browser is signed in to; the session is asked for if needed."""
    token = token_of_cookie()
    if token is None:
        return None
    found = session().execute(
        select(Account.id, Account.role, Account.name, Account.email)
        .join(BrowserSession, BrowserSession.account_id == Account.id)
        .where(
            BrowserSession.token_hash == sha256(token),
            BrowserSession.expires_at > now(),
            Account.is_active,
        )
    )
    row = found.one_or_none()
    return None if row is None else Viewer(row.id, row.role, row.name or row.email)


def set_cookie(response: Response, token: str) -> None:
    """Hand the browser its secret."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=current_app.config["SESSION_HOURS"] * 3600,
        path=request.script_root or "/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def clear_cookie(response: Response) -> None:
    """Take the secret back."""
    response.delete_cookie(
        COOKIE,
        path=request.script_root or "/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
