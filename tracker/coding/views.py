"""The screens of second coding: what waits for whom, and one statement to read."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.claims.choosers import CLAIMS
from tracker.coding import queries
from tracker.coding.commands import hand_in
from tracker.coding.commands_settling import settle
from tracker.coding.forms import CodingForm, SettlingForm
from tracker.coding.page import Reading, reading_of
from tracker.coding.queries import Task
from tracker.errors import Missing, Refused, Stale
from tracker.models import SampledState
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, is_number
from tracker.web.locale import gettext as _
from tracker.web.locale import language
from tracker.web.reference import Reference, asked_action
from tracker.web.reference import settle as settle_reference
from tracker.web.session import saving, session
from tracker.web.site import site_now

bp = Blueprint("coding", __name__, url_prefix="/coding")


@bp.get("")
@needs(AccountRole.REVIEWER)
def index() -> ResponseReturnValue:
    """What waits for the viewer's coding, what is to be settled, and every sample."""
    tasks, total = queries.to_code(session(), viewer())
    differing = queries.to_settle(session(), viewer())
    words = queries.words_of(session(), viewer(), [*tasks, *differing], language(), address)
    return render_template(
        "coding/index.html",
        section="coding",
        tasks=tasks,
        total=total,
        differing=differing,
        samples=queries.samples(session()),
        words=words,
    )


@bp.get("/<int:number>")
@needs(AccountRole.REVIEWER)
def show(number: int) -> ResponseReturnValue:
    """One statement: to be coded, to be settled, or what became of it."""
    task = queries.task(session(), viewer(), number)
    if task.may_code:
        offered = queries.claims_offered(session(), number, language())
        rows = [{"claim": str(claim.id)} for claim in offered]
        return _form(task, CodingForm(data={"claims": rows}))
    reading = reading_of(session(), task, language())
    form = SettlingForm(data={"version": task.version, "claims": reading.open_rows})
    return _settling(task, reading, form)


@bp.post("/<int:number>")
@needs(AccountRole.REVIEWER)
def save(number: int) -> ResponseReturnValue:
    """Hand in a coding, or look for a further claim."""
    task = queries.task(session(), viewer(), number)
    form = CodingForm(request.form)
    action = asked_action()
    if action == "add":
        form.claims.append_entry()
        return _form(task, form, status=200)
    is_saving = not action.startswith("find:")
    references = _references(form)
    if not is_saving or not form.validate() or form.is_wrong:
        return _form(task, form, references)
    judged, token = form.to_judged(), form.client_token.data
    try:
        with saving(action="code") as writing:
            hand_in(writing, number, judged, by=viewer(), client_token=token)
            following = queries.next_to_code(writing, viewer(), after=number)
    except Refused as refusal:
        form.explain(refusal)
        return _form(queries.task(session(), viewer(), number), form, references)
    flash(_("Your coding was handed in."), "done")
    if following is None:
        flash(_("That was the last one that waits for your coding."), "done")
    return redirect(f"/coding/{following}" if following else "/coding", 303)


def _references(form: CodingForm) -> dict[str, Reference]:
    """Which claims the rows name; one that is unknown is refused with what may be meant."""
    return {
        row.form.claim.name: settle_reference(form, row.form.claim, CLAIMS) for row in form.claims
    }


def _form(
    task: Task,
    form: CodingForm,
    references: dict[str, Reference] | None = None,
    status: int | None = None,
) -> ResponseReturnValue:
    """The words with their source, and the claims to judge."""
    offered = queries.claims_offered(session(), task.number, language())
    chosen = [int(key) for row in form.claims if is_number(key := row.form.claim.key)]
    context: dict[str, Any] = {
        "task": task,
        "offered": {str(claim.id) for claim in offered},
        "claims": queries.claims_named(session(), chosen, language()),
        "references": references or {},
        **_words(task),
    }
    return form.shown("coding/form.html", status, section="coding", **context)


def _words(task: Task) -> dict[str, Any]:
    entry = queries.words_of(session(), viewer(), [task], language(), address)[task.number]
    if task.may_code and task.is_blind:
        # Its own page says no more than that it is to be coded.
        entry = replace(entry, url="")
    return {"entry": entry, "passages": queries.passages(session(), entry)}


@bp.post("/<int:number>/settle")
@needs(AccountRole.REVIEWER)
def decide(number: int) -> ResponseReturnValue:
    """Say what holds where the coders differ."""
    task = queries.task(session(), viewer(), number)
    form = SettlingForm(request.form)
    status = None
    if form.validate():
        decided, version = form.to_decided(), form.version.data or 0
        why = " ".join(one.reason for one in decided)
        try:
            with saving(why=why, action="settle") as writing:
                eyes = site_now(writing).four_eyes
                settle(writing, number, decided, by=viewer(), version=version, four_eyes=eyes)
        except Refused as refusal:
            form.explain(refusal)
        except (Stale, Missing):
            status = 409
            form.problems.append(
                _("It was changed in the meantime. Look at what it says now, then decide.")
            )
        else:
            flash(_("Settled. It holds from now on."), "done")
            return redirect("/coding", 303)
    task = queries.task(session(), viewer(), number)
    return _settling(task, reading_of(session(), task, language()), form, status)


def _settling(
    task: Task, reading: Reading, form: SettlingForm, status: int | None = None
) -> ResponseReturnValue:
    """Every coding beside the others; and where they differ, what is to hold."""
    may_settle = task.state is SampledState.DIFFERING and not (
        site_now(session()).four_eyes and viewer().account_id in reading.coders
    )
    return form.shown(
        "coding/show.html",
        status,
        section="coding",
        task=task,
        reading=reading,
        may_settle=may_settle,
        **_words(task),
    )
