"""What happens to a statement by a decision: submit, recall, publish, withdraw, reinstate."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.errors import N_, Missing, Refused, Stale
from tracker.models import Statement
from tracker.reviews import commands
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
            flash(_done(step))
            return redirect(address("statements", number), 303)
    return _refused(step, find(session(), Statement, number, viewer()), form), status


def _refused(step: Transition, statement: Statement, form: StepForm) -> str:
    form.problems.extend(form.version.errors)
    return render_template(
        "reviews/refused.html",
        form=form,
        step=step,
        statement=statement,
        url=address("statements", statement.id),
        heading=_("This was not done"),
    )


def _done(step: Transition) -> str:
    return {
        Transition.SUBMIT: _("Submitted. A reviewer will look at it."),
        Transition.RECALL: _("Recalled. It is your draft again."),
        Transition.PUBLISH: _("Published. It is on the record."),
        Transition.WITHDRAW: _("Withdrawn. It is off the record."),
        Transition.REINSTATE: _("Reinstated. It is back on the record."),
    }[step]
