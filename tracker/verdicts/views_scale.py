"""The scale: what each rating means, for everybody; its words, for administrators."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.errors import Refused, Stale
from tracker.verdicts import commands_scale as commands
from tracker.verdicts.forms import RatingForm
from tracker.verdicts.queries import Step, earlier_wordings, scale, step_called
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.forms import Form
from tracker.web.locale import _, language
from tracker.web.session import saving, session

bp = Blueprint("verdict_scale", __name__, url_prefix="/verdicts/scale")


@bp.get("")
def index() -> ResponseReturnValue:
    """What each rating means, and what it was called before."""
    return _page(Form())


@bp.post("/start")
@needs(AccountRole.ADMIN)
def start() -> ResponseReturnValue:
    """Begin with a small scale."""
    form = Form(request.form)
    if form.validate():
        try:
            with saving(action="scale") as writing:
                commands.start_scale(writing, by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        else:
            flash(_("The scale is there. Change its words as you like."), "done")
            return redirect(url_for(".index"), 303)
    return _page(form, 422)


@bp.get("/new")
@needs(AccountRole.ADMIN)
def new() -> ResponseReturnValue:
    """An empty form, at the end of the scale."""
    steps = scale(session(), language())
    place = max((step.place for step in steps), default=0) + 1
    return _form(RatingForm(data={"place": place}))


@bp.post("/new")
@needs(AccountRole.ADMIN)
def create() -> ResponseReturnValue:
    """Add a rating."""
    form = RatingForm(request.form)
    if form.validate():
        try:
            with saving(action="rating") as writing:
                commands.add_rating(writing, form.to_draft(), by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        else:
            flash(_("The rating is saved."), "done")
            return redirect(url_for(".index"), 303)
    return _form(form)


@bp.get("/<key>/edit")
@needs(AccountRole.ADMIN)
def edit(key: str) -> ResponseReturnValue:
    """The form of a rating that is there."""
    step = step_called(session(), language(), key)
    return _form(RatingForm(obj=step), step)


@bp.post("/<key>/edit")
@needs(AccountRole.ADMIN)
def save(key: str) -> ResponseReturnValue:
    """Word a rating anew."""
    form, step, theirs = RatingForm(request.form), step_called(session(), language(), key), None
    form.code.data = step.code
    if form.validate():
        draft, version = form.to_draft(), form.version.data
        try:
            with saving(action="rating") as writing:
                commands.edit_rating(writing, key, draft, version=version, by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            theirs = step_called(session(), language(), key)
            form.version.data = theirs.version
        else:
            flash(_("The rating is saved."), "done")
            return redirect(url_for(".index"), 303)
    return _form(form, theirs or step, theirs)


@bp.post("/<key>/retire")
@needs(AccountRole.ADMIN)
def retire(key: str) -> ResponseReturnValue:
    """Keep it for earlier verdicts alone."""
    return _taken(key, commands.retire_rating, _("The rating is retired."))


@bp.post("/<key>/use")
@needs(AccountRole.ADMIN)
def use(key: str) -> ResponseReturnValue:
    """Let it be given again."""
    return _taken(key, commands.use_rating, _("The rating is in use again."))


@bp.post("/<key>/delete")
@needs(AccountRole.ADMIN)
def delete(key: str) -> ResponseReturnValue:
    """Delete what nobody ever gave."""
    return _taken(key, commands.delete_rating, _("The rating is deleted."))


def _taken(key: str, step: Callable[..., None], done: str) -> ResponseReturnValue:
    form, status = Form(request.form), 422
    if form.validate():
        try:
            with saving(action="rating") as writing:
                step(writing, key, version=form.version.data)
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            status = 409
            form.problems.append(_("It was changed in the meantime. What stands is below."))
        else:
            flash(done, "done")
            return redirect(url_for(".index"), 303)
    return _page(form, status)


def _page(form: Form, status: int = 200) -> ResponseReturnValue:
    return form.shown(
        "verdicts/scale.html",
        status,
        section="verdict-scale",
        steps=scale(session(), language()),
        earlier=earlier_wordings(session()),
        most=commands.MOST,
    )


def _form(
    form: RatingForm, step: Step | None = None, theirs: Step | None = None
) -> ResponseReturnValue:
    differences = form.differences(theirs) if theirs else None
    context = {"step": step, "differences": differences, "largest": commands.LARGEST}
    return form.shown("verdicts/rating.html", 409 if theirs else None, **context)
