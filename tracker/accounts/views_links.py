"""Pages behind links in letters: an invitation, a new password. Looking at one changes nothing."""

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from tracker.accounts import arriving, throttling
from tracker.accounts import commands_links as links
from tracker.accounts.addressing import url_for_anybody
from tracker.accounts.commands import check_name
from tracker.accounts.forms_links import AcceptForm, AskResetForm, ChooseForm
from tracker.accounts.letters import letter_with
from tracker.accounts.passwords import hash_password
from tracker.accounts.queries import normal_email
from tracker.errors import Missing, Refused
from tracker.models import TokenKind
from tracker.web.locale import gettext as _
from tracker.web.locale import in_this_language
from tracker.web.logs import tell
from tracker.web.mail import Letter
from tracker.web.postbox import post_after
from tracker.web.session import SAFE_METHODS, close_session, database, reading, saving
from tracker.web.site import site

bp = Blueprint("links", __name__)


@bp.route("/invitation/<secret>", methods=["GET", "POST"])
def invitation(secret: str) -> ResponseReturnValue:
    """Let an invited person give a name and a password; then they are signed in."""
    try:
        with reading() as session:
            guest = links.guest_of(session, TokenKind.INVITATION, secret)
    except Missing:
        return _gone(TokenKind.INVITATION)
    if request.method in SAFE_METHODS:
        return AcceptForm(data={"name": guest.name}).shown("accounts/invitation.html", guest=guest)
    form = AcceptForm(request.form)
    if wait := arriving.waiting(arriving.counted(None)):
        return arriving.told_to_wait(form, "accounts/invitation.html", wait, guest=guest)
    if form.validate():
        try:
            name = check_name(form.name.data or "")
            kept = hash_password(str(form.password.data), about=(guest.email, name))
            with saving(why="invitation accepted", by=guest.account_id) as session:
                links.accept_invitation(session, secret, name=name, password_hash=kept)
                token = arriving.new_session(session, guest.account_id)
        except Refused as refusal:
            form.explain(refusal)
        except Missing:
            return _gone(TokenKind.INVITATION)
        else:
            tell("signed in", account=guest.account_id, how="invitation")
            flash(_("Welcome. Your account is ready."))
            return arriving.enter(token)
    return form.shown("accounts/invitation.html", guest=guest)


@bp.route("/reset/<secret>", methods=["GET", "POST"])
def choose(secret: str) -> ResponseReturnValue:
    """Let somebody choose a new password; signing in with it is the next step, as always."""
    try:
        with reading() as session:
            guest = links.guest_of(session, TokenKind.RESET, secret)
    except Missing:
        return _gone(TokenKind.RESET)
    form = ChooseForm(request.form if request.method == "POST" else None)
    if request.method in SAFE_METHODS:
        return form.shown("accounts/choose.html", guest=guest)
    if wait := arriving.waiting(arriving.counted(None)):
        return arriving.told_to_wait(form, "accounts/choose.html", wait, guest=guest)
    if form.validate():
        try:
            kept = hash_password(str(form.password.data), about=(guest.email, guest.name))
            with saving(why="password reset", by=guest.account_id) as session:
                links.reset_password(session, secret, password_hash=kept)
        except Refused as refusal:
            form.explain(refusal)
        except Missing:
            return _gone(TokenKind.RESET)
        else:
            tell("password reset", account=guest.account_id)
            flash(_("Your new password is saved. Sign in with it."))
            return redirect(url_for("accounts.login"), 303)
    return form.shown("accounts/choose.html", guest=guest)


@bp.route("/reset", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Send a link to who forgot the password; the answer is the same for whoever never had one."""
    form = AskResetForm(request.form if request.method == "POST" else None)
    if url_for_anybody("/") is None:
        # Said to everybody alike: the host of this request is not one to put into a letter.
        return render("accounts/reset.html", form=None, asked=False)
    if request.method == "POST" and form.validate():
        email = normal_email(str(form.email.data))
        # Not counted as signing in is: who cannot sign in must be able to ask.
        subjects = arriving.counted(f"reset {email}")
        if wait := arriving.waiting(subjects):
            return arriving.told_to_wait(form, "accounts/reset.html", wait, asked=False)
        close_session()
        throttling.count_failure(database(), subjects)
        tell("password reset asked")
        response = make_response(render("accounts/reset.html", form=None, asked=True))
        _send_later(response, email)
        return response
    return form.shown("accounts/reset.html", asked=False)


def _send_later(response: Response, email: str) -> None:
    """Look for the account and write to it once the answer is out: the time tells nothing."""
    kept, name, say = database(), site().name, in_this_language()
    base = url_for_anybody("") or ""

    def write() -> Letter | None:
        with kept.transaction() as session:
            link = links.ask_reset(session, email)
        return letter_with(link, base + link.path, name, say) if link else None

    post_after(response, write)


def _gone(kind: TokenKind) -> ResponseReturnValue:
    """One answer for a link that is wrong, used or old; trying them is counted."""
    subjects = arriving.counted(None)
    if request.method == "POST":
        if wait := arriving.waiting(subjects):
            response = make_response(render("accounts/gone.html", kind=kind.value), 429)
            response.headers["Retry-After"] = str(wait)
            return response
        arriving.failed(subjects, "link refused", kind=kind.value)
    return render("accounts/gone.html", kind=kind.value), 410


@bp.after_request
def keep_to_yourself(response: Response) -> Response:
    """What such an address shows is for one person: no list of pages, no copy."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
