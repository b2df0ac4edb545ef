"""Signing in and out."""

from flask import Blueprint, current_app, g, make_response, redirect, request
from flask import session as visit
from flask.typing import ResponseReturnValue

from tracker.accounts.forms import SignInForm
from tracker.accounts.passwords import is_right
from tracker.accounts.queries import credentials_of
from tracker.accounts.sessions import end_session, open_session
from tracker.errors import Missing
from tracker.web import browser
from tracker.web.access import viewer
from tracker.web.addresses import safe_next
from tracker.web.locale import gettext as _
from tracker.web.session import reading, saving

bp = Blueprint("accounts", __name__)


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Ask who it is; a wrong address and a wrong password get the same answer."""
    form = SignInForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        token = _sign_in(str(form.email.data), str(form.password.data))
        if token is not None:
            return _signed_in(token)
        form.problems.append(_("The email address or the password is wrong."))
    return form.shown("accounts/login.html")


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    """End this browser's session; there need not be one."""
    viewer()
    if token := browser.token_of_cookie():
        with saving() as session:
            end_session(session, token)
    visit.pop("csrf_token", None)
    response = make_response(redirect(safe_next(None), 303))
    browser.clear_cookie(response)
    return response


def _sign_in(email: str, password: str) -> str | None:
    """The secret of a new session, or None. Comparing is slow by design: no lock is held for it."""
    with reading() as session:
        known = credentials_of(session, email)
    if not is_right(password, known.password_hash if known else None) or known is None:
        return None
    try:
        with saving() as session:
            if old := browser.token_of_cookie():
                end_session(session, old)
            return open_session(
                session, known.account_id, hours=current_app.config["SESSION_HOURS"]
            )
    except Missing:
        return None


def _signed_in(token: str) -> ResponseReturnValue:
    g.pop("viewer", None)
    # A form token that somebody saw before must not be good afterwards.
    visit.pop("csrf_token", None)
    target = request.args.get("next") or request.form.get("next")
    response = make_response(redirect(safe_next(target), 303))
    browser.set_cookie(response, token)
    response.headers["Cache-Control"] = "no-store"
    return response
