"""The verdicts on a claim, the form that proposes one, and the decision about it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.claims.choosers import read_form
from tracker.claims.queries_page import claim_head
from tracker.errors import Missing, Refused, Stale
from tracker.merged import standing_for
from tracker.models import Claim, Source, Verdict
from tracker.sources.queries import sources_matching
from tracker.verdicts import commands
from tracker.verdicts.forms import ReasonForm, VerdictForm, values_of
from tracker.verdicts.queries import (
    Told,
    find_verdict,
    scale,
    verdict_page,
    verdicts_on,
    waiting,
)
from tracker.verdicts.shown import OnClaim
from tracker.verdicts.similar import similar_verdicts
from tracker.visibility import find
from tracker.vocabulary import AccountRole
from tracker.web import pick
from tracker.web.access import needs, viewer
from tracker.web.addresses import key_of
from tracker.web.listing import led_on
from tracker.web.locale import _, language
from tracker.web.reference import Chooser, asked_action
from tracker.web.session import saving, session
from tracker.web.site import site_now

bp = Blueprint("verdicts", __name__)

Step = Callable[[Session, Verdict, commands.Decided], None]


@bp.get("/verdicts")
@needs(AccountRole.REVIEWER)
def desk() -> ResponseReturnValue:
    """What waits for a second reviewer, the oldest first."""
    found = waiting(session(), viewer(), language())
    return render_template("verdicts/desk.html", section="verdicts", waiting=found)


@bp.get("/claims/<key>/verdicts")
def on_claim(key: str) -> ResponseReturnValue:
    """Everything that was decided about a claim; for colleagues also what waits."""
    claim = find(session(), Claim, key_of(key), viewer())
    if claim.merged_into_id is not None:
        return led_on("claims", standing_for(session(), Claim, claim.id))
    head = claim_head(session(), viewer(), str(claim.id), language())
    found = verdicts_on(session(), viewer(), claim.id, language())
    return render_template(
        "verdicts/claim.html", claim=head, found=OnClaim(found), kinds=commands.RATED
    )


@bp.get("/claims/<key>/verdicts/new")
@needs(AccountRole.REVIEWER)
def new(key: str) -> ResponseReturnValue:
    """An empty form, beside what was decided about claims near this one."""
    claim = find(session(), Claim, key_of(key), viewer())
    form = VerdictForm()
    try:
        commands.check_claim(session(), claim)
    except Refused as refusal:
        form.explain(refusal)
    return _form(form, claim)


@bp.post("/claims/<key>/verdicts/new")
@needs(AccountRole.REVIEWER)
def create(key: str) -> ResponseReturnValue:
    """Propose a verdict."""
    claim, form = find(session(), Claim, key_of(key), viewer()), _sent()
    references, is_ready = _read(form)
    if is_ready:
        try:
            with saving(action="propose") as writing:
                made = commands.propose(writing, claim.id, form.to_draft(), by=viewer())
                uid = made.uid
        except Refused as refusal:
            form.explain(refusal)
        else:
            flash(_("Proposed. Another reviewer decides about it."), "done")
            return redirect(url_for(".show", uid=uid), 303)
    return _form(form, claim, references)


@bp.get("/verdicts/<uid>")
def show(uid: str) -> ResponseReturnValue:
    """One verdict, with what the viewer may do about it."""
    return _page(uid, ReasonForm())


@bp.get("/verdicts/<uid>/edit")
@needs(AccountRole.REVIEWER)
def edit(uid: str) -> ResponseReturnValue:
    """The form of one's own proposal."""
    told = verdict_page(session(), viewer(), uid, language())
    claim = find(session(), Claim, told.claim_id, viewer())
    return _form(VerdictForm(data=values_of(told)), claim, told=told)


