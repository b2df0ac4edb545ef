"""Comments: said on a page, changed and taken back by who said them, hidden by reviewers."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.comments import commands
from tracker.comments.forms import CommentForm, HideForm
from tracker.comments.mentions import Mentions
from tracker.comments.queries import Said, comment_of, comments_on
from tracker.comments.shown import offer_people
from tracker.errors import Refused, Stale
from tracker.models import Claim, Comment, Statement
from tracker.visibility import find
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.locale import gettext as _
from tracker.web.session import saving, session

bp = Blueprint("comments", __name__)


@bp.post("/statements/<key>/comments")
@needs(AccountRole.EDITOR)
def on_statement(key: str) -> ResponseReturnValue:
    return _said(find(session(), Statement, key_of(key), viewer()))


@bp.post("/claims/<key>/comments")
@needs(AccountRole.EDITOR)
def on_claim(key: str) -> ResponseReturnValue:
    return _said(find(session(), Claim, key_of(key), viewer()))


def _said(on: Statement | Claim) -> ResponseReturnValue:
    """Keep a comment; or say why not, and keep what was typed."""
    form = offer_people(CommentForm(request.form))
    back = address(f"{on.__tablename__}s", on.id)
    if form.validate():
        try:
            with saving(action="comment") as writing:
                made, mentions = commands.comment(writing, on, _words(form), by=viewer())
                anchor = f"#comment-{made.uid}"
        except Refused as refusal:
            form.explain(refusal)
        else:
            flash(_("Your comment stands here."), "done")
            _tell_unknown(mentions)
            return redirect(back + anchor, 303)
    return form.shown("comments/say.html", on=on, back=back)


def _words(form: CommentForm) -> commands.Words:
    return commands.Words(
        form.text.data or "", form.told, form.client_token.data, form.version.data
    )


def _tell_unknown(mentions: Mentions) -> None:
    if mentions.unknown:
        names = ", ".join(f"@{name[:40]}" for name in mentions.unknown)
        flash(
            _(
                "Nobody is told of %(names)s: there is no colleague of that name, or several."
                " Choose them under “Tell also”, or write the email address behind the @.",
                names=names,
            ),
            "warning",
        )


@bp.get("/comments/<uid>")
@needs(AccountRole.EDITOR)
def show(uid: str) -> ResponseReturnValue:
    """One comment, with what the viewer may do with it."""
    row = comment_of(session(), uid, viewer())
    return _page(row, CommentForm(obj=row), HideForm(obj=row))


@bp.post("/comments/<uid>/edit")
@needs(AccountRole.EDITOR)
def edit(uid: str) -> ResponseReturnValue:
    row, form, status = comment_of(session(), uid, viewer()), CommentForm(request.form), 422
    offer_people(form)
    if form.validate():
        try:
            with saving(action="edit") as writing:
                mentions = commands.edit(writing, row, _words(form), by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            status = 409
            form.problems.append(_("It was changed in the meantime. What stands is above."))
        else:
            flash(_("Your comment is changed."), "done")
            _tell_unknown(mentions)
            return redirect(_place(row), 303)
    return _page(row, form, HideForm(obj=row), status)


@bp.post("/comments/<uid>/delete")
@needs(AccountRole.EDITOR)
def delete(uid: str) -> ResponseReturnValue:
    row, form = comment_of(session(), uid, viewer()), CommentForm()
    try:
        with saving(action="delete") as writing:
            commands.delete(writing, row, by=viewer())
    except Refused as refusal:
        form.explain(refusal)
        return _page(row, form, HideForm(obj=row), 422)
    flash(_("Your comment is deleted."), "done")
    return redirect(_place(row), 303)


@bp.post("/comments/<uid>/hide")
@needs(AccountRole.REVIEWER)
def hide(uid: str) -> ResponseReturnValue:
    row, form, status = comment_of(session(), uid, viewer()), HideForm(request.form), 422
    if form.validate():
        try:
            with saving(why=form.reason.data or "", action="hide") as writing:
                reason, version = form.reason.data or "", form.version.data
                commands.hide(writing, row, reason, by=viewer(), version=version)
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            status = 409
            form.problems.append(_("It was changed in the meantime. What stands is above."))
        else:
            flash(_("The comment is hidden. Reviewers can still read it."), "done")
            return redirect(_place(row), 303)
    return _page(row, CommentForm(obj=row), form, status)


@bp.post("/comments/<uid>/show")
@needs(AccountRole.REVIEWER)
def unhide(uid: str) -> ResponseReturnValue:
    row = comment_of(session(), uid, viewer())
    with saving(action="show") as writing:
        commands.show(writing, row)
    flash(_("The comment is shown again."), "done")
    return redirect(_place(row), 303)


def _place(row: Comment) -> str:
    """Where the comment stands."""
    noun = "claims" if row.statement_id is None else "statements"
    return f"{address(noun, row.statement_id or row.claim_id or 0)}#comment-{row.uid}"


def _page(
    row: Comment, form: CommentForm, hiding: HideForm, status: int = 200
) -> ResponseReturnValue:
    """The comment as it stands now, with the forms as they were sent."""
    session().refresh(row)
    said: Said = comments_on(session(), Comment.id == row.id)[0]
    form.version.data = hiding.version.data = row.version
    wrong = hiding if hiding.is_wrong else form
    page, _status = wrong.shown(
        "comments/show.html",
        said=said,
        editing=offer_people(form),
        hiding=hiding,
        back=_place(row),
        post_url=url_for(".show", uid=row.uid),
    )
    return page, status
