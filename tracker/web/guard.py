"""What is refused before any view sees it: forms of other sites, what no form can have sent."""

import re
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, abort, current_app, g, request
from werkzeug.exceptions import Forbidden, RequestEntityTooLarge

from tracker.web.session import SAFE_METHODS

FIELDS = 5_000
# Rows have numbers of at most four digits: int() of others may be slow, or fail.
_NAME = re.compile(r"(?!.*\d{5})[A-Za-z][A-Za-z0-9_.-]{0,119}", re.ASCII)

# Some servers take the method from here; a form of another site cannot send it, a fault can.
_OTHER_METHOD = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")


class Foreign(Forbidden):
    """A page of another site sent this."""


def check_request() -> None:
    """Answer 400, 403, 404 or 413 to what no form or link of ours can have sent."""
    if "\0" in request.path:
        abort(404)
    if any(name in request.headers for name in _OTHER_METHOD):
        abort(400)
    if request.method not in SAFE_METHODS and _is_foreign():
        g.refusal = "origin"
        raise Foreign
    _check_bytes(request.query_string)
    if any("\0" in word for pair in request.args.items(multi=True) for word in pair):
        abort(400)
    if request.method in {"POST", "PUT", "PATCH", "DELETE"}:
        _check_form()


def _is_foreign() -> bool:
    """Whether the browser says that another site sent this; the form's token is asked for later."""
    if request.headers.get("Sec-Fetch-Site", "none").lower() not in {"same-origin", "none"}:
        return True
    for name in ("Origin", "Referer"):
        told = request.headers.get(name)
        if told is not None:
            return _origin(told) not in _our_origins()
    return False


def _our_origins() -> set[str]:
    named = {request.host_url, current_app.config["PUBLIC_URL"]}
    return {_origin(address) for address in named} - {""}


def _origin(address: str) -> str:
    """Scheme, host and port; empty where an address has none, as "null" has none."""
    try:
        parts = urlsplit(address.strip().lower())
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname else ""


def _check_form() -> None:
    body = request.get_data(cache=True)
    if request.mimetype == "application/x-www-form-urlencoded":
        _check_bytes(body)
    elif request.mimetype == "multipart/form-data" and not request.files:
        try:
            body.decode()
        except UnicodeDecodeError:
            abort(400)
    names = list(request.form.keys())
    if sum(len(request.form.getlist(name)) for name in names) > FIELDS:
        raise RequestEntityTooLarge
    if not all(_NAME.fullmatch(name) for name in names):
        abort(400)


def _check_bytes(query: bytes) -> None:
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        abort(400)


def single(name: str, default: str = "") -> str:
    """One field of a small form without a class; twice is 400."""
    values = request.form.getlist(name)
    if len(values) > 1:
        abort(400)
    return values[0] if values else default


def register(app: Flask) -> None:
    """Check each request first."""
    app.before_request(check_request)
