"""The form in which a reviewer says why a contradiction is none."""

from tracker.errors import N_
from tracker.web.fields import LongTextField
from tracker.web.forms import BareForm


class MarkForm(BareForm):
    """Why these two can be held together."""

    reason = LongTextField(N_("Why it is no contradiction"))
