"""The steps in the life of the story's statements, as course.toml names them."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.demo import DEMO_ACCOUNTS
from tracker.exchange.demo.story import coders, ratings, reading
from tracker.exchange.demo.story.world import add_speakers, add_world, role_ids
from tracker.mistakes import commands as mistakes
from tracker.mistakes.commands import Answer, Report
from tracker.models import Account, Mistake, Source, Speaker, Statement
from tracker.reviews import commands as reviews
from tracker.reviews.assigning import assign
from tracker.sources.commands import add_snapshot
from tracker.speakers.commands_merge import MergeDraft, merge_speaker
from tracker.statements import commands as statements
from tracker.statements.drafts import StatementDraft
from tracker.visibility import ANYBODY, Viewer, find
from tracker.vocabulary import MistakeOutcome, Transition

Given = Mapping[str, Any]

EMAILS = {demo.part: demo.email for demo in DEMO_ACCOUNTS}


def take(session: Session, step: Given, by: Viewer) -> None:
    """Do one step through the command that people use for it."""
    _STEPS[step["do"]](session, step, by)


def person(session: Session, part: str) -> Viewer:
    """One of the demo's people; without a part, a reader."""
    if not part:
        return ANYBODY
    account = session.scalars(select(Account).where(Account.email == EMAILS[part])).one()
    return Viewer(account.id, account.role, account.name)


def _world(session: Session, _step: Given, by: Viewer) -> None:
    add_world(session, by)


def _speakers(session: Session, step: Given, by: Viewer) -> None:
    add_speakers(session, step["part"], by)


def _log(session: Session, step: Given, by: Viewer) -> None:
    """What stands in these sources; what is no draft is submitted."""
    roles = role_ids(session)
    for key, given in reading.statements().items():
        if given["source"] in step["sources"]:
            draft = reading.statement(given, roles)
            is_ready = not given.get("is_draft", False)
            statements.log_statement(session, draft, by=by, to_submit=is_ready, key=key)


def _publish(session: Session, step: Given, by: Viewer) -> None:
    found = select(Statement).where(Statement.key.in_(step["statements"])).order_by(Statement.id)
    reviews.publish_many(session, session.scalars(found).all(), by=by)


def _publish_correction(session: Session, step: Given, by: Viewer) -> None:
    reviews.publish(session, _statement(session, step), by=by, version=None)


def _turn_down(session: Session, step: Given, by: Viewer) -> None:
    decided = reviews.Decided(by, None, step["reason"])
    transition = Transition(step["do"])
    reviews.turn_down(session, _statement(session, step), transition, decided)


def _revise(session: Session, step: Given, by: Viewer) -> None:
    statement = _statement(session, step)
    statements.revise_draft(
        session,
        statement,
        _changed(session, step),
        by=by,
        version=statement.version,
        to_submit=True,
    )


def _correct(session: Session, step: Given, by: Viewer) -> None:
    """A correction as it is handed to the reviewers."""
    statement = _statement(session, step)
    draft = _changed(session, step)
    reviews.correct(session, statement, draft, by=by, version=None, reason=step["reason"])
    statements.submit(session, statement, by=by, version=None)


def _recall(session: Session, step: Given, by: Viewer) -> None:
    statement = _statement(session, step)
    statements.recall(session, statement, by=by, version=None, reason=step["reason"])


def _withdraw(session: Session, step: Given, by: Viewer) -> None:
    statement = _statement(session, step)
    reviews.withdraw(session, statement, by=by, version=None, reason=step["reason"])


def _reinstate(session: Session, step: Given, by: Viewer) -> None:
    statement = _statement(session, step)
    reviews.reinstate(session, statement, by=by, version=None, reason=step["reason"])


def _snapshot(session: Session, step: Given, by: Viewer) -> None:
    source = find(session, Source, step["source"], by)
    add_snapshot(session, source.id, reading.text_of(step["text"]), by=by)


def _merge(session: Session, step: Given, by: Viewer) -> None:
    speaker = find(session, Speaker, step["speaker"], by)
    into = find(session, Speaker, step["into"], by)
    draft = MergeDraft(into=into.id, version=speaker.version, reason=step["reason"])
    merge_speaker(session, speaker.id, draft, by=by)


def _report(session: Session, step: Given, _by: Viewer) -> None:
    said = Report(step["words"], step.get("contact", ""), step["language"])
    mistakes.report(session, _statement(session, step), said)


def _answer(session: Session, step: Given, by: Viewer) -> None:
    """The one report about this statement."""
    of_statement = Mistake.statement_id == _statement(session, step).id
    mistake = session.scalars(select(Mistake).where(of_statement)).one()
    given = Answer(MistakeOutcome(step["outcome"]), step["words"], mistake.version)
    mistakes.answer(session, mistake, given, by=by)


def _assign(session: Session, step: Given, by: Viewer) -> None:
    edition = statements.edition_under_way(session, _statement(session, step))
    assign(session, edition, person(session, step["to"]).account_id, by=by)


def _statement(session: Session, step: Given) -> Statement:
    key: str = step["statement"]
    return session.scalars(select(Statement).where(Statement.key == key)).one()


def _changed(session: Session, step: Given) -> StatementDraft:
    """What was logged, with what this step changes."""
    given = {**reading.statements()[step["statement"]], **step["change"]}
    return reading.statement(given, role_ids(session))


_STEPS: Mapping[str, Callable[[Session, Given, Viewer], None]] = {
    "world": _world,
    "speakers": _speakers,
    "log": _log,
    "publish": _publish,
    "publish correction": _publish_correction,
    "return": _turn_down,
    "reject": _turn_down,
    "revise": _revise,
    "correct": _correct,
    "recall": _recall,
    "withdraw": _withdraw,
    "reinstate": _reinstate,
    "snapshot": _snapshot,
    "report": _report,
    "answer": _answer,
    "assign": _assign,
    "merge": _merge,
    "sample": coders.draw,
    "code": coders.code,
    "settle": coders.decide,
    "scale": ratings.scale,
    "propose verdict": ratings.propose,
    "accept verdict": ratings.accept,
}
