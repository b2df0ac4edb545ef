"""The forms behind links: accepting an invitation, asking for a new password, choosing it."""

from wtforms import PasswordField
from wtforms.validators import DataRequired, ValidationError

from tracker.errors import N_
from tracker.web.fields import TextField
from tracker.web.forms import BareForm


class AskResetForm(BareForm):
    """Who forgot the password."""

    email = TextField(
        N_("Email address"),
        [DataRequired(N_("Write your email address."))],
        render_kw={"type": "email", "autocomplete": "username", "autocapitalize": "none"},
    )


class ChooseForm(BareForm):
    """The new password."""

    password = PasswordField(
        N_("New password"),
        [DataRequired(N_("Write a new password."))],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        N_("New password again"),
        [DataRequired(N_("Write the new password a second time."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_again(self, given: PasswordField) -> None:
        """What is typed unseen is typed twice."""
        if given.data != self.password.data:
            raise ValidationError(N_("This is not the same as the new password."))


class AcceptForm(ChooseForm):
    """Who has come, and the password they choose."""

    name = TextField(
        N_("Your name"),
        [DataRequired(N_("Write how you are called; colleagues see it beside what you wrote."))],
        render_kw={"autocomplete": "name"},
    )
