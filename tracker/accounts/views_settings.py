"""The settings of the site, for administrators."""

from dataclasses import fields

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts.commands_settings import change_settings
from tracker.accounts.forms_people import SettingsForm, settings_values
from tracker.errors import Refused, Stale
from tracker.site import Site, read_site, site_version
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.locale import gettext as _
from tracker.web.locale import label, languages_offered
from tracker.web.session import saving, session
from tracker.web.site import forget_site

bp = Blueprint("settings", __name__, url_prefix="/admin/settings")


@bp.get("")
@needs(AccountRole.ADMIN)
def show() -> ResponseReturnValue:
    """The settings as they hold now."""
    stands = read_site(session(), current_app.config)
    return _page(SettingsForm(data=settings_values(stands, site_version(session()))))


@bp.post("")
@needs(AccountRole.ADMIN)
def save() -> ResponseReturnValue:
    """Store what was changed; it holds from the next page."""
    form = SettingsForm(request.form)
    form.default_language.offer(languages_offered())
    if form.validate():
        try:
            with saving() as writing:
                changed = change_settings(
                    writing,
                    form.to_site(),
                    config=current_app.config,
                    version=form.version.data or 0,
                    by=viewer(),
                )
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            return _stale(form)
        else:
            forget_site()
            flash(_("Saved.") if changed else _("Nothing was changed."))
            return redirect(url_for("settings.show"), 303)
    return _page(form)


def _stale(form: SettingsForm) -> ResponseReturnValue:
    """What somebody else saved beside what was typed; saving again saves over it."""
    stands = read_site(session(), current_app.config)
    typed = form.to_site()
    differences = [
        (form[name].label.text, _said(stands, name), _said(typed, name))
        for name in (one.name for one in fields(Site))
        if getattr(stands, name) != getattr(typed, name)
    ]
    form.version.data, form.version.raw_data = site_version(session()), None
    return _page(form, 409, differences=differences, is_stale=True)


def _said(site: Site, name: str) -> str:
    """A setting in words."""
    value = getattr(site, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, frozenset):
        return ", ".join(label(role) for role in AccountRole if role in value)
    if name == "default_language":
        value = dict(languages_offered()).get(value, value)
    return str(value)


def _page(
    form: SettingsForm,
    status: int | None = None,
    *,
    differences: list[tuple[str, str, str]] | None = None,
    is_stale: bool = False,
) -> ResponseReturnValue:
    form.default_language.offer(languages_offered())
    return form.shown(
        "accounts/settings.html",
        status,
        roles=[role for role in AccountRole if role is not AccountRole.READER],
        differences=differences or [],
        is_stale=is_stale,
    )
