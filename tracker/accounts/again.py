"""Before how one signs in is changed, one shows again who one is, unless that was just done."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import jsonify, make_response, redirect, request
from flask.typing import ResponseReturnValue

from tracker.accounts.sessions import is_recent
from tracker.visibility import Viewer
from tracker.web import browser
from tracker.web.access import viewer
from tracker.web.addresses import with_query
from tracker.web.session import SAFE_METHODS, session

P = ParamSpec("P")
R = TypeVar("R")


def needs_recent(view: Callable[P, R]) -> Callable[P, R | ResponseReturnValue]:
    """Send who signed in long ago to give the password, and back to the page."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | ResponseReturnValue:
        token = browser.token_of_cookie()
        if token is not None and is_recent(session(), token):
            return view(*args, **kwargs)
        here = request.path if request.method in SAFE_METHODS else "/account"
        there = with_query("/account/confirm", {"next": [request.script_root + here]})
        if request.is_json:
            return make_response(jsonify({"go": there}), 403)
        return redirect(there, 303)

    return guarded


def own_id() -> int:
    """The account of the person who is signed in, as the route demands."""
    person: Viewer = viewer()
    if person.account_id is None:
        raise RuntimeError("This view needs a role.")
    return person.account_id
