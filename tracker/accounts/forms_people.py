"""The forms of administrators: inviting a person, changing one, the settings of the site."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from tracker.errors import N_
from tracker.site import Site
from tracker.vocabulary import AccountRole
from tracker.web.fields import ManyField, MenuField, NumberField, TextField, WordField
from tracker.web.forms import Form


class PersonForm(Form):
    """How a person is called, and what they may do."""

    name = TextField(N_("Name"), render_kw={"autocomplete": "off"})
    role = WordField(N_("Role"), words=AccountRole)


class InviteForm(PersonForm):
    """Whom to invite, and as what."""

    email = TextField(
        N_("Email address"),
        [DataRequired(N_("Write an email address."))],
        render_kw={"type": "email", "autocomplete": "off", "autocapitalize": "none"},
    )


class SettingsForm(Form):
    """The settings of the site, all at once."""

    name = TextField(N_("Name of the site"))
    is_public = BooleanField(N_("Anybody may read what is published"))
    is_invented = BooleanField(N_("Every page says that all of it is invented"))
    four_eyes = BooleanField(N_("Nobody publishes what they wrote"))
    default_language = MenuField(N_("Default language"))
    contact = TextField(N_("Contact"))
    licence = TextField(N_("Licence"))
    session_hours = NumberField(
        N_("Longest session, in hours"),
        [InputRequired(N_("Write a number."))],
    )
    idle_minutes = NumberField(
        N_("Longest pause, in minutes"),
        [InputRequired(N_("Write a number."))],
    )
    second_factor_roles = ManyField(N_("Roles that must have a second factor"))

    def validate_second_factor_roles(self, given: ManyField) -> None:
        """Only roles that there are."""
        if not set(given.data) <= {role.value for role in AccountRole}:
            raise ValidationError(N_("Not a valid choice."))

    def to_site(self) -> Site:
        """The settings as they were typed."""
        return Site(
            name=self.name.data or "",
            is_public=bool(self.is_public.data),
            is_invented=bool(self.is_invented.data),
            default_language=self.default_language.data or "",
            four_eyes=bool(self.four_eyes.data),
            contact=self.contact.data or "",
            licence=self.licence.data or "",
            session_hours=self.session_hours.data or 0,
            idle_minutes=self.idle_minutes.data or 0,
            second_factor_roles=frozenset(
                AccountRole(role) for role in self.second_factor_roles.data
            ),
        )


def settings_values(site: Site, version: int) -> Mapping[str, Any]:
    """What the form is opened with."""
    return {
        **vars(site),
        "second_factor_roles": sorted(site.second_factor_roles),
        "version": version,
    }
