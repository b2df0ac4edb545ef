"""What is refused before any view sees it: bytes that are no text, odd names, too many fields."""

import re
from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request
from werkzeug.exceptions import RequestEntityTooLarge

FIELDS = 5_000
# Rows have numbers of at most four digits: int() of others may be slow, or fail.
_NAME = re.compile(r"(?!.*\d{5})[A-Za-z][A-Za-z0-9_.-]{0,119}", re.ASCII)


def check_request() -> None:
    """Answer 400, 404 or 413 to what no form or link of ours can have sent."""
    if "\0" in request.path:
        abort(404)
    _check_bytes(request.query_string)
    if any("\0" in word for pair in request.args.items(multi=True) for word in pair):
        abort(400)
    if request.method in {"POST", "PUT", "PATCH", "DELETE"}:
        _check_form()


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
