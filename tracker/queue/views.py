"""The screens of the queue: what waits, one of it, and the decision about it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import blind
from tracker.errors import Missing, Refused, Stale
from tracker.models import Edition, Statement
from tracker.queue.filters import assigned_asked, filters_asked
from tracker.queue.page import item_of
from tracker.queue.queries import (
    Waiting,
    choices,
    count_mistakes,
    count_of,
    next_waiting,
    place_of,
    select_waiting,
    submitted,
    submitted_edition,
    told,
)
from tracker.reviews import assigning, commands, holds
from tracker.reviews.answers import done, refused_page
from tracker.reviews.forms import StepForm
from tracker.statements.listing import Filters
from tracker.visibility import find
from tracker.vocabulary import AccountRole, Transition
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of, number_of, query_string, with_query
from tracker.web.forms import Form
from tracker.web.guard import single
from tracker.web.listing import cursor
from tracker.web.locale import gettext as _
from tracker.web.locale import language
from tracker.web.paging import Key, page_of
from tracker.web.session import saving, session
from tracker.web.site import site, site_now

bp = Blueprint("queue", __name__, url_prefix="/queue")

_ORDER = (Key(submitted()), Key(Edition.id))
_DECISIONS = {s.value: s for s in (Transition.PUBLISH, Transition.RETURN, Transition.REJECT)}


@bp.get("")
@needs(AccountRole.REVIEWER)
def index() -> ResponseReturnValue:
    """What waits, the oldest first."""
    return _page(None)


@bp.get("/<key>")
@needs(AccountRole.REVIEWER)
def show(key: str) -> ResponseReturnValue:
    """One edition that waits, beside the others."""
    statement = find(session(), Statement, key_of(key), viewer())
    if submitted_edition(session(), statement) is None:
        flash(_("Nothing of this statement waits for a decision."), "check")
        return redirect(address("statements", statement.id), 303)
    return _page(statement)


@bp.post("/next")
@needs(AccountRole.REVIEWER)
def begin() -> ResponseReturnValue:
    """Take up the oldest that is free."""
    _check_sent_once()
    with saving(action="hold") as writing:
        number = _take_next(writing, after=0)
    return _go_to(number)


@bp.post("/<key>/take")
@needs(AccountRole.REVIEWER)
def take(key: str) -> ResponseReturnValue:
    """Tell the others that one is deciding about this."""
    statement = find(session(), Statement, key_of(key), viewer())
    _check_sent_once()
    try:
        with saving(action="hold") as writing:
            edition = submitted_edition(writing, statement)
            if edition is None:
                abort(404)
            four_eyes = site_now(writing).four_eyes
            holds.hold(writing, edition, by=viewer(), four_eyes=four_eyes)
    except Refused as refusal:
        flash(refusal.sentence(_, language()), "check")
    return _go_to(statement.id)


@bp.post("/<key>/decide")
@needs(AccountRole.REVIEWER)
def decide(key: str) -> ResponseReturnValue:
    """Publish, return, reject or skip; then take up the next one."""
    statement = find(session(), Statement, key_of(key), viewer())
    step = _step_asked()
    form = StepForm(request.form)
    status = 422
    if form.validate():
        try:
            return _decided(statement, step, form)
        except Refused as refusal:
            form.explain(refusal)
        except Missing:
            form.problems.append(_("Nothing of this statement waits for a decision."))
        except Stale:
            status = 409
            form.problems.append(
                _("It was changed in the meantime. Look at what it says now, then decide.")
            )
    statement = find(session(), Statement, key_of(key), viewer())
    if submitted_edition(session(), statement) is None:
        return refused_page(step or Transition.PUBLISH, statement, form), status
    return _page(statement, form), status


@bp.post("/<key>/assign")
@needs(AccountRole.REVIEWER)
def assign(key: str) -> ResponseReturnValue:
    """Ask somebody to decide about this, or whoever comes first."""
    statement = find(session(), Statement, key_of(key), viewer())
    _check_sent_once()
    given = single("assignee")
    try:
        with saving(action="assign") as writing:
            edition = submitted_edition(writing, statement)
            if edition is None:
                abort(404)
            to = number_of(given) if given else None
            four_eyes = site_now(writing).four_eyes
            assigning.assign(writing, edition, to, by=viewer(), four_eyes=four_eyes)
    except Refused as refusal:
        flash(refusal.sentence(_, language()), "check")
    else:
        flash(_("Assigned.") if given else _("Whoever comes first decides."), "done")
    return _go_to(statement.id)


def _check_sent_once() -> None:
    """A button alone sends nothing; whatever came twice did not come from a page of ours."""
    if not Form(request.form).validate():
        abort(400)


def _step_asked() -> Transition | None:
    given = request.form.get("step", "")
    if given != "skip" and given not in _DECISIONS:
        abort(400)
    return _DECISIONS.get(given)


def _decided(statement: Statement, step: Transition | None, form: StepForm) -> ResponseReturnValue:
    reason = form.reason.data or ""
    action = step.value if step else "skip"
    with saving(why=reason if step else "", action=action) as writing:
        edition = submitted_edition(writing, statement)
        place = place_of(writing, edition) if edition else 0
        if step is not None:
            _decide(writing, statement, step, form)
        elif edition is not None:
            holds.let_go(writing, edition, by=viewer())
        number = _take_next(writing, after=place)
    if step is not None:
        flash(done(step), "done")
    if number is None:
        flash(_("That was the last one that waits for you here."), "done")
    return _go_to(number)


def _decide(writing: Session, statement: Statement, step: Transition, form: StepForm) -> None:
    four_eyes, version = site_now(writing).four_eyes, form.version.data
    reason = form.reason.data or ""
    if step is Transition.PUBLISH:
        commands.publish(
            writing, statement, by=viewer(), version=version, four_eyes=four_eyes, reason=reason
        )
    else:
        decided = commands.Decided(viewer(), version, reason, four_eyes)
        commands.turn_down(writing, statement, step, decided)


def _take_next(writing: Session, *, after: int) -> int | None:
    holds.wait_for_others(writing)
    four_eyes = site_now(writing).four_eyes
    edition = next_waiting(
        writing,
        viewer(),
        filters_asked(),
        assigned=assigned_asked(),
        after=after,
        four_eyes=four_eyes,
    )
    if edition is None:
        return None
    holds.hold(writing, edition, by=viewer(), four_eyes=four_eyes)
    return edition.statement_id


def _go_to(statement: int | None) -> ResponseReturnValue:
    query = request.args.to_dict(flat=False)
    query.pop("cursor", None)
    path = f"/queue/{statement}" if statement else "/queue"
    return redirect(with_query(path, query), 303)


def _page(statement: Statement | None, form: StepForm | None = None) -> str:
    filters, assigned, by = filters_asked(), assigned_asked(), viewer()
    asked = select_waiting(by, filters, language(), assigned=assigned)
    page = page_of(session(), asked, keys=_ORDER, cursor=cursor())
    waiting = told(session(), by, page.rows, language(), address)
    item = None
    if statement is not None:
        item = item_of(session(), by, statement, _waiting_of(statement, waiting))
    context: dict[str, Any] = {
        "waiting": waiting,
        "page": page,
        "total": count_of(session(), asked),
        "item": item,
        "to_code": blind.sealed_count(session(), by.account_id),
        "asked": filters,
        "assigned": assigned,
        "is_narrowed": assigned is not None or not filters.is_empty,
        "deciding": assigning.deciding(session()) if item else (),
        "reported": count_mistakes(session()),
        "choices": choices(session(), by, language()),
        "form": form or StepForm(),
        "page_error": form is not None,
        "four_eyes": site().four_eyes,
        "query": query_string({k: [str(v)] for k, v in request.args.items() if k != "cursor"}),
    }
    return render_template("queue/index.html", section="queue", **context)


def _waiting_of(statement: Statement, waiting: list[Waiting]) -> Waiting:
    """The edition as the list has it; of another page of the list, or beyond its filters, too."""
    for one in waiting:
        if one.entry.statement_id == statement.id:
            return one
    everything = select_waiting(viewer(), Filters(), language()).where(Statement.id == statement.id)
    rows = session().execute(everything).all()
    return told(session(), viewer(), rows, language(), address)[0]