@bp.post("/verdicts/<uid>/edit")
@needs(AccountRole.REVIEWER)
def save(uid: str) -> ResponseReturnValue:
    """Change one's own proposal."""
    verdict, form, theirs = find_verdict(session(), viewer(), uid), _sent(), None
    claim = find(session(), Claim, verdict.claim_id, viewer())
    references, is_ready = _read(form)
    if is_ready:
        draft, version = form.to_draft(), form.version.data
        try:
            with saving(action="edit") as writing:
                commands.revise(writing, verdict, draft, version=version, by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            theirs = verdict_page(session(), viewer(), uid, language())
            form.version.data = theirs.version
        else:
            flash(_("Your proposal is changed."), "done")
            return redirect(url_for(".show", uid=uid), 303)
    told = theirs or verdict_page(session(), viewer(), uid, language())
    return _form(form, claim, references, told=told, theirs=theirs)


@bp.post("/verdicts/<uid>/decide")
@needs(AccountRole.REVIEWER)
def decide(uid: str) -> ResponseReturnValue:
    """Accept a proposal, or turn it down."""
    action = asked_action()
    if action not in {"accept", "decline"}:
        abort(400)
    step = commands.accept if action == "accept" else commands.decline
    done = _("The verdict stands.") if action == "accept" else _("The verdict is not accepted.")
    return _taken(uid, step, done, action)


@bp.post("/verdicts/<uid>/withdraw")
@needs(AccountRole.REVIEWER)
def withdraw(uid: str) -> ResponseReturnValue:
    """Take a verdict off the record."""
    return _taken(uid, commands.withdraw, _("The verdict is withdrawn."), "withdraw")


@bp.post("/verdicts/<uid>/recall")
@needs(AccountRole.REVIEWER)
def recall(uid: str) -> ResponseReturnValue:
    """Take one's own proposal back."""

    def step(writing: Session, verdict: Verdict, decided: commands.Decided) -> None:
        commands.recall(writing, verdict, by=decided.by)

    return _taken(uid, step, _("Your proposal is taken back."), "recall")


def _taken(uid: str, step: Step, done: str, action: str) -> ResponseReturnValue:
    """Do a step and go to the verdict; or say why not, and keep what was typed."""
    verdict, form, status = find_verdict(session(), viewer(), uid), ReasonForm(request.form), 422
    reason = form.reason.data or ""
    if form.validate():
        try:
            with saving(why=reason, action=action) as writing:
                eyes = site_now(writing).four_eyes
                step(writing, verdict, commands.Decided(viewer(), form.version.data, reason, eyes))
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            status = 409
            form.problems.append(_("It was changed in the meantime. What stands is above."))
        else:
            flash(done, "done")
            return redirect(url_for(".show", uid=uid), 303)
    return _page(uid, form, status)


def _page(uid: str, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    told = verdict_page(session(), viewer(), uid, language())
    form.version.data = told.version
    near = []
    if viewer().reaches(AccountRole.REVIEWER) and told.waits:
        near = similar_verdicts(session(), viewer(), told.claim_id, language())
    return form.shown(
        "verdicts/show.html",
        status,
        told=told,
        earlier=verdicts_on(session(), viewer(), told.claim_id, language()),
        similar=near,
        four_eyes=site_now(session()).four_eyes,
    )


def _sent() -> VerdictForm:
    form = VerdictForm(request.form)
    form.offer(scale(session(), language(), in_use=True))
    return form


def _named_source(key: str) -> tuple[int, str] | None:
    try:
        source = find(session(), Source, key, viewer())
    except Missing:
        return None
    return source.id, source.title


def _source_options(words: str) -> list[tuple[object, ...]]:
    found = sources_matching(session(), viewer(), words, limit=pick.LIMIT)
    return [(one.id, one.title, one.outlet) for one in found]


_SOURCES = Chooser(_named_source, _source_options)


def _read(form: VerdictForm) -> tuple[dict[str, Any], bool]:
    return read_form(form, [(row.form.source, _SOURCES) for row in form.evidence])


def _form(
    form: VerdictForm,
    claim: Claim,
    references: dict[str, Any] | None = None,
    told: Told | None = None,
    theirs: Told | None = None,
) -> ResponseReturnValue:
    """The form with a row for evidence; 409 beside what is stored by now."""
    steps = scale(session(), language(), in_use=True)
    form.offer(steps)
    form.add_spare_row(asked_action())
    if references is None:
        known = [(row.form.source.name, row.form.source.key) for row in form.evidence]
        references = {name: _SOURCES.named(key) for name, key in known if key}
        references = {
            name: {"label": found[1], "options": None}
            for name, found in references.items()
            if found
        }
    return form.shown(
        "verdicts/form.html",
        409 if theirs else None,
        claim=claim_head(session(), viewer(), str(claim.id), language()),
        steps=steps,
        references=references,
        told=told,
        differences=form.differences(theirs) if theirs else None,
        earlier=verdicts_on(session(), viewer(), claim.id, language()),
        similar=similar_verdicts(session(), viewer(), claim.id, language()),
    )
