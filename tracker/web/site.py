"""The settings of the site for this request: read where it matters, remembered for a moment."""

import time

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from tracker.site import (
    Site,
    Size,
    check_configured,
    configured_site,
    read_site,
    read_site_and_size,
    read_size,
)
from tracker.web.session import SAFE_METHODS, session

# Reading pages may see a setting as it was a moment ago; what is saved never does.
MOMENT_SECONDS = 1.0
_KEPT = "site"


def site() -> Site:
    """The settings as they hold for this request."""
    if "site" not in g:
        g.site = configured_site(current_app.config) if g.get("is_offline") else _current()
    found: Site = g.site
    return found


def _current() -> Site:
    kept: tuple[float, Site] | None = current_app.extensions.get(_KEPT)
    is_safe = request.method in SAFE_METHODS
    if kept and is_safe and time.monotonic() < kept[0]:
        return kept[1]
    if is_safe:
        found, g.size = read_site_and_size(session(), current_app.config)
    else:
        # Saving rarely shows a page: its foot is counted when it does.
        found = read_site(session(), current_app.config)
    current_app.extensions[_KEPT] = (time.monotonic() + MOMENT_SECONDS, found)
    return found


def site_now(session: Session) -> Site:
    """The settings as a transaction sees them that is about to save: behind its lock."""
    return read_site(session, current_app.config)


def size() -> Size | None:
    """How much is on the record, for the foot of a page; None where the database is away."""
    if g.get("is_offline"):
        return None
    if "size" not in g:
        g.size = read_size(session())
    found: Size = g.size
    return found


def forget_site() -> None:
    """Read the settings anew from now on: they were just changed."""
    current_app.extensions.pop(_KEPT, None)
    g.pop("site", None)


def register(app: Flask) -> None:
    """Let the templates ask, where all that is set can be used."""
    check_configured(app.config)
    app.jinja_env.globals.update(site=site, record_size=size)
