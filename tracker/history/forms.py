"""The form that brings back what was."""

from wtforms.validators import InputRequired

from tracker.errors import N_
from tracker.web.fields import LongTextField, NumberField
from tracker.web.forms import Form


class RestoreForm(Form):
    """Which revision or edition, why, and the version that was looked at."""

    revision = NumberField(N_("Revision"))
    edition = NumberField(N_("Edition"))
    reason = LongTextField(
        N_("Reason, for readers"),
        validators=[InputRequired(N_("Give the reason; readers see it."))],
    )

    def validate_version(self, field: object) -> None:  # noqa: ARG002
        """Nobody brings back over what they have not seen."""
        if self.version.data is None:
            InputRequired(N_("Open the history again: the form does not say what you saw."))(
                self, self.version
            )
