"""The form for signing in."""

from wtforms import PasswordField
from wtforms.validators import DataRequired

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
