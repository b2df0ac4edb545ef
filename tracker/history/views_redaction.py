"""The page on which an administrator redacts: first what would go, then the reason."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from tracker.errors import N_, Missing, Refused, Sealed
from tracker.history.redaction import plan_redaction, redact, wipe
from tracker.history.redaction.preview import Preview, places_of, preview_of
from tracker.models import Statement
from tracker.visibility import find
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.fields import LongTextField, TextField
from tracker.web.forms import BareForm
from tracker.web.listing import argument
from tracker.web.locale import gettext as _
from tracker.web.session import database, saving, session

bp = Blueprint("redaction", __name__, url_prefix="/admin/redact")


class RedactionForm(BareForm):
    """What is to go, and the reason that stays."""

    uid = TextField(N_("UID"), validators=[InputRequired(N_("Say what is to be redacted."))])
    reason = LongTextField(
        N_("Reason, for readers"),
        validators=[InputRequired(N_("Give the reason: it stays in the place of the words."))],
    )


@bp.get("")
@needs(AccountRole.ADMIN)
def show() -> ResponseReturnValue:
    """Everything that would go; nothing is changed by looking."""
    return _page(RedactionForm(data={"uid": argument("uid") or ""}))


@bp.post("")
@needs(AccountRole.ADMIN)
def save() -> ResponseReturnValue:
    """Blank it, then write the files anew; say where the same words still stand."""
    form = RedactionForm(request.form)
    if not form.validate():
        return _page(form)
    _check_unsealed(form.uid.data or "")
    try:
        with saving() as writing:
            done = redact(writing, form.uid.data or "", form.reason.data or "", by=viewer())
    except Refused as refusal:
        form.explain(refusal)
        return _page(form)
    except Missing:
        return _page(form)
    is_wiped = wipe(database(), done.tables)
    return form.shown(
        "history/redacted.html", done=done, still=places_of(done.still), is_wiped=is_wiped
    )


def _check_unsealed(uid: str) -> None:
    """What would go are words of coders, too: who is to code it does so first, or types a command.

    Raises Sealed.
    """
    try:
        find(session(), Statement, uid.strip(), viewer())
    except Sealed:
        raise
    except Missing:
        return


def _page(form: RedactionForm) -> ResponseReturnValue:
    """The form with what it is about, where there is such a thing."""
    preview: Preview | None = None
    if form.uid.data:
        _check_unsealed(form.uid.data)
        try:
            preview = preview_of(plan_redaction(session(), form.uid.data))
        except Missing:
            form.refuse("uid", _("Nothing has this UID."))
            return form.shown("history/redact.html", 404, preview=None)
    return form.shown("history/redact.html", preview=preview)
