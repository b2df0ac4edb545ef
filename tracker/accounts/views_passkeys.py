"""Passkeys: adding and removing one's own, and signing in with one. The browser's part is JSON."""

from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from tracker.accounts import agents, arriving, passkeys, tokens
from tracker.accounts.again import needs_recent, own_id
from tracker.accounts.factors import drop_passkey, factors_of
from tracker.accounts.passkeys import Place
from tracker.accounts.queries import email_of
from tracker.accounts.throttling import forgive
from tracker.errors import Missing, Refused
from tracker.models import TokenKind
from tracker.vocabulary import AccountRole
from tracker.web.access import needs
from tracker.web.addresses import number_of, safe_next
from tracker.web.locale import cldr
from tracker.web.locale import gettext as _
from tracker.web.logs import tell
from tracker.web.session import reading, saving, session
from tracker.web.site import site

bp = Blueprint("passkeys", __name__)


@bp.get("/account/passkeys/new")
@needs(AccountRole.READER)
@needs_recent
def new() -> ResponseReturnValue:
    """Ask what the new passkey is called; the browser does the rest."""
    agent = request.headers.get("User-Agent", "")
    name = agents.system_of(agent) or agents.browser_of(agent)
    return render_template("accounts/passkey.html", name=name)


@bp.post("/account/passkeys/options")
@needs(AccountRole.READER)
@needs_recent
def options_to_register() -> ResponseReturnValue:
    """What the browser is to make."""
    with saving() as own:
        return jsonify(passkeys.options_to_register(own, own_id(), _place()))


@bp.post("/account/passkeys")
@needs(AccountRole.READER)
@needs_recent
def register() -> ResponseReturnValue:
    """Keep what the browser made."""
    sent = _sent()
    name = sent.get("name")
    try:
        with saving(why="added by the person") as own:
            passkeys.register_passkey(
                own, own_id(), _answer(sent), name if isinstance(name, str) else "", _place()
            )
    except Refused as refusal:
        return make_response(jsonify({"message": refusal.sentence(_, cldr())}), 422)
    tell("second factor added", factor="passkey")
    flash(_("The passkey is added: you can sign in with it."))
    there = "account.show" if factors_of(session(), own_id()).codes_left else "factors.codes"
    return jsonify({"go": url_for(there)})


@bp.post("/account/passkeys/<int:passkey_id>/remove")
@needs(AccountRole.READER)
@needs_recent
def remove(passkey_id: int) -> ResponseReturnValue:
    """Let a passkey sign in no more."""
    with saving(why="removed by the person") as own:
        name = drop_passkey(own, own_id(), number_of(str(passkey_id)))
    tell("second factor removed", factor="passkey")
    flash(_("The passkey “%(name)s” is removed.", name=name))
    return redirect(url_for("account.show"), 303)


@bp.post("/login/passkey/options")
def options_to_sign_in() -> ResponseReturnValue:
    """What the browser is to sign: at the second step with a passkey of the account's."""
    with saving() as own:
        return jsonify(passkeys.options_to_sign_in(own, _half_done(), _place()))


@bp.post("/login/passkey")
def sign_in() -> ResponseReturnValue:
    """Let in whose passkey signed the challenge; the device has asked who holds it."""
    half_done = _half_done()
    with reading() as short:
        email = None if half_done is None else email_of(short, half_done)
    subjects = arriving.counted(email)
    if wait := arriving.waiting(subjects):
        return _wait(wait)
    sent = _sent()
    token = None
    with saving() as own:
        account_id = passkeys.use_passkey(own, _answer(sent), _place())
    if account_id is not None and half_done in {None, account_id}:
        token = _session_of(account_id, sent)
    if token is None:
        arriving.failed(subjects, "passkey refused", account=half_done)
        message = _("This passkey is not known here. Sign in with your password.")
        return make_response(jsonify({"message": message}), 422)
    tell("signed in", account=account_id, how="passkey")
    target = sent.get("next")
    there = safe_next(target if isinstance(target, str) else None)
    return arriving.hand_over(make_response(jsonify({"go": there})), token)


def _session_of(account_id: int, sent: dict[str, Any]) -> str | None:
    try:
        with saving() as own:
            forgive(own, email_of(own, account_id))
            if secret := arriving.second_secret():
                tokens.spend(own, TokenKind.SECOND_STEP, secret)
            token = arriving.new_session(own, account_id)
            # Behind the lock on the account: it may have been removed since it signed.
            passkeys.check_passkey(own, account_id, _answer(sent))
            return token
    except Missing:
        return None


def _half_done() -> int | None:
    """Who has given the password in this browser, where the page says that it is about them."""
    if _sent().get("step") != "second":
        return None
    with reading() as short:
        found = tokens.peek(short, TokenKind.SECOND_STEP, arriving.second_secret())
    return found if found is not None else abort(403)


def _place() -> Place:
    """The address under which browsers know this site: as set, else as this one says."""
    address = urlsplit(current_app.config["PUBLIC_URL"] or request.host_url)
    return Place(address.hostname or "", f"{address.scheme}://{address.netloc}", site().name)


def _sent() -> dict[str, Any]:
    try:
        sent = request.get_json(silent=True)
    except RecursionError:
        # Brackets within brackets, deeper than anything that a browser sends.
        return {}
    return sent if isinstance(sent, dict) else {}


def _answer(sent: dict[str, Any]) -> dict[str, Any]:
    answer = sent.get("credential")
    return answer if isinstance(answer, dict) else {}


def _wait(wait: int) -> ResponseReturnValue:
    tell("too many failures", level="warning", wait=wait)
    response = make_response(jsonify({"message": arriving.words_of(wait)}), 429)
    response.headers["Retry-After"] = str(wait)
    return response
