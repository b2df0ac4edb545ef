"""Who is looking, and which routes need which role."""

from collections.abc import Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from flask import Flask, abort, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from tracker.db import Busy
from tracker.visibility import ANYBODY, Viewer
from tracker.vocabulary import AccountRole
from tracker.web.addresses import with_query
from tracker.web.browser import (
    SignedIn,
    check_signed_in,
    note_seen,
    signed_in_by_cookie,
    token_of_cookie,
)
from tracker.web.session import SAFE_METHODS, close_session, database, session
from tracker.web.site import site

P = ParamSpec("P")
R = TypeVar("R")

# Anybody may sign in and out, or follow a link; that is how one comes by a role.
_FOR_ANYBODY = frozenset(
    {
        "accounts.login",
        "accounts.logout",
        "accounts.second",
        "links.ask",
        "links.choose",
        "links.invitation",
        "passkeys.options_to_sign_in",
        "passkeys.sign_in",
    }
)
# Whoever may read may say that something is wrong.
_FOR_READERS = frozenset({"mistakes.report"})
_ALWAYS_OPEN = _FOR_ANYBODY | {"health.healthz", "metrics.metrics", "static"}
# Where one gets a second factor, for who may do nothing before.
_ENROLMENT = frozenset({"account", "factors", "passkeys"})


def viewer() -> Viewer:
    """Who sent this request; nobody in particular unless signed in. One SQL statement."""
    if "viewer" not in g:
        g.signed_in = signed_in_by_cookie(session)
        g.viewer = ANYBODY if g.signed_in is None else g.signed_in.viewer
        if g.signed_in is not None:
            g.check_signed_in = partial(check_signed_in, viewer=g.viewer, token=token_of_cookie())
    found: Viewer = g.viewer
    return found


def unread_count() -> int:
    """How many notifications the viewer has not read; known with who is looking."""
    found: SignedIn | None = g.signed_in if viewer().is_signed_in and "signed_in" in g else None
    return 0 if found is None else found.unread


def needs(role: AccountRole) -> Callable[[Callable[P, R]], Callable[P, R | ResponseReturnValue]]:
    """Let a view be used from a role upwards: others sign in first, or get 403."""

    def with_role(view: Callable[P, R]) -> Callable[P, R | ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | ResponseReturnValue:
            kept_out = not_for(role)
            return view(*args, **kwargs) if kept_out is None else kept_out

        guarded.needs_role = role  # type: ignore[attr-defined]
        return guarded

    return with_role


def not_for(role: AccountRole) -> ResponseReturnValue | None:
    """Where to sign in, or 403, for whoever does not reach a role; nothing for all others."""
    if not viewer().is_signed_in:
        return to_sign_in()
    return None if viewer().reaches(role) else abort(403)


def to_sign_in() -> ResponseReturnValue:
    """Send a visitor to sign in and then back; after a form was sent, to the page it was on."""
    here = request.full_path.rstrip("?") if request.method in SAFE_METHODS else "/"
    return redirect(with_query("/login", {"next": [request.script_root + here]}), 303)


def unsafe_routes_without_role(app: Flask) -> list[str]:
    """Routes that change something and say nothing of who may: a mistake of ours."""
    return sorted(
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - SAFE_METHODS
        and rule.endpoint not in _FOR_ANYBODY | _FOR_READERS
        and not hasattr(app.view_functions[rule.endpoint], "needs_role")
    )


def _keep_private() -> ResponseReturnValue | None:
    """Where the site is not public, nothing is shown before signing in."""
    if request.endpoint in _ALWAYS_OPEN or site().is_public:
        return None
    return None if viewer().is_signed_in else to_sign_in()


def lacks_factor() -> bool:
    """Whether this person must get a second factor before anything else."""
    found: SignedIn | None = g.signed_in if viewer().is_signed_in and "signed_in" in g else None
    return (
        found is not None and not found.has_factor and site().wants_second_factor(found.viewer.role)
    )


def _keep_to_enrolment() -> ResponseReturnValue | None:
    """Who lacks a second factor that their role must have reaches only the pages to get one."""
    if request.endpoint in _ALWAYS_OPEN or request.blueprint in _ENROLMENT:
        return None
    if not (site().second_factor_roles and lacks_factor()):
        return None
    return redirect(with_query("/account", {}), 303)


def _note_seen(_problem: BaseException | None = None) -> None:
    """Keep a session that is used from being idle: after the page, and never instead of it."""
    found: SignedIn | None = g.get("signed_in")
    token = token_of_cookie()
    if found is None or found.is_noted or token is None or g.get("is_offline"):
        return
    try:
        close_session()
        with database().in_passing() as own:
            note_seen(own, token)
    except (SQLAlchemyError, Busy, OSError):
        # Another request will note it, or the database is in trouble: then it matters less.
        return


def register(app: Flask) -> None:
    """Find out who is looking before any view does."""
    app.before_request(_keep_private)
    app.before_request(_keep_to_enrolment)
    app.teardown_request(_note_seen)
