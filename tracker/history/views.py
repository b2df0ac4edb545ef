"""The pages of what changed: of each noun, of one revision; and bringing back what was."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.errors import Missing, Refused, Stale
from tracker.history.commands import restore, restore_edition
from tracker.history.forms import RestoreForm
from tracker.history.nouns import NOUNS
from tracker.history.pages import Found, history_page, revision_page
from tracker.models import Claim, Occasion, Outlet, Source, Speaker, Statement, Topic
from tracker.visibility import find
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.listing import answer, data_route, suffix
from tracker.web.locale import gettext as _
from tracker.web.session import saving, session

bp = Blueprint("history", __name__)

CLASSES: tuple[Any, ...] = (Statement, Claim, Speaker, Source, Outlet, Occasion, Topic)


def _found(cls: Any, key: str) -> Found:  # noqa: ANN401
    return Found(find(session(), cls, key_of(key), viewer()))


def _show(cls: Any, key: str) -> ResponseReturnValue:  # noqa: ANN401
    found = _found(cls, key)
    listing, context = history_page(session(), viewer(), found, is_csv=suffix() == "csv")
    return answer(listing, "history/index.html", section=found.noun, found=found, **context)


def _revision(cls: Any, key: str, number: int) -> ResponseReturnValue:  # noqa: ANN401
    found = _found(cls, key)
    page = revision_page(session(), viewer(), found, number)
    form = RestoreForm(data={"version": found.row.version})
    return render_template(
        "history/revision.html", section=found.noun, found=found, page=page, form=form
    )


def _restore(cls: Any, key: str) -> ResponseReturnValue:  # noqa: ANN401
    """Bring back; or say why not, beside what would change now, with the reason kept."""
    found = _found(cls, key)
    form = RestoreForm(request.form)
    status = 422
    if form.validate():
        try:
            return _restored(found, form)
        except Refused as refusal:
            form.explain(refusal)
        except Stale as stale:
            status = 409
            form.version.data, form.version.raw_data = stale.actual, None
            form.problems.append(
                _(
                    "Somebody else changed this in the meantime. Below stands what restoring "
                    "would change now; look at it again."
                )
            )
    # What a refused attempt had changed is undone; the page shows what is stored.
    found = _found(cls, str(found.id))
    number = form.revision.data or found.revision_of_edition(session(), form.edition.data)
    if number is None:
        abort(404)
    page = revision_page(session(), viewer(), found, number)
    context = {"section": found.noun, "found": found, "page": page, "page_error": True}
    return render_template("history/revision.html", form=form, **context), status


def _restored(found: Found, form: RestoreForm) -> ResponseReturnValue:
    reason, version = form.reason.data or "", form.version.data or 0
    if found.kind == "statement":
        with saving(why=reason, action="restore") as writing:
            restore_edition(
                writing, found.row, form.edition.data or 0,
                version=version, reason=reason, by=viewer(),
            )  # fmt: skip
        flash(_("Copied into a new draft. Look it over, then submit it."), "done")
        return redirect(address("statements", found.id, suffix="/edit"), 303)
    number = form.revision.data
    if number is None:
        raise Missing("revision", "")
    with saving(why=f"↩ r{number} · {reason}", action="restore") as writing:
        restore(writing, found.row, number, version=version, reason=reason, by=viewer())
    flash(_("Restored. What was there before stays in the history."), "done")
    return redirect(address(found.noun, found.id, suffix="/history"), 303)


def _add_routes(cls: Any, noun: str) -> None:  # noqa: ANN401
    """The same three routes for each noun, under names of their own."""

    def show(key: str) -> ResponseReturnValue:
        return _show(cls, key)

    def revision(key: str, number: int) -> ResponseReturnValue:
        return _revision(cls, key, number)

    @needs(AccountRole.EDITOR)
    def bring_back(key: str) -> ResponseReturnValue:
        return _restore(cls, key)

    show.__name__ = noun
    data_route(bp, f"/{noun}/<key>/history")(show)
    bp.add_url_rule(f"/{noun}/<key>/history/<int:number>", f"{noun}_revision", revision)
    bp.add_url_rule(f"/{noun}/<key>/restore", f"{noun}_restore", bring_back, methods=["POST"])


for _class in CLASSES:
    _add_routes(_class, NOUNS[_class.__tablename__])
