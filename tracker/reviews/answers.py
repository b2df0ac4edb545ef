"""What is said when a step was taken, and when it was not."""

from flask import render_template

from tracker.models import Statement
from tracker.reviews.forms import StepForm
from tracker.vocabulary import Transition
from tracker.web.addresses import address
from tracker.web.locale import gettext as _


def refused_page(step: Transition, statement: Statement, form: StepForm) -> str:
    """Why a step was not taken, with the reason that was typed."""
    form.problems.extend(form.version.errors)
    return render_template(
        "reviews/refused.html",
        form=form,
        step=step,
        statement=statement,
        url=address("statements", statement.id),
        heading=_("This was not done"),
    )


def done(step: Transition) -> str:
    """What to say when a step was taken."""
    return {
        Transition.SUBMIT: _("Submitted. A reviewer will look at it."),
        Transition.RECALL: _("Recalled. It is your draft again."),
        Transition.PUBLISH: _("Published. It is on the record."),
        Transition.RETURN: _("Returned. Its author sees your reason."),
        Transition.REJECT: _("Rejected. Its author sees your reason."),
        Transition.CORRECT: _("Change what was wrong, then submit it."),
        Transition.WITHDRAW: _("Withdrawn. It is off the record."),
        Transition.REINSTATE: _("Reinstated. It is back on the record."),
    }[step]
