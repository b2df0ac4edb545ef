"""Who is signed in where: opening, confirming and ending the sessions of browsers."""

import secrets
from datetime import timedelta

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from tracker.errors import Missing
from tracker.models import Account, BrowserSession, Hold, now
from tracker.text import excerpt, sha256

# After signing in, or giving the password again, one may change how one signs in for so long.
RECENT = timedelta(minutes=10)
_BROWSER_LIMIT = 300


def open_session(
    session: Session, account_id: int, *, hours: int, address: str = "", browser: str = ""
) -> str:
    """Sign an account in and give the secret for its cookie, which is kept nowhere.

    Raises Missing when the account was shut out meanwhile. Sessions that ran out are removed.
    """
    moment = now()
    # Shutting out waits for this or the other way round: no session may outlive it.
    opened = session.execute(
        update(Account)
        .where(Account.id == account_id, Account.is_active)
        .values(signed_in_at=moment)
        .execution_options(audited=True, synchronize_session=False)
    )
    if not (isinstance(opened, CursorResult) and opened.rowcount == 1):
        raise Missing("account", account_id)
    old = select(BrowserSession.id).where(BrowserSession.expires_at <= moment)
    old = old.with_for_update(skip_locked=True)
    session.execute(delete(BrowserSession).where(BrowserSession.id.in_(old)))
    token = secrets.token_urlsafe(32)
    session.add(
        BrowserSession(
            token_hash=sha256(token),
            account_id=account_id,
            created_at=moment,
            seen_at=moment,
            confirmed_at=moment,
            expires_at=moment + timedelta(hours=hours),
            address=address,
            browser=excerpt(browser, _BROWSER_LIMIT),
        )
    )
    session.flush()
    return token


def end_session(session: Session, token: str) -> None:
    """Sign one browser out."""
    session.execute(delete(BrowserSession).where(BrowserSession.token_hash == sha256(token)))


def end_session_by_id(session: Session, session_id: int, *, account_id: int | None = None) -> bool:
    """Sign one browser out; with an account, only one of its own. False where there is none."""
    wanted = delete(BrowserSession).where(BrowserSession.id == session_id)
    if account_id is not None:
        wanted = wanted.where(BrowserSession.account_id == account_id)
    ended = session.execute(wanted)
    return isinstance(ended, CursorResult) and ended.rowcount == 1


def end_all_sessions(session: Session, account_id: int, *, but: str | None = None) -> None:
    """Sign an account out everywhere, or everywhere else than where this secret is."""
    wanted = delete(BrowserSession).where(BrowserSession.account_id == account_id)
    if but is not None:
        wanted = wanted.where(BrowserSession.token_hash != sha256(but))
    else:
        # Who is signed in nowhere is deciding about nothing.
        session.execute(delete(Hold).where(Hold.account_id == account_id))
    session.execute(wanted)


def is_recent(session: Session, token: str) -> bool:
    """Whether this browser's person has just shown who they are."""
    moment = now()
    found = session.scalar(
        select(BrowserSession.confirmed_at).where(BrowserSession.token_hash == sha256(token))
    )
    # A moment in the future is of a clock that was wrong: ask again.
    return found is not None and moment - RECENT < found <= moment


def confirm_session(session: Session, token: str) -> None:
    """Remember that this browser's person has shown again who they are."""
    session.execute(
        update(BrowserSession)
        .where(BrowserSession.token_hash == sha256(token))
        .values(confirmed_at=now())
        .execution_options(synchronize_session=False)
    )
