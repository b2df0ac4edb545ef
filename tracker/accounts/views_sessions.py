"""Who is signed in now, and signing them out, for administrators."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import queries_people
from tracker.accounts.commands_people import require_admin
from tracker.accounts.sessions import end_session_by_id
from tracker.accounts.shown import browser_words
from tracker.errors import Missing
from tracker.models import BrowserSession
from tracker.text import sha256
from tracker.vocabulary import AccountRole
from tracker.web import listing
from tracker.web.access import needs, viewer
from tracker.web.addresses import number_of
from tracker.web.browser import token_of_cookie
from tracker.web.locale import gettext as _
from tracker.web.paging import Key, page_of
from tracker.web.session import saving, session
from tracker.web.site import site

bp = Blueprint("sessions", __name__, url_prefix="/admin")

_SORTS = {
    "seen": (Key(BrowserSession.seen_at, descending=True), Key(BrowserSession.id)),
    "since": (Key(BrowserSession.created_at, descending=True), Key(BrowserSession.id)),
    "person": (Key(queries_people.called()), Key(BrowserSession.id)),
}
_COLUMNS = tuple(
    map(
        listing.Column,
        ("id", "account_id", "email", "role", "created_at", "seen_at", "address", "browser"),
    )
)


@listing.data_route(bp, "/sessions")
@needs(AccountRole.ADMIN)
def index() -> ResponseReturnValue:
    """All browsers that are signed in, the one used last first."""
    sort, keys = listing.chosen_sort(_SORTS, "seen")
    rows = queries_people.sessions_listed(site().idle_minutes)
    found = page_of(session(), rows, keys=keys, cursor=listing.cursor())
    shown = listing.Listing(_COLUMNS, found, sort=sort)
    mine = sha256(token_of_cookie() or "")
    return listing.answer(shown, "accounts/sessions.html", mine=mine, browser_words=browser_words)


@bp.post("/sessions/<ident>/end")
@needs(AccountRole.ADMIN)
def end(ident: str) -> ResponseReturnValue:
    """Sign one browser out."""
    with saving() as writing:
        require_admin(writing, viewer())
        is_ended = end_session_by_id(writing, number_of(ident))
    if not is_ended:
        raise Missing("session", ident)
    flash(_("The session was ended."))
    return redirect(url_for("sessions.index"), 303)
