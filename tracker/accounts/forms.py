"""The forms for signing in, and for what one has to sign in with."""

from wtforms import PasswordField
from wtforms.validators import DataRequired, ValidationError

from tracker.errors import N_
from tracker.web.fields import TextField
from tracker.web.forms import BareForm


class SignInForm(BareForm):
    """Who it is, and the password."""

    email = TextField(
        N_("Email address"),
        [DataRequired(N_("Write your email address."))],
        render_kw={"type": "email", "autocomplete": "username", "autocapitalize": "none"},
    )
    password = PasswordField(
        N_("Password"),
        [DataRequired(N_("Write your password."))],
        render_kw={"autocomplete": "current-password"},
    )


class SecondStepForm(BareForm):
    """A code that proves a second time who it is."""

    code = TextField(
        N_("Code"),
        [DataRequired(N_("Write a code."))],
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": "40",
        },
    )


class AuthenticatorForm(BareForm):
    """The first code of an authenticator app."""

    code = TextField(
        N_("Code from the app"),
        [DataRequired(N_("Write the six numbers that the app shows."))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "10"},
    )


class ConfirmForm(BareForm):
    """The password again, before something that matters."""

    password = PasswordField(
        N_("Password"),
        [DataRequired(N_("Write your password."))],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(BareForm):
    """The password of now, and the one from now on twice."""

    current = PasswordField(
        N_("Current password"),
        [DataRequired(N_("Write your password."))],
        render_kw={"autocomplete": "current-password"},
    )
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
