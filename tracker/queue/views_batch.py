"""Publishing several at once: choose, look at what it would do, publish all or nothing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import blind
from tracker.claims.approving import unapproved
from tracker.errors import N_, Missing, Refused, Stale
from tracker.models import Edition, Statement
from tracker.queue.filters import assigned_asked, filters_asked
from tracker.queue.queries import Waiting, effects_of, free_for, select_waiting, submitted, told
from tracker.reviews import commands
from tracker.visibility import find
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, query_string, with_query
from tracker.web.forms import Form
from tracker.web.listing import cursor
from tracker.web.locale import gettext as _
from tracker.web.locale import language, ngettext
from tracker.web.paging import Key, page_of
from tracker.web.session import saving, session
from tracker.web.site import site, site_now

bp = Blueprint("batch", __name__, url_prefix="/queue/batch")

# As many as one can look through before deciding.
LIMIT = 100
_CHOSEN = re.compile(r"([1-9]\d{0,17})\.([1-9]\d{0,8})", re.ASCII)
_ORDER = (Key(submitted()), Key(Edition.id))


class BatchForm(Form):
    """Which ones, each with the version that was looked at."""

    may_repeat = ("chosen",)


@bp.get("")
@needs(AccountRole.REVIEWER)
def choose() -> ResponseReturnValue:
    """What the viewer may decide about now, to choose from."""
    asked = select_waiting(viewer(), filters_asked(), language(), assigned=assigned_asked())
    asked = asked.where(
        free_for(viewer(), four_eyes=site().four_eyes), Statement.id.not_in(blind.read_twice())
    )
    page = page_of(session(), asked, keys=_ORDER, cursor=cursor())
    waiting = told(session(), viewer(), page.rows, language(), address)
    return _shown("queue/choose.html", waiting, page=page)


@bp.post("")
@needs(AccountRole.REVIEWER)
def publish() -> ResponseReturnValue:
    """Show what publishing them would do; or do it, all or nothing."""
    form = BatchForm(request.form)
    chosen = _chosen()
    if not form.validate():
        abort(400)
    if chosen is None:
        flash(_("Choose at most %(limit)s of what waits.", limit=LIMIT), "check")
        return redirect(_here(), 303)
    if not chosen:
        flash(_("Choose at least one."), "check")
        return redirect(_here(), 303)
    if request.form.get("step") != "publish":
        return _looked_at(chosen, {})
    try:
        _publish_all(chosen)
    except _NotAll as refused:
        return _looked_at(chosen, refused.problems), 409 if refused.is_stale else 422
    flash(ngettext("Published %(num)s.", "Published %(num)s.", len(chosen)), "done")
    return redirect(with_query("/queue", request.args.to_dict(flat=False)), 303)


class _NotAll(Exception):
    """Some of them cannot be published, so none is: why, by statement."""

    def __init__(self, problems: dict[int, str], *, is_stale: bool) -> None:
        super().__init__(problems)
        self.problems, self.is_stale = problems, is_stale


def _publish_all(chosen: Mapping[int, int]) -> None:
    """Publish them in one transaction, or none."""
    problems: dict[int, str] = {}
    stale: set[int] = set()
    with saving(action="publish") as writing:
        four_eyes = site_now(writing).four_eyes
        for number, version in chosen.items():
            try:
                _publish(writing, number, version, four_eyes=four_eyes)
            except Stale:
                stale.add(number)
                problems[number] = _("It was changed in the meantime. Read it again, then decide.")
            except Refused as refusal:
                told = [one.sentence(_, language()) for one in refusal.all()]
                problems[number] = " ".join(told)
        if problems:
            raise _NotAll(problems, is_stale=bool(stale))


def _publish(writing: Session, number: int, version: int, *, four_eyes: bool) -> None:
    try:
        statement = find(writing, Statement, number, viewer())
        commands.publish(writing, statement, by=viewer(), version=version, four_eyes=four_eyes)
    except Missing as missing:
        raise Refused(N_("Nothing of this statement waits for a decision.")) from missing


def _looked_at(chosen: Mapping[int, int], problems: Mapping[int, str]) -> str:
    everything = select_waiting(viewer(), filters_asked(), language())
    rows = session().execute(
        everything.where(Statement.id.in_(chosen)).order_by(submitted(), Edition.id)
    )
    waiting = told(session(), viewer(), rows.all(), language(), address)
    found = {w.entry.statement_id for w in waiting}
    lost = {number: problem for number, problem in problems.items() if number not in found}
    opens, closes = effects_of(session(), waiting)
    return _shown(
        "queue/batch.html",
        waiting,
        problems=problems,
        lost=lost,
        opens=opens,
        closes=closes,
        new_claims=unapproved(session(), [w.entry.edition_id for w in waiting]),
    )


def _shown(template: str, waiting: Sequence[Waiting], **context: Any) -> str:  # noqa: ANN401
    return render_template(
        template,
        section="queue",
        waiting=waiting,
        query=query_string({k: [str(v)] for k, v in request.args.items() if k != "cursor"}),
        page_error=bool(context.get("problems")),
        **context,
    )


def _chosen() -> dict[int, int] | None:
    """Statements with the versions that were looked at; None where no page of ours says so."""
    found = [_CHOSEN.fullmatch(given) for given in request.form.getlist("chosen")]
    if len(found) > LIMIT or not all(found):
        return None
    return {int(match[1]): int(match[2]) for match in found if match}


def _here() -> str:
    return with_query("/queue/batch", request.args.to_dict(flat=False))
