"""What administrators do for one person, a button each: let in, shut out, help back in."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import commands_people as people
from tracker.accounts.commands_people import Link
from tracker.accounts.handing import hand_over
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.addresses import number_of
from tracker.web.locale import gettext as _
from tracker.web.session import saving

bp = Blueprint("steps", __name__, url_prefix="/admin/people")


@bp.post("/<ident>/deactivate")
@needs(AccountRole.ADMIN)
def deactivate(ident: str) -> ResponseReturnValue:
    """Shut a person out; their words stay."""
    done = _("Shut out. What this person wrote stays theirs.")
    return _take(ident, people.deactivate_person, done)


@bp.post("/<ident>/reactivate")
@needs(AccountRole.ADMIN)
def reactivate(ident: str) -> ResponseReturnValue:
    """Let a person in again."""
    return _take(ident, people.reactivate_person, _("Let in again."))


@bp.post("/<ident>/end-sessions")
@needs(AccountRole.ADMIN)
def end_sessions(ident: str) -> ResponseReturnValue:
    """Sign a person out everywhere."""
    return _take(ident, people.sign_out_person, _("Signed out everywhere."))


@bp.post("/<ident>/unlock")
@needs(AccountRole.ADMIN)
def unlock(ident: str) -> ResponseReturnValue:
    """Let a person who failed too often try again."""
    return _take(ident, people.unlock_person, _("Unlocked. This person may try again at once."))


@bp.post("/<ident>/remove-factors")
@needs(AccountRole.ADMIN)
def remove_factors(ident: str) -> ResponseReturnValue:
    """For who lost the phone: the password alone is enough until there is a new factor."""
    done = _("The second factors were removed, and all sessions ended.")
    return _take(ident, people.clear_second_factors, done)


@bp.post("/<ident>/invite")
@needs(AccountRole.ADMIN)
def invite(ident: str) -> ResponseReturnValue:
    """A new invitation for who has not come yet."""
    hours = current_app.config["INVITATION_HOURS"]
    with saving() as writing:
        link = people.invite_again(writing, number_of(ident), hours=hours, by=viewer())
    return hand_over(link)


@bp.post("/<ident>/reset-link")
@needs(AccountRole.ADMIN)
def reset_link(ident: str) -> ResponseReturnValue:
    """A link to set a new password."""
    with saving() as writing:
        link: Link = people.send_reset(writing, number_of(ident), by=viewer())
    return hand_over(link)


def _take(ident: str, command: Callable[..., object], done: str) -> ResponseReturnValue:
    number = number_of(ident)
    with saving() as writing:
        command(writing, number, by=viewer())
    flash(done)
    return redirect(url_for("people.show", ident=number), 303)
