"""The cookie by which a signed-in browser is known; the database keeps only its hash."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, request
from sqlalchemy import ColumnElement, exists, or_, select, true, update
from sqlalchemy.orm import Session

from tracker.errors import N_, Refused
from tracker.models import Account, BrowserSession, Passkey, Totp, now
from tracker.text import sha256
from tracker.unread import unread
from tracker.visibility import Viewer
from tracker.web.site import site

COOKIE = "tracker_session"
# What is noted of when a session was last used may be so old: pages seldom write then.
NOTED_WITHIN = timedelta(minutes=5)
_TOKEN_LENGTH = len(secrets.token_urlsafe(32))


@dataclass(frozen=True)
class SignedIn:
    """The person of a session, and what the session itself knows."""

    viewer: Viewer
    seen_at: datetime
    has_factor: bool
    unread: int = 0

    @property
    def is_noted(self) -> bool:
        """Whether what is noted is fresh; a moment in the future is of a clock set back since."""
        return abs(now() - self.seen_at) < NOTED_WITHIN


def token_of_cookie() -> str | None:
    """The secret that this browser shows."""
    token = request.cookies.get(COOKIE, "")
    return token if len(token) == _TOKEN_LENGTH else None


def signed_in_by_cookie(session: Callable[[], Session]) -> SignedIn | None:
    """Whose session this browser shows, unless it ended or was idle for too long.

    The database is asked only where there is a cookie. One SQL statement, which also counts
    what they have not read: the head of every page says so.
    """
    token = token_of_cookie()
    if token is None:
        return None
    settings = site()
    wanted = (
        select(
            Account.id,
            Account.role,
            Account.name,
            Account.email,
            BrowserSession.seen_at,
            (_factor() if settings.second_factor_roles else true()).label("has_factor"),
            unread().label("unread"),
        )
        .join(BrowserSession, BrowserSession.account_id == Account.id)
        .where(
            BrowserSession.token_hash == sha256(token),
            *BrowserSession.holds(settings.idle_minutes),
            Account.is_active,
        )
    )
    row = session().execute(wanted).one_or_none()
    if row is None:
        return None
    person = Viewer(row.id, row.role, row.name or row.email)
    return SignedIn(person, row.seen_at, row.has_factor, row.unread)


def check_signed_in(session: Session, *, viewer: Viewer, token: str | None) -> None:
    """Refuse whose session has ended, or whose role is another one, since the request began."""
    wanted = (
        select(Account.role)
        .join(BrowserSession, BrowserSession.account_id == Account.id)
        .where(BrowserSession.token_hash == sha256(token or ""), Account.is_active)
    )
    if session.scalar(wanted) is not viewer.role:
        raise Refused(
            N_("You were signed out, or got another role, in the meantime. Nothing was saved.")
        )


def note_seen(session: Session, token: str) -> None:
    """Note that a session was used just now."""
    session.execute(
        update(BrowserSession)
        .where(BrowserSession.token_hash == sha256(token))
        .values(seen_at=now())
        .execution_options(synchronize_session=False)
    )


def set_cookie(response: Response, token: str) -> None:
    """Hand the browser its secret."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=site().session_hours * 3600,
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


def _factor() -> ColumnElement[bool]:
    """Whether the account has a second factor."""
    return or_(
        exists().where(Totp.account_id == Account.id, Totp.is_confirmed),
        exists().where(Passkey.account_id == Account.id),
    )
