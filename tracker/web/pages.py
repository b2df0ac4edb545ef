"""What every template can use: who is looking, in which language, and the foot of the page."""

from typing import Any

from flask import Flask, request
from jinja2 import StrictUndefined

from tracker import __version__
from tracker.vocabulary import Act, ClaimKind, Delivery, Side, Stance
from tracker.web import charts, locale, timelines
from tracker.web.access import unread_count, viewer
from tracker.web.addresses import address, here_with
from tracker.web.session import request_id

STATIC_SECONDS = 3600


def _context() -> dict[str, Any]:
    return {
        "lang": locale.language(),
        "viewer": viewer(),
        "unread": unread_count(),
        "language_switch": locale.language_switch(),
        "section": request.blueprint or request.path.strip("/").partition("/")[0],
    }


def _stamp_static(endpoint: str, values: dict[str, Any]) -> None:
    """A new version of the tracker is a new address of the style sheet."""
    if endpoint == "static":
        values.setdefault("v", __version__)


def prepare(app: Flask) -> None:
    """Set Jinja up; a name that a template misspells is an error, not an empty place."""
    app.jinja_options = {
        **app.jinja_options,
        "undefined": StrictUndefined,
        "extensions": ["jinja2.ext.i18n"],
    }


def register(app: Flask) -> None:
    """Give all templates their names."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_SECONDS
    app.context_processor(_context)
    app.url_defaults(_stamp_static)
    app.jinja_env.globals.update(
        address=address,
        here_with=here_with,
        request_id=request_id,
        charts=charts,
        timelines=timelines,
        Act=Act,
        ClaimKind=ClaimKind,
        Delivery=Delivery,
        Side=Side,
        Stance=Stance,
    )
