"""What reviewers see: the reports that wait, and the form that answers one."""

from flask import Blueprint, flash, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from tracker.accounts.addressing import url_for_anybody
from tracker.errors import Refused, Stale
from tracker.mistakes import commands
from tracker.mistakes.forms import AnswerForm
from tracker.mistakes.letters import answer_letter
from tracker.mistakes.queries import Reported, report_of, select_reports, told
from tracker.models import Mistake
from tracker.vocabulary import AccountRole
from tracker.web import postbox
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, here_with
from tracker.web.listing import argument, cursor
from tracker.web.locale import gettext as _
from tracker.web.locale import in_language, language
from tracker.web.mail import Letter
from tracker.web.paging import Key, page_of
from tracker.web.session import saving, session
from tracker.web.site import site

bp = Blueprint("answering", __name__, url_prefix="/queue/mistakes")

_WAITING = (Key(Mistake.id),)
_ANSWERED = (Key(Mistake.id, descending=True),)


@bp.get("")
@needs(AccountRole.REVIEWER)
def index() -> ResponseReturnValue:
    """What readers reported, the oldest first; answered ones, the newest first."""
    is_answered = argument("answered") == "1"
    keys = _ANSWERED if is_answered else _WAITING
    asked = Mistake.outcome.is_not(None) if is_answered else Mistake.outcome.is_(None)
    page = page_of(session(), select_reports(asked), keys=keys, cursor=cursor())
    return render(
        "mistakes/index.html",
        section="queue",
        reports=told(session(), viewer(), page.rows, language(), address),
        total=page.rows[0].total if page.rows else 0,
        is_answered=is_answered,
        previous=page.previous and here_with(cursor=page.previous),
        next=page.next and here_with(cursor=page.next),
    )


@bp.route("/<uid>", methods=["GET", "POST"])
@needs(AccountRole.REVIEWER)
def answer(uid: str) -> ResponseReturnValue:
    """Look at a report, and answer it."""
    mistake = report_of(session(), uid)
    form = AnswerForm(request.form if request.method == "POST" else None, obj=mistake)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.validate():
        try:
            return _answered(mistake, form)
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            status = 409
            form.problems.append(_("It was answered in the meantime. Look at it again."))
    page = render(
        "mistakes/answer.html",
        section="queue",
        form=form,
        report=_told(uid),
        page_error=status != 200,
    )
    return page, status


def _told(uid: str) -> Reported:
    rows = session().execute(select_reports(Mistake.uid == uid)).all()
    return told(session(), viewer(), rows, language(), address)[0]


def _answered(mistake: Mistake, form: AnswerForm) -> ResponseReturnValue:
    given = commands.Answer(form.outcome.word, str(form.answer.data), form.version.data)
    with saving(why=given.words, action="answer") as writing:
        commands.answer(writing, mistake, given, by=viewer())
        letter = _letter(mistake)
    if letter is not None:
        postbox.post(letter)
    if letter is not None and postbox.can_send():
        flash(_("Answered. A letter is on its way to who reported it."), "done")
    else:
        flash(_("Answered. It stands where the report does."), "done")
    return redirect(url_for("answering.index"), 303)


def _letter(mistake: Mistake) -> Letter | None:
    path = url_for("mistakes.show", uid=mistake.uid, lang=mistake.language)
    url = url_for_anybody(path.removeprefix(request.script_root))
    if not mistake.contact or url is None:
        return None
    return answer_letter(mistake, url, site().name, in_language(mistake.language))
