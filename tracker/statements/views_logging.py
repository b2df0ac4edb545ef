"""Logging a statement: the form, its helping buttons, and saving."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tracker.errors import Missing, Refused, Stale
from tracker.models import Edition, Statement
from tracker.statements import commands, helping
from tracker.statements.contents import content_of, editions
from tracker.statements.forms import StatementForm, without_empty_rows
from tracker.statements.log_page import LogPage, build_page, findings_of
from tracker.statements.prefill import sent_by
from tracker.visibility import find
from tracker.vocabulary import AccountRole, EditionState
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.listing import argument
from tracker.web.locale import gettext as _
from tracker.web.session import saving, session

bp = Blueprint("logging", __name__, url_prefix="/statements")

SAVING = frozenset({"draft", "submit", "next"})
FROM_LINK = ("source", "occasion", "replies_to", "retracts", "repeats", "said_on")
ROW_FROM_LINK = {"speaker": "speakers-0-speaker", "claim": "stances-0-claim"}


@bp.get("/new")
@needs(AccountRole.EDITOR)
def new() -> ResponseReturnValue:
    """An empty form, with what the link and the source propose."""
    sent = _rejected(argument("copy"))
    for name, value in request.args.items():
        if name in FROM_LINK:
            sent[name] = value
        elif name in ROW_FROM_LINK:
            sent[ROW_FROM_LINK[name]] = value
    sent = helping.propose(session(), viewer(), sent)
    return _shown(
        build_page(session(), viewer(), StatementForm(sent or None), _address(None), None), 200
    )


def _rejected(key: str) -> MultiDict[str, str]:
    """The fields of an edition that was rejected, to begin anew from; none without a key."""
    if not key:
        return MultiDict()
    statement = find(session(), Statement, key_of(key), viewer())
    newest = editions().where(
        Edition.statement_id == statement.id,
        Edition.number == statement.newest,
        Edition.state == EditionState.REJECTED,
    )
    edition = session().scalar(newest)
    if edition is None:
        abort(404)
    return sent_by(content_of(edition))


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create() -> ResponseReturnValue:
    """Save a new statement, or do what a helping button asks."""
    return _answer(None)


@bp.get("/<key>/edit")
@needs(AccountRole.EDITOR)
def edit(key: str) -> ResponseReturnValue:
    """One's own draft, to go on with it."""
    statement, edition = _own(session(), key)
    sent = sent_by(content_of(edition))
    sent["version"] = str(statement.version)
    page = build_page(session(), viewer(), StatementForm(sent), _address(statement), statement)
    page.findings = findings_of(session(), viewer(), page.form, statement.id)
    return _shown(page, 200)


@bp.post("/<key>/edit")
@needs(AccountRole.EDITOR)
def save(key: str) -> ResponseReturnValue:
    """Save a changed draft, or do what a helping button asks."""
    statement = find(session(), Statement, key_of(key), viewer())
    _check_own(commands.author_under_way(session(), statement))
    return _answer(statement)


def _own(session: Session, key: str) -> tuple[Statement, Edition]:
    statement = find(session, Statement, key_of(key), viewer())
    try:
        edition = commands.edition_under_way(session, statement)
    except Missing:
        abort(404)
    _check_own(edition.created_by_id)
    return statement, edition


def _check_own(author: int | None) -> None:
    if author != viewer().account_id:
        abort(403)


def _answer(statement: Statement | None) -> ResponseReturnValue:
    actions = request.form.getlist("action") or ["draft"]
    if len(actions) > 1:
        abort(400)
    if actions[0] in SAVING:
        return _save(statement, actions[0])
    return _help(statement, actions[0])


def _save(statement: Statement | None, action: str) -> ResponseReturnValue:
    form = StatementForm(without_empty_rows(request.form))
    if form.validate():
        try:
            with saving() as writing:
                kept = _keep(writing, form, statement, to_submit=action != "draft")
        except Stale as stale:
            return _conflict(form, session().get_one(Statement, stale.id), stale.actual)
        except Refused as refusal:
            form.explain(refusal)
        else:
            return _saved(form, kept, action)
    page = build_page(session(), viewer(), form, _address(statement), statement)
    for name in page.unknown:
        helping.find_options(session(), viewer(), page, request.form, name)
    number = statement.id if statement else None
    page.findings = findings_of(session(), viewer(), form, number)
    return _shown(page, 422)


def _keep(
    writing: Session, form: StatementForm, statement: Statement | None, *, to_submit: bool
) -> Statement:
    draft = form.to_draft()
    if statement is None:
        token = form.client_token.data if "client_token" in request.form else None
        return commands.log_statement(
            writing, draft, by=viewer(), to_submit=to_submit, client_token=token
        )[0]
    version = form.version.data if form.version.data is not None else 0
    commands.revise_draft(
        writing, statement, draft, by=viewer(), version=version, to_submit=to_submit
    )
    return statement


def _saved(form: StatementForm, statement: Statement, action: str) -> ResponseReturnValue:
    if action == "draft":
        flash(_("Draft saved."), "done")
        return redirect(url_for(".edit", key=statement.id), 303)
    flash(_("Submitted for review."), "done")
    if action == "next":
        return redirect(url_for(".new", source=form.source.key), 303)
    return redirect(address("statements", statement.id), 303)


def _help(statement: Statement | None, action: str) -> ResponseReturnValue:
    """Rows, finding, creating, proposing: nothing that was typed is lost, nothing is saved."""
    verb, _sep, name = action.partition(":")
    sent: MultiDict[str, str] = MultiDict(request.form)
    refused = None
    if verb in {"add", "remove"}:
        sent = helping.change_rows(sent, action)
    elif verb == "create":
        sent, refused = helping.create(viewer(), sent, name)
    elif verb == "cancel":
        sent = helping.without_creation(sent)
    elif verb not in {"find", "new", "propose", "check"}:
        abort(400)
    if verb in {"create", "propose", "find"}:
        sent = helping.propose(session(), viewer(), sent)
    page = build_page(session(), viewer(), StatementForm(sent), _address(statement), statement)
    if verb == "new":
        helping.open_creation(session(), viewer(), page, sent, name)
    else:
        helping.keep_creation_open(session(), viewer(), page, sent, refused)
    if verb == "find":
        helping.find_options(session(), viewer(), page, sent, name)
    if verb in {"propose", "check"}:
        number = statement.id if statement else None
        page.findings = findings_of(session(), viewer(), page.form, number)
    return _shown(page, 422 if refused else 200)


def _conflict(form: StatementForm, statement: Statement, version: int) -> ResponseReturnValue:
    """Both texts, and what was typed still in the form; saving again is a decision."""
    page = build_page(session(), viewer(), form, _address(statement), statement)
    # Read after the refusal: what the one who was quicker has written.
    theirs = sent_by(content_of(commands.edition_under_way(session(), statement)))
    page.conflicts = helping.differences(session(), viewer(), page, theirs)
    form.version.data = version
    return _shown(page, 409)


def _shown(page: LogPage, status: int) -> ResponseReturnValue:
    context: dict[str, Any] = {"page": page, "form": page.form, "page_error": status >= 400}
    return render_template("statements/form.html", section="statements", **context), status


def _address(statement: Statement | None) -> str:
    return url_for(".create") if statement is None else url_for(".save", key=statement.id)
