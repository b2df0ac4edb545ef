"""Signing in, in one step or two, and out."""

from flask import Blueprint, make_response, redirect, request
from flask import session as visit
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.accounts import arriving, tokens
from tracker.accounts.commands import renew_hash
from tracker.accounts.factors import Factors, factors_of, use_second_factor
from tracker.accounts.forms import SecondStepForm, SignInForm
from tracker.accounts.passwords import hash_again, is_outgrown, is_right
from tracker.accounts.queries import (
    Credentials,
    check_credentials,
    credentials_of,
    email_of,
)
from tracker.accounts.sessions import end_session
from tracker.accounts.throttling import forgive
from tracker.errors import Missing
from tracker.models import TokenKind
from tracker.web import browser
from tracker.web.access import viewer
from tracker.web.addresses import safe_next, with_query
from tracker.web.locale import gettext as _
from tracker.web.logs import tell
from tracker.web.session import reading, saving

bp = Blueprint("accounts", __name__)


class _NotDone(Exception):
    """Undoes what a second step spent: the next code may be right."""


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Ask who it is; all that is wrong gets the same answer, and takes the same time."""
    form = SignInForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        email, password = str(form.email.data), str(form.password.data)
        subjects = arriving.counted(email)
        if wait := arriving.waiting(subjects):
            # Even the right password: otherwise waiting would tell which one it is.
            return arriving.told_to_wait(form, "accounts/login.html", wait)
        known = _known(email, password)
        answer = None if known is None else _let_in(known, email)
        if answer is not None:
            return answer
        arriving.failed(subjects, "sign-in refused")
        form.problems.append(_("The email address or the password is wrong."))
    return form.shown("accounts/login.html")


@bp.route("/login/second", methods=["GET", "POST"])
def second() -> ResponseReturnValue:
    """Ask for a code, a recovery code or a passkey of who has given the password."""
    with reading() as session:
        account_id = tokens.peek(session, TokenKind.SECOND_STEP, arriving.second_secret())
        if account_id is None:
            return _begin_again()
        factors, email = factors_of(session, account_id), email_of(session, account_id)
    form = SecondStepForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        return _second_step(form, account_id, email, factors)
    return form.shown("accounts/second.html", factors=factors)


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    """End this browser's session; there need not be one."""
    viewer()
    if token := browser.token_of_cookie():
        with saving() as session:
            end_session(session, token)
        tell("signed out")
    visit.pop("csrf_token", None)
    response = make_response(redirect(safe_next(None), 303))
    browser.clear_cookie(response)
    arriving.forget_second_step(response)
    return response


def _known(email: str, password: str) -> Credentials | None:
    """The account whose password this is. Comparing is slow by design: no lock is held for it."""
    with reading() as session:
        known = credentials_of(session, email)
    right = is_right(password, known.password_hash if known else None)
    if known is None or not right:
        return None
    if is_outgrown(known.password_hash):
        made = hash_again(password)
        why = "argon2id with the parameters of today"
        with saving(why=why, by=known.account_id) as session:
            renew_hash(session, known.account_id, known.password_hash, made)
        return _known(email, password)
    return known


def _let_in(known: Credentials, email: str) -> ResponseReturnValue | None:
    """A session, or the question for more; None for who was shut out meanwhile."""
    with reading() as session:
        factors = factors_of(session, known.account_id)
    if factors.any:
        return arriving.begin_second_step(known, arriving.wanted_target())
    try:
        with saving() as session:
            forgive(session, email)
            token = arriving.new_session(session, known.account_id)
            # Behind the lock on the account: the password may have been changed since it was read.
            check_credentials(session, email, known)
    except Missing:
        return None
    tell("signed in", account=known.account_id, how="password")
    return arriving.enter(token, arriving.wanted_target())


def _second_step(
    form: SecondStepForm, account_id: int, email: str, factors: Factors
) -> ResponseReturnValue:
    subjects = arriving.counted(email)
    if wait := arriving.waiting(subjects):
        return arriving.told_to_wait(form, "accounts/second.html", wait, factors=factors)
    try:
        with saving(why="signing in", by=account_id) as session:
            # In the order in which all take their locks; a refusal undoes this too.
            forgive(session, email)
            how = _use(session, account_id, str(form.code.data))
            token = arriving.finish_second_step(session, account_id)
    except (_NotDone, Missing):
        arriving.failed(subjects, "second step refused", account=account_id)
        form.refuse("code", _("This code is wrong, or was used before."))
        return form.shown("accounts/second.html", factors=factors)
    tell("signed in", account=account_id, how=how)
    return arriving.enter(token, arriving.wanted_target())


def _use(session: Session, account_id: int, code: str) -> str:
    """Use up the half that is done, then the code."""
    spent = tokens.spend(session, TokenKind.SECOND_STEP, arriving.second_secret())
    how = use_second_factor(session, account_id, code) if spent == account_id else None
    if how is None:
        raise _NotDone
    return how


def _begin_again() -> ResponseReturnValue:
    """Nothing is half done here, or no longer: the password first."""
    target = {"next": [arriving.wanted_target() or ""]}
    response = make_response(redirect(with_query("/login", target), 303))
    arriving.forget_second_step(response)
    return response
