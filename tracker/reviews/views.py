"""What happens to a statement by a decision, from submitting it to withdrawing it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.errors import N_, Missing, Refused, Stale
from tracker.models import Statement
from tracker.reviews import commands
from tracker.reviews.answers import done, refused_page
from tracker.reviews.forms import StepForm
from tracker.statements import commands as drafts
from tracker.visibility import find
from tracker.vocabulary import AccountRole, Transition
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.locale import gettext as _
from tracker.web.session import saving, session
from tracker.web.site import site_now

bp = Blueprint("reviews", __name__, url_prefix="/statements")

Command = Callable[[Session, Statement, StepForm], None]


@bp.post("/<key>/submit")
@needs(AccountRole.EDITOR)
def submit(key: str) -> ResponseReturnValue:
    def command(session: Session, statement: Statement, form: StepForm) -> None:
        drafts.submit(session, statement, by=viewer(), version=form.version.data)

    return _take(Transition.SUBMIT, key, command)


@bp.post("/<key>/recall")
@needs(AccountRole.EDITOR)
def recall(key: str) -> ResponseReturnValue:
    def command(session: Session, statement: Statement, form: StepForm) -> None:
        reason = form.reason.data or ""
        drafts.recall(session, statement, by=viewer(), version=form.version.data, reason=reason)

    return _take(Transition.RECALL, key, command)


@bp.post("/<key>/publish")
@needs(AccountRole.REVIEWER)
def publish(key: str) -> ResponseReturnValue:
    def command(session: Session, statement: Statement, form: StepForm) -> None:
        commands.publish(
            session,
            statement,
            by=viewer(),
            version=form.version.data,
            four_eyes=site_now(session).four_eyes,
            reason=form.reason.data or "",
        )

    return _take(Transition.PUBLISH, key, command)


@bp.post("/<key>/return")
@needs(AccountRole.REVIEWER)
def send_back(key: str) -> ResponseReturnValue:
    return _turn_down(Transition.RETURN, key)


@bp.post("/<key>/reject")
@needs(AccountRole.REVIEWER)
def reject(key: str) -> ResponseReturnValue:
    return _turn_down(Transition.REJECT, key)


def _turn_down(step: Transition, key: str) -> ResponseReturnValue:
    def command(session: Session, statement: Statement, form: StepForm) -> None:
        four_eyes = site_now(session).four_eyes
        reason = form.reason.data or ""
        decided = commands.Decided(viewer(), form.version.data, reason, four_eyes)
        commands.turn_down(session, statement, step, decided)

    return _take(step, key, command)


@bp.post("/<key>/correct")
@needs(AccountRole.EDITOR)
def correct(key: str) -> ResponseReturnValue:
    def command(session: Session, statement: Statement, form: StepForm) -> None:
        reason = form.reason.data or ""
        commands.correct(session, statement, by=viewer(), version=form.version.data, reason=reason)

    return _take(Transition.CORRECT, key, command)


@bp.post("/<key>/withdraw")
@needs(AccountRole.REVIEWER)
def withdraw(key: str) -> ResponseReturnValue:
    def command(session: Session, statement: Statement, form: StepForm) -> None:
        reason = form.reason.data or ""
        commands.withdraw(session, statement, by=viewer(), version=form.version.data, reason=reason)

    return _take(Transition.WITHDRAW, key, command)


@bp.post("/<key>/reinstate")
@needs(AccountRole.REVIEWER)
def reinstate(key: str) -> ResponseReturnValue:
    def command(session: Session, statement: Statement, form: StepForm) -> None:
        commands.reinstate(
            session,
            statement,
            by=viewer(),
            version=form.version.data,
            reason=form.reason.data or "",
            four_eyes=site_now(session).four_eyes,
        )

    return _take(Transition.REINSTATE, key, command)


def _take(step: Transition, key: str, command: Command) -> ResponseReturnValue:
    """Take one step, go back to the statement; or say why not, and keep what was typed."""
    statement = find(session(), Statement, key_of(key), viewer())
    number = statement.id
    form = StepForm(request.form)
    status = 422
    if form.validate():
        try:
            with saving(why=form.reason.data or "", action=step.value) as writing:
                command(writing, statement, form)
        except Refused as refusal:
            form.explain(refusal)
        except Missing:
            form.problems.append(_(N_("Nothing of this statement waits for a decision.")))
        except Stale:
            status = 409
            form.problems.append(
                _(N_("Somebody else changed this in the meantime. Look at it again, then decide."))
            )
        else:
            flash(done(step))
            # Who begins a correction goes on to write it.
            end = "/edit" if step is Transition.CORRECT else ""
            return redirect(address("statements", number, suffix=end), 303)
    return refused_page(step, find(session(), Statement, number, viewer()), form), status
