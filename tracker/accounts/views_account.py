"""A person's own account: what they sign in with, their password, their sessions."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import arriving
from tracker.accounts.again import own_id
from tracker.accounts.commands import choose_digest, set_password
from tracker.accounts.factors import factors_of
from tracker.accounts.forms import ConfirmForm, PasswordForm
from tracker.accounts.passwords import is_right
from tracker.accounts.queries import credentials_of, email_of, wants_digest
from tracker.accounts.queries_people import sessions_of_person
from tracker.accounts.sessions import (
    confirm_session,
    end_all_sessions,
    end_session_by_id,
)
from tracker.accounts.shown import browser_words
from tracker.accounts.throttling import forgive
from tracker.errors import Missing, Refused
from tracker.text import sha256
from tracker.vocabulary import AccountRole
from tracker.web import browser
from tracker.web.access import lacks_factor, needs, viewer
from tracker.web.addresses import number_of, safe_next
from tracker.web.guard import single
from tracker.web.locale import gettext as _
from tracker.web.logs import tell
from tracker.web.session import reading, saving, session
from tracker.web.site import site

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@needs(AccountRole.READER)
def show() -> ResponseReturnValue:
    """Who one is here, and with what one signs in."""
    return render_template(
        "accounts/account.html",
        email=email_of(session(), own_id()),
        wants_digest=wants_digest(session(), own_id()),
        factors=factors_of(session(), own_id()),
        sessions=sessions_of_person(session(), own_id(), site().idle_minutes),
        must_enrol=site().second_factor_roles and lacks_factor(),
        is_wanted=site().wants_second_factor(viewer().role),
    )


@bp.route("/password", methods=["GET", "POST"])
@needs(AccountRole.READER)
def password() -> ResponseReturnValue:
    """Change one's password; all other browsers are signed out."""
    template = "accounts/password.html"
    form = PasswordForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        email = email_of(session(), own_id())
        subjects = arriving.counted(email)
        if wait := arriving.waiting(subjects):
            return arriving.told_to_wait(form, template, wait, email=email)
        if _is_mine(email, str(form.current.data)):
            try:
                return _changed(email, str(form.password.data))
            except Refused as refusal:
                form.explain(refusal)
        else:
            arriving.failed(subjects, "password again refused")
            form.refuse("current", _("This is not your password."))
    return form.shown(template, email=email_of(session(), own_id()))


@bp.route("/confirm", methods=["GET", "POST"])
@needs(AccountRole.READER)
def confirm() -> ResponseReturnValue:
    """Ask for the password again before something that matters."""
    form = ConfirmForm(request.form if request.method == "POST" else None)
    email = email_of(session(), own_id())
    if request.method == "POST" and form.validate():
        subjects = arriving.counted(email)
        if wait := arriving.waiting(subjects):
            return arriving.told_to_wait(form, "accounts/confirm.html", wait, email=email)
        token = browser.token_of_cookie()
        if token is not None and _is_mine(email, str(form.password.data)):
            with saving() as own:
                confirm_session(own, token)
                forgive(own, email)
            return redirect(safe_next(arriving.wanted_target()), 303)
        arriving.failed(subjects, "password again refused")
        form.refuse("password", _("This is not your password."))
    return form.shown("accounts/confirm.html", email=email)


@bp.post("/digest")
@needs(AccountRole.EDITOR)
def digest() -> ResponseReturnValue:
    """Choose whether a letter a day tells what one has not read."""
    wants = single("wants") == "yes"
    with saving(why="changed by the person") as own:
        choose_digest(own, own_id(), wants=wants)
    flash(_("The letters come.") if wants else _("No more letters come."))
    return redirect(url_for(".show"), 303)


@bp.get("/sessions")
@needs(AccountRole.READER)
def sessions() -> ResponseReturnValue:
    """Where one is signed in."""
    return render_template(
        "accounts/own_sessions.html",
        sessions=sessions_of_person(session(), own_id(), site().idle_minutes),
        mine=sha256(browser.token_of_cookie() or ""),
        browser_words=browser_words,
    )


@bp.post("/sessions/<int:session_id>/end")
@needs(AccountRole.READER)
def end(session_id: int) -> ResponseReturnValue:
    """Sign one of one's browsers out."""
    with saving() as own:
        if not end_session_by_id(own, number_of(str(session_id)), account_id=own_id()):
            raise Missing("session", session_id)
    tell("session ended")
    flash(_("That browser is signed out."))
    return redirect(url_for(".sessions"), 303)


@bp.post("/sessions/end-others")
@needs(AccountRole.READER)
def end_others() -> ResponseReturnValue:
    """Sign all browsers out but this one."""
    with saving() as own:
        end_all_sessions(own, own_id(), but=browser.token_of_cookie())
    tell("other sessions ended")
    flash(_("All other browsers are signed out."))
    return redirect(url_for(".sessions"), 303)


def _is_mine(email: str, typed: str) -> bool:
    """Whether this is the password of the person who is signed in; no lock is held meanwhile."""
    with reading() as short:
        known = credentials_of(short, email)
    return is_right(typed, known.password_hash if known else None)


def _changed(email: str, new: str) -> ResponseReturnValue:
    with saving(why="changed by the person") as own:
        forgive(own, email)
        set_password(own, own_id(), new, by=viewer())
        token = arriving.new_session(own, own_id())
    tell("password changed")
    flash(_("Your password is changed. All other browsers are signed out."))
    return arriving.enter(token, url_for(".show"))
