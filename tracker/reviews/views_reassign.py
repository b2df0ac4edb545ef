"""The page on which a reviewer gives a statement to the speaker who said it."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms.validators import InputRequired

from tracker import naming
from tracker.errors import N_, Refused, Stale
from tracker.models import Edition, EditionSpeaker, Speaker, Statement
from tracker.reviews.reassigning import Reassignment, reassign
from tracker.speakers.shown import chooser_of
from tracker.visibility import find
from tracker.vocabulary import AccountRole, StatementState
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.fields import KeyField, LongTextField, MenuField
from tracker.web.forms import Form
from tracker.web.locale import gettext as _
from tracker.web.locale import language
from tracker.web.reference import asked_action, settle
from tracker.web.session import saving, session
from tracker.web.site import site_now

bp = Blueprint("reassign", __name__, url_prefix="/statements")


class ReassignForm(Form):
    """Who is named wrongly, who said it, and why."""

    from_speaker = MenuField(N_("Named now"), choices=[])
    to_speaker = KeyField(N_("Said by"))
    reason = LongTextField(
        N_("Reason, for readers"), validators=[InputRequired(N_("Say why it was somebody else."))]
    )


@bp.get("/<key>/reassign")
@needs(AccountRole.REVIEWER)
def ask(key: str) -> ResponseReturnValue:
    """Choose who said it."""
    statement = find(session(), Statement, key_of(key), viewer())
    return _page(ReassignForm(data={"version": statement.version}), statement)


@bp.post("/<key>/reassign")
@needs(AccountRole.REVIEWER)
def save(key: str) -> ResponseReturnValue:
    """Change the draft, or submit a correction."""
    statement = find(session(), Statement, key_of(key), viewer())
    form = ReassignForm(request.form)
    if asked_action().startswith("find:"):
        return _page(form, statement, status=200)
    form.from_speaker.offer(_speakers(statement))
    is_valid = form.validate()
    chosen = settle(form, form.to_speaker, chooser_of())
    if chosen.id is None and not form.to_speaker.errors:
        form.refuse("to_speaker", _("Choose who said it."))
    if is_valid and chosen.id is not None and not form.is_wrong:
        reason, version = form.reason.data or "", form.version.data or 0
        named, four_eyes = int(form.from_speaker.data or 0), site_now(session()).four_eyes
        asked = Reassignment(named, chosen.id, reason, version, four_eyes)
        try:
            with saving(why=reason) as writing:
                reassign(writing, statement, asked, by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            session().refresh(statement)
            form.version.data, form.version.raw_data = statement.version, None
            return _page(form, statement, status=409)
        else:
            return _done(statement)
    return _page(form, statement)


def _done(statement: Statement) -> ResponseReturnValue:
    if statement.state is StatementState.UNPUBLISHED:
        flash(_("The speaker was changed."))
    else:
        flash(_("A correction with the other speaker waits for somebody else to publish it."))
    return redirect(address("statements", statement.id), 303)


def _speakers(statement: Statement) -> list[tuple[str, str]]:
    """Whom the edition that would be changed names, in their order."""
    found = (
        select(EditionSpeaker.speaker_id, naming.speaker_name(language()))
        .join(Edition, Edition.id == EditionSpeaker.edition_id)
        .join(Speaker, Speaker.id == EditionSpeaker.speaker_id)
        .where(Edition.statement_id == statement.id)
    )
    is_public = statement.state is not StatementState.UNPUBLISHED
    shown = Edition.is_standing if is_public else Edition.number == statement.newest
    rows = session().execute(found.where(shown).order_by(EditionSpeaker.place))
    return [(str(speaker), name) for speaker, name in rows]


def _page(
    form: ReassignForm, statement: Statement, status: int | None = None
) -> ResponseReturnValue:
    form.from_speaker.offer(_speakers(statement))
    return form.shown(
        "reviews/reassign.html",
        status,
        statement=statement,
        reference=settle(form, form.to_speaker, chooser_of()),
        is_public=statement.state is not StatementState.UNPUBLISHED,
        is_stale=status == 409,
    )
