"""Answers when something is wrong: a page, or JSON for JSON; never a stack trace."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException

from tracker.db import Busy
from tracker.errors import N_, Missing, Refused, Sealed, Stale
from tracker.visibility import ANYBODY
from tracker.web import locale, logs, watch
from tracker.web.guard import Foreign
from tracker.web.outages import is_outage
from tracker.web.resend import Sent, sent
from tracker.web.session import close_session, request_id

RETRY_SECONDS = 5
_TROUBLE = (Busy, exc.SQLAlchemyError, OSError)

# What happened, and what to do.
WORDS: dict[int, tuple[str, str]] = {
    400: (
        N_("This request cannot be read"),
        N_("Its address or its fields are not what this site sends. Go back and try again."),
    ),
    403: (
        N_("Your account may not do this"),
        N_("This needs another role. Ask an administrator if it should be yours."),
    ),
    404: (
        N_("There is no such page"),
        N_("The address may be mistyped, or what it names is not published."),
    ),
    405: (
        N_("This page does not take that kind of request"),
        N_("Go back and use the buttons of the page."),
    ),
    409: (
        N_("Somebody else changed this in the meantime"),
        N_("Open it again, look at what changed, and make your change once more."),
    ),
    413: (
        N_("This is too large"),
        N_("Send less text at once. Nothing was saved."),
    ),
    422: (
        N_("This cannot be saved as it is"),
        N_("Go back, correct it and send it again."),
    ),
    500: (
        N_("Something went wrong on our side"),
        N_("Nothing was saved. Try again; if it happens again, report the number below."),
    ),
    503: (
        N_("The record cannot be reached at the moment"),
        N_("Nothing was saved. Wait a few seconds and try again."),
    ),
}
_FOREIGN = (
    N_("This did not come from a page of this site"),
    N_("Nothing was saved. Open the page here, in this browser, and send it from there."),
)
_CSRF = (
    N_("The form has expired"),
    N_("Nothing was saved. Go back, reload the page and send it again."),
)


_SEALED = (
    N_("Code this statement first"),
    N_(
        "It is in a sample that is coded twice, independently. How others coded it, its history "
        "and everything else about it are kept from you until you have handed in your own coding."
    ),
)


def problem_page(
    code: int, text: str = "", heading: str = "", given_back: Sent | None = None
) -> Response:
    """The answer for a status, in the form that was asked for."""
    known = WORDS.get(code) or (HTTPStatus(code).phrase, WORDS[400][1])
    heading = heading or locale.gettext(known[0])
    text = text or locale.gettext(known[1])
    if request.path.endswith(".json") or request.path.endswith("/pick"):
        told = {"code": code, "message": f"{heading}. {text}", "request": request_id()}
        response = jsonify({"error": told})
    elif request.path.endswith(".csv"):
        response = make_response(f"{heading}. {text}\r\n")
        response.content_type = "text/plain; charset=utf-8"
    else:
        response = make_response(_page(code, heading, text, given_back))
    response.status_code = code
    return response


def _page(code: int, heading: str, text: str, given_back: Sent | None) -> str:
    told = {"code": code, "heading": heading, "text": text, "sent": given_back}
    is_logged = code >= HTTPStatus.INTERNAL_SERVER_ERROR or watch.is_refusal(code)
    try:
        return render_template("error.html", request_id=request_id() if is_logged else "", **told)
    except Exception as problem:
        if is_outage(problem) and not g.get("is_offline"):
            raise
        # Whatever is broken, the visitor gets an answer.
        return (
            f'<!doctype html><html lang="{escape(locale.language())}"><meta charset="utf-8">'
            f"<title>{escape(heading)}</title><h1>{escape(heading)}</h1><p>{escape(text)}</p>"
            f"<p>{escape(request_id())}</p></html>"
        )


def _without_database() -> None:
    """Show the page without asking the database who is looking or how much there is."""
    close_session_quietly()
    g.setdefault("viewer", ANYBODY)
    g.is_offline = True


def close_session_quietly() -> None:
    """End the session even where its connection is gone."""
    try:
        close_session()
    except (exc.DBAPIError, OSError):
        g.pop("database_session", None)


def _http(problem: HTTPException) -> Response:
    code = problem.code or 500
    if code < 400 or problem.response is not None:
        return make_response(problem.get_response())
    if code >= 500:
        _without_database()
    if isinstance(problem, CSRFError):
        g.refusal = "form token"
    known = {CSRFError: _CSRF, Foreign: _FOREIGN}.get(type(problem))
    if known:
        return problem_page(code, locale.gettext(known[1]), locale.gettext(known[0]))
    response = problem_page(code)
    for name, value in problem.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _missing(_problem: Missing) -> Response:
    return problem_page(404)


def _sealed(problem: Sealed) -> Response:
    """Where to code it goes with the words: nothing else of the statement is shown."""
    heading, text = (locale.gettext(words) for words in _SEALED)
    g.next_step = (f"/coding/{problem.sampled}", locale.gettext(N_("Code it now")))
    return problem_page(403, text, heading)


def _stale(_problem: Stale) -> Response:
    return problem_page(409)


def _refused(refusal: Refused) -> Response:
    told = (problem.sentence(locale.gettext, locale.cldr()) for problem in refusal.all())
    return problem_page(422, " ".join(told))


def _unavailable(problem: Exception) -> Response:
    """The database, or its disk, cannot be used now; what was typed is given back."""
    if not is_outage(problem):
        raise problem
    _without_database()
    logs.tell("unavailable", level="error", **logs.told_of(problem))
    response = problem_page(503, given_back=sent())
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _even_offline(answer: Callable[[Any], Response]) -> Callable[[Any], Response]:
    """A page that says no asks for its name and language; without the database it says no, too."""

    @wraps(answer)
    def answered(problem: Exception) -> Response:
        try:
            return answer(problem)
        except _TROUBLE as trouble:
            if not is_outage(trouble):
                raise
            _without_database()
            return answer(problem)

    return answered


def register(app: Flask) -> None:
    """Answer each kind of problem in its own way."""
    app.register_error_handler(HTTPException, _even_offline(_http))
    app.register_error_handler(Sealed, _even_offline(_sealed))
    app.register_error_handler(Missing, _even_offline(_missing))
    app.register_error_handler(Stale, _even_offline(_stale))
    app.register_error_handler(Refused, _even_offline(_refused))
    for problem in _TROUBLE:
        app.register_error_handler(problem, _unavailable)
