"""How a sign-in goes on and ends: counted failures, the second step, a session in a cookie."""

from collections.abc import Sequence
from math import ceil

from flask import Response, g, make_response, redirect, request
from flask import session as visit
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.accounts import throttling, tokens
from tracker.accounts.queries import Credentials, password_hash_of
from tracker.accounts.sessions import end_session, open_session
from tracker.errors import Missing
from tracker.models import TokenKind
from tracker.text import sha256
from tracker.web import browser
from tracker.web.addresses import safe_next, with_query
from tracker.web.forms import BareForm
from tracker.web.locale import ngettext
from tracker.web.logs import tell
from tracker.web.session import close_session, database, reading, saving
from tracker.web.site import site

SECOND_COOKIE = "tracker_second"
SECOND_MINUTES = 5
# Where a browser keeps with which password it began: a digest of what is a digest itself.
SEAL = "second_step"


def counted(email: str | None) -> Sequence[str]:
    """What a failure of this request is counted against."""
    return throttling.subjects(email, request.remote_addr or "")


def waiting(subjects: Sequence[str]) -> int:
    """How many seconds who is counted so must wait."""
    with reading() as session:
        return throttling.wait_left(session, subjects)


def failed(subjects: Sequence[str], event: str, **facts: object) -> None:
    """Count a failure, in a transaction of its own, and log it."""
    close_session()
    throttling.count_failure(database(), subjects)
    tell(event, level="warning", **facts)


def words_of(wait: int) -> str:
    """What somebody is told who must wait."""
    minutes = max(1, ceil(wait / 60))
    return ngettext(
        "Too many tries went wrong. Wait a minute, then try again.",
        "Too many tries went wrong. Wait %(num)s minutes, then try again.",
        minutes,
        num=minutes,
    )


def told_to_wait(form: BareForm, template: str, wait: int, **context: object) -> Response:
    """The form again, with what was typed, and how long nothing will be looked at."""
    tell("too many failures", level="warning", wait=wait)
    form.problems.append(words_of(wait))
    page, _status = form.shown(template, 429, **context)
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(wait)
    return response


def new_session(session: Session, account_id: int) -> str:
    """Open a session for this browser, within a transaction; the one it had ends."""
    if old := browser.token_of_cookie():
        end_session(session, old)
    return open_session(
        session,
        account_id,
        hours=site().session_hours,
        address=request.remote_addr or "",
        browser=request.headers.get("User-Agent", ""),
    )


def enter(token: str, target: str | None = None) -> Response:
    """Hand out the session and lead on; `target` is checked."""
    return _with_session(make_response(redirect(safe_next(target), 303)), token)


def _with_session(response: Response, token: str) -> Response:
    g.pop("viewer", None)
    g.pop("signed_in", None)
    # A form token that somebody saw before must not be good afterwards.
    visit.pop("csrf_token", None)
    visit.pop(SEAL, None)
    browser.set_cookie(response, token)
    forget_second_step(response)
    response.headers["Cache-Control"] = "no-store"
    return response


def hand_over(response: Response, token: str) -> Response:
    """The same for an answer that is no redirect."""
    return _with_session(response, token)


def begin_second_step(known: Credentials, target: str | None) -> ResponseReturnValue:
    """The password was right: remember that for five minutes, and ask for more."""
    account_id = known.account_id
    with saving() as session:
        secret = tokens.issue(session, TokenKind.SECOND_STEP, account_id, minutes=SECOND_MINUTES)
    visit[SEAL] = sha256(known.password_hash)
    response = make_response(redirect(with_query("/login/second", {"next": [target or ""]}), 303))
    response.set_cookie(
        SECOND_COOKIE,
        secret,
        max_age=SECOND_MINUTES * 60,
        path=f"{request.script_root}/login",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def finish_second_step(session: Session, account_id: int) -> str:
    """Open a session for who has shown both, within a transaction.

    Raises Missing where the password of the first step is not the one of now.
    """
    token = new_session(session, account_id)
    # Behind the lock on the account: whoever changes the password meanwhile voids what is half
    # done before, and would not see what was begun since.
    if sha256(password_hash_of(session, account_id)) != visit.get(SEAL):
        raise Missing("account", account_id)
    return token


def second_secret() -> str:
    """The secret of the sign-in that this browser has half done, or ""."""
    return request.cookies.get(SECOND_COOKIE, "")


def forget_second_step(response: Response) -> None:
    """Take the cookie of a sign-in half done back, if there is one."""
    if second_secret():
        response.delete_cookie(
            SECOND_COOKIE,
            path=f"{request.script_root}/login",
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )


def wanted_target() -> str | None:
    """Where the visitor wants to go after signing in; checked when it is used."""
    return request.args.get("next") or request.form.get("next")
