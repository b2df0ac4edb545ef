"""The shape of a report, and of its answer."""

import re

from wtforms.validators import DataRequired, ValidationError

from tracker.errors import N_
from tracker.vocabulary import MistakeOutcome
from tracker.web.fields import LongTextField, TextField, WordChoices
from tracker.web.forms import Form

# No character by which a mail server would read several addresses, a name or a comment.
_ADDRESS = re.compile(r"[\w.!#$%&'*+/^`{|}~-]{1,64}@(?=.{1,190}\Z)[\w-]+(?:\.[\w-]+)*")


class ReportForm(Form):
    """What is wrong, and where to answer."""

    report = LongTextField(N_("What is wrong?"), [DataRequired(N_("Say what is wrong."))])
    contact = TextField(
        N_("Your email address"),
        render_kw={"type": "email", "autocomplete": "email", "autocapitalize": "none"},
    )

    def validate_contact(self, given: TextField) -> None:
        """An address that nobody can write to is of no use."""
        if given.data and not _ADDRESS.fullmatch(given.data.strip()):
            raise ValidationError(N_("Write an address like name@example.org, or nothing."))


class AnswerForm(Form):
    """What came of it, and what is answered."""

    outcome = WordChoices(
        N_("What came of it"),
        [DataRequired(N_("Say what came of it."))],
        words=MistakeOutcome,
    )
    answer = LongTextField(N_("Answer"), [DataRequired(N_("Answer in a sentence or two."))])
