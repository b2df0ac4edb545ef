"""Where a reviewer says of one contradiction that it is none, or takes that back."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tracker.analysis.contradictions import Contradiction
from tracker.dates import spanning
from tracker.errors import Missing, Refused
from tracker.models import Account
from tracker.record.marks import Mark, marks
from tracker.reports.commands_contradictions import (
    MarkDraft,
    contradiction_meant,
    lift_mark,
    mark_contradiction,
)
from tracker.reports.filters import Filters
from tracker.reports.forms_marks import MarkForm
from tracker.reports.names import name_claims, name_holders
from tracker.reports.pages_contradictions import draft_of, query_kept
from tracker.statements.queries import entries
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.guard import single
from tracker.web.locale import _, language
from tracker.web.session import saving, session

bp = Blueprint("contradictions", __name__, url_prefix="/reports/contradictions")


@bp.get("/<key>")
@needs(AccountRole.REVIEWER)
def show(key: str) -> ResponseReturnValue:
    """Both statements, and what may be said of them."""
    draft = draft_of(key)
    if _mark_of(draft) is None and contradiction_meant(session(), draft) is None:
        raise Missing("contradiction", key)
    return _page(key, draft, MarkForm())


@bp.post("/<key>")
@needs(AccountRole.REVIEWER)
def mark(key: str) -> ResponseReturnValue:
    """Say that it is none, and why."""
    draft, form = draft_of(key), MarkForm(request.form)
    if form.validate():
        try:
            with saving(action="mark") as writing:
                said = replace(draft, reason=form.reason.data or "")
                mark_contradiction(writing, said, by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        else:
            return _back(key, _("Marked as no contradiction; the reason stands beside it."))
    return _page(key, draft, form)


@bp.post("/<key>/lift")
@needs(AccountRole.REVIEWER)
def lift(key: str) -> ResponseReturnValue:
    """Take back the mark that was looked at, and no other."""
    draft = draft_of(key)
    known = _mark_of(draft)
    if known is not None and str(known.id) != single("mark"):
        form = MarkForm()
        form.problems.append(_("It was marked anew in the meantime. What stands now is below."))
        return _page(key, draft, form)
    is_done = False
    if known is not None:
        with saving(action="lift") as writing:
            is_done = lift_mark(writing, known.id, by=viewer())
    return _back(key, _("The mark is taken back.") if is_done else _("It was taken back already."))


def _mark_of(draft: MarkDraft) -> Mark | None:
    return marks(session()).get(draft.place)


def _back(key: str, done: str) -> ResponseReturnValue:
    """To the report as it was narrowed, at these two."""
    flash(done, "done")
    return redirect(f"{_report()}#{key}", 303)


def _report() -> str:
    return f"{request.script_root}/reports/contradictions{query_kept()}"


def _page(key: str, draft: MarkDraft, form: MarkForm) -> ResponseReturnValue:
    """The two as they stand now; 409 where somebody changed that since the form was opened."""
    found, known = contradiction_meant(session(), draft), _mark_of(draft)
    is_overtaken = form.is_wrong and (known is not None or found is None)
    return form.shown(
        "reports/contradiction.html",
        409 if is_overtaken else None,
        section="reports",
        key=key,
        query=query_kept(),
        report_url=_report(),
        found=found,
        mark=known,
        marked_by=_name(known),
        spanning=spanning,
        statements=[end.statement for end in draft.ends],
        **_named(draft, found),
    )


def _name(known: Mark | None) -> str:
    asked = select(Account.name).where(Account.id == (known.by_id if known else None))
    return session().scalar(asked) or ""


def _named(draft: MarkDraft, found: Contradiction | None) -> dict[str, Any]:
    filters = Filters(viewer=viewer(), tongue=language())
    ends = (found.before, found.after) if found else ()
    said = [end.statement for end in draft.ends]
    return {
        "holders": name_holders(session(), filters, {draft.holder}),
        "holder": draft.holder,
        "claims": name_claims(session(), filters, {end.claim for end in ends}),
        "said": entries(session(), viewer(), said, filters.tongue),
    }
