"""The page of what somebody is told, and what marks it read."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tracker.models import Comment, Mistake, Notification
from tracker.notifications import commands
from tracker.notifications.queries import is_read, select_notifications, told
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, here_with, number_of
from tracker.web.guard import single
from tracker.web.listing import cursor
from tracker.web.locale import language
from tracker.web.paging import Key, page_of
from tracker.web.session import saving, session

bp = Blueprint("notifications", __name__, url_prefix="/notifications")

_KEYS = (Key(is_read()), Key(Notification.id, descending=True))


@bp.get("")
@needs(AccountRole.EDITOR)
def index() -> ResponseReturnValue:
    """What one is told: what is unread first, then the newest first."""
    found = select_notifications(viewer().account_id, language())
    page = page_of(session(), found, keys=_KEYS, cursor=cursor())
    return render_template(
        "notifications/index.html",
        notifications=told(session(), viewer(), page.rows, language(), address),
        previous=page.previous and here_with(cursor=page.previous),
        next=page.next and here_with(cursor=page.next),
    )


@bp.post("/<int:number>/open")
@needs(AccountRole.EDITOR)
def follow(number: int) -> ResponseReturnValue:
    """Go where a notification leads; it is read then."""
    with saving() as writing:
        found = commands.read_one(writing, number_of(str(number)), by=viewer())
        target = _target(found)
    return redirect(target, 303)


@bp.post("/read")
@needs(AccountRole.EDITOR)
def read() -> ResponseReturnValue:
    """Mark all read that the page has shown, not what came since."""
    with saving() as writing:
        commands.read_all(writing, number_of(single("last")), by=viewer())
    return redirect(url_for(".index"), 303)


def _target(found: Notification) -> str:
    if found.mistake_id is not None:
        uid = session().scalar(select(Mistake.uid).where(Mistake.id == found.mistake_id))
        may_answer = viewer().reaches(AccountRole.REVIEWER)
        return url_for("answering.answer" if may_answer else "mistakes.show", uid=uid)
    noun = "statements" if found.statement_id is not None else "claims"
    here = address(noun, found.statement_id or found.claim_id or 0)
    if found.comment_id is None:
        return here
    uid = session().scalar(select(Comment.uid).where(Comment.id == found.comment_id))
    return f"{here}#comment-{uid}"
