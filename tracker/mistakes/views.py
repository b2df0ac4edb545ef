"""What readers see: the form that says what is wrong, and the answer."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import arriving, throttling
from tracker.errors import Missing, Refused
from tracker.mistakes import commands
from tracker.mistakes.forms import ReportForm
from tracker.mistakes.queries import is_public, report_of
from tracker.models import Mistake, Statement
from tracker.statements.entry import Entry
from tracker.statements.queries import entries
from tracker.visibility import ANYBODY, find
from tracker.vocabulary import StatementState
from tracker.web import postbox
from tracker.web.access import viewer
from tracker.web.addresses import address, key_of
from tracker.web.locale import gettext as _
from tracker.web.locale import language
from tracker.web.logs import tell
from tracker.web.session import close_session, database, reading, saving, session

bp = Blueprint("mistakes", __name__)


@bp.route("/statements/<key>/mistake", methods=["GET", "POST"])
def report(key: str) -> ResponseReturnValue:
    """Let anybody say what is wrong in a published statement."""
    with reading() as looking:
        statement = find(looking, Statement, key_of(key), ANYBODY)
        number, state = statement.id, statement.state
        entry = entries(looking, ANYBODY, [number], language(), address=address).get(number)
    if state is not StatementState.PUBLISHED:
        flash(_("This statement is not on record any more."), "check")
        return redirect(address("statements", number), 303)
    form = ReportForm(request.form if request.method == "POST" else None)
    context: dict[str, Any] = {
        "entry": entry,
        "number": number,
        "sends_mail": postbox.can_send(),
    }
    if request.method == "POST" and form.validate():
        counted = _counted()
        if wait := arriving.waiting(counted):
            return arriving.told_to_wait(form, "mistakes/report.html", wait, **context)
        try:
            uid = _kept(number, form)
        except Refused as refusal:
            form.explain(refusal)
        else:
            close_session()
            throttling.count_failure(database(), counted)
            tell("mistake reported")
            flash(_("Thank you. A reviewer will look at it; the answer will stand here."), "done")
            return redirect(url_for("mistakes.show", uid=uid), 303)
    return form.shown("mistakes/report.html", **context)


def _counted() -> tuple[str, ...]:
    """Reports are counted by network address, and apart from failures to sign in."""
    return (f"mistake {throttling.subject_of_address(request.remote_addr or '')}",)


def _kept(number: int, form: ReportForm) -> str:
    said = commands.Report(
        form.report.data or "", form.contact.data or "", language(), form.client_token.data
    )
    viewer()
    with saving(why="mistake reported") as writing:
        statement = find(writing, Statement, number, ANYBODY)
        return commands.report(writing, statement, said).uid


@bp.get("/mistakes/<uid>")
def show(uid: str) -> ResponseReturnValue:
    """Show a report and its answer to whoever has its address: nobody else can guess it."""
    mistake = report_of(session(), uid)
    if not is_public(session(), mistake):
        raise Missing("mistake", uid)
    page = render_template("mistakes/show.html", mistake=mistake, entry=_entry_of(mistake))
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _entry_of(mistake: Mistake) -> Entry | None:
    number = mistake.statement_id
    return entries(session(), ANYBODY, [number], language(), address=address).get(number)
