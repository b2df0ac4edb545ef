"""Keep what somebody says is wrong, and what was answered."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import audit, text
from tracker.errors import N_, OTHER_FORM, Refused, Stale
from tracker.models import Account, Edition, Mistake, NotificationKind, Statement, now
from tracker.notifications.commands import About, notify_author
from tracker.visibility import Viewer
from tracker.vocabulary import MistakeOutcome, StatementState

# So many of one statement wait at most: a flood must not hide what others report.
WAITING = 50


@dataclass(frozen=True)
class Report:
    """What is wrong, in somebody's words; where to answer, if anywhere."""

    words: str
    contact: str = ""
    language: str = ""
    client_token: str | None = None


@dataclass(frozen=True)
class Answer:
    """What came of a report, and what its author is told."""

    outcome: MistakeOutcome
    words: str
    version: int | None


def report(session: Session, statement: Statement, said: Report) -> Mistake:
    """Keep a report about what stands. The same form sent twice is one report.

    Raises Refused where the statement is not on record, or nothing was said.
    """
    audit.lock_head(session)
    session.refresh(statement)
    words = text.check_text(said.words, field="report", limit=text.FIELD_LIMIT)
    if said.client_token:
        sent = select(Mistake).where(Mistake.client_token == said.client_token)
        if (before := session.scalar(sent)) is not None:
            # Nobody is led to what somebody else has reported.
            if (before.statement_id, before.report) != (statement.id, words):
                raise Refused(OTHER_FORM)
            return before
    if statement.state is not StatementState.PUBLISHED:
        raise Refused(N_("This statement is not on record any more."))
    if not words:
        raise Refused(N_("Say what is wrong."), field="report")
    _check_room(session, statement)
    standing = select(Edition.id).where(Edition.statement_id == statement.id, Edition.is_standing)
    made = Mistake(
        statement_id=statement.id,
        edition_id=session.scalars(standing).one(),
        report=words,
        contact=text.check_text(said.contact, field="contact", limit=text.FIELD_LIMIT),
        language=said.language,
        client_token=said.client_token or None,
    )
    session.add(made)
    session.flush()
    about = About(statement=statement.id, mistake=made.id)
    notify_author(session, NotificationKind.REPORTED, made.edition_id, about, by=None)
    return made


def _check_room(session: Session, statement: Statement) -> None:
    waiting = select(func.count()).where(
        Mistake.statement_id == statement.id, Mistake.outcome.is_(None)
    )
    if (session.scalar(waiting) or 0) >= WAITING:
        raise Refused(N_("So much was reported about this statement that it is being looked at."))


def answer(session: Session, mistake: Mistake, given: Answer, *, by: Viewer) -> None:
    """Answer a report, once. What is said to be corrected or withdrawn must be so already.

    Raises Stale where the form does not say what was looked at.
    """
    audit.lock_head(session)
    session.refresh(mistake)
    if mistake.outcome is not None:
        _check_repeated(session, mistake, given, by)
        return
    if given.version != mistake.version:
        raise Stale("mistake", mistake.id, given.version or 0, mistake.version)
    words = text.check_text(given.words, field="answer", limit=text.FIELD_LIMIT)
    if not words:
        raise Refused(N_("Answer in a sentence or two."), field="answer")
    _check_done(session, mistake, given.outcome)
    mistake.outcome, mistake.answer = given.outcome, words
    mistake.answered_by_id, mistake.answered_at = by.account_id, now()


def _check_repeated(session: Session, mistake: Mistake, given: Answer, by: Viewer) -> None:
    """A button pressed twice asks for what its first press has done; that is no error."""
    if mistake.answered_by_id == by.account_id and mistake.outcome is given.outcome:
        return
    name = select(func.coalesce(func.nullif(Account.name, ""), Account.email))
    who = session.scalar(name.where(Account.id == mistake.answered_by_id))
    raise Refused(N_("%(name)s has answered this already."), name=who or "")


def _check_done(session: Session, mistake: Mistake, outcome: MistakeOutcome) -> None:
    statement = session.get_one(Statement, mistake.statement_id)
    if outcome is MistakeOutcome.WITHDRAWN and statement.state is not StatementState.WITHDRAWN:
        raise Refused(N_("Withdraw the statement first, then say so."), field="outcome")
    if outcome is MistakeOutcome.CORRECTED:
        newer = select(Edition.id).where(
            Edition.statement_id == statement.id,
            Edition.is_standing,
            Edition.id > mistake.edition_id,
        )
        if session.scalar(newer) is None:
            message = N_("No correction was published since. Publish it first, then say so.")
            raise Refused(message, field="outcome")
