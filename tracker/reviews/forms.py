"""The form behind every button that decides about a statement."""

from wtforms.validators import InputRequired

from tracker.errors import N_
from tracker.web.fields import LongTextField
from tracker.web.forms import Form


class StepForm(Form):
    """The reason, and the version that was looked at."""

    reason = LongTextField(N_("Reason, for readers"))

    def validate_version(self, field: object) -> None:  # noqa: ARG002
        """Nobody decides about what they have not seen."""
        if self.version.data is None:
            InputRequired(N_("Open the statement again: the form does not say what you saw."))(
                self, self.version
            )
