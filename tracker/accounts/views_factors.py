"""An authenticator app and recovery codes: setting up, renewing, removing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import totp
from tracker.accounts.again import needs_recent, own_id
from tracker.accounts.factors import drop_authenticator, factors_of
from tracker.accounts.forms import AuthenticatorForm
from tracker.accounts.recovery import make_codes
from tracker.errors import N_, Refused
from tracker.vocabulary import AccountRole
from tracker.web.access import needs
from tracker.web.locale import gettext as _
from tracker.web.logs import tell
from tracker.web.session import saving, session
from tracker.web.site import site

bp = Blueprint("factors", __name__, url_prefix="/account")


@bp.route("/authenticator", methods=["GET", "POST"])
@needs(AccountRole.READER)
@needs_recent
def authenticator() -> ResponseReturnValue:
    """Show the secret to the app, and ask for its first code."""
    form = AuthenticatorForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        try:
            with saving(why="set up by the person") as own:
                totp.confirm_authenticator(own, own_id(), str(form.code.data))
        except Refused as refusal:
            form.explain(refusal)
        else:
            tell("second factor added", factor="authenticator")
            flash(_("Your authenticator app is set up: signing in asks for its codes."))
            return after_adding()
    return form.shown("accounts/authenticator.html", **_shown_to_app())


@bp.post("/authenticator/start")
@needs(AccountRole.READER)
@needs_recent
def start() -> ResponseReturnValue:
    """Make a secret for the app."""
    with saving(why="begun by the person") as own:
        totp.start_authenticator(own, own_id())
    return redirect(url_for(".authenticator"), 303)


@bp.post("/authenticator/remove")
@needs(AccountRole.READER)
@needs_recent
def remove() -> ResponseReturnValue:
    """Ask for codes of the app no more."""
    with saving(why="removed by the person") as own:
        drop_authenticator(own, own_id())
    tell("second factor removed", factor="authenticator")
    flash(_("Your authenticator app is removed. Delete its entry in the app too."))
    return redirect(url_for("account.show"), 303)


@bp.route("/recovery-codes", methods=["GET", "POST"])
@needs(AccountRole.READER)
@needs_recent
def codes() -> ResponseReturnValue:
    """Make recovery codes and show them: this once, and never again."""
    factors = factors_of(session(), own_id())
    shown: list[str] = []
    if request.method == "POST":
        if not factors.any:
            raise Refused(N_("Recovery codes stand in for a second factor. Set one up first."))
        with saving(why="made by the person") as own:
            shown = list(make_codes(own, own_id()))
        tell("recovery codes made")
    return render_template("accounts/codes.html", codes=shown, factors=factors)


def after_adding() -> ResponseReturnValue:
    """Who has no recovery codes yet makes them now; all others are back at their account."""
    has_codes = factors_of(session(), own_id()).codes_left
    return redirect(url_for("account.show" if has_codes else ".codes"), 303)


def _shown_to_app() -> dict[str, Any]:
    """The secret while it waits for its first code; afterwards nobody sees it again."""
    secret = totp.waiting_secret(session(), own_id())
    if secret is None:
        has_one = factors_of(session(), own_id()).has_authenticator
        return {"secret": "", "picture": "", "has_one": has_one}
    address = totp.address_of(session(), own_id(), secret, site().name)
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"secret": groups, "picture": totp.picture_of(address), "has_one": False}
