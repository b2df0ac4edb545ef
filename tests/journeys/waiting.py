"""What waits for a reviewer in the record with something of everything."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from tests.journeys.coding import fill_coding
from tests.make import Make
from tracker.mistakes import commands as mistakes
from tracker.models import Edition, Mistake, Statement
from tracker.reviews import assigning, holds
from tracker.reviews import commands as reviews
from tracker.statements import commands as statements
from tracker.statements.drafts import StatementDraft
from tracker.visibility import Viewer
from tracker.vocabulary import Act, EditionState, MistakeOutcome, Stance


def fill_desk(
    make: Make, add: Callable[..., int], draft: StatementDraft, say: Callable[[str], str]
) -> None:
    """What waits for reviewers: to be decided, to be coded, to be settled."""
    said = [say(f"Waits for a decision, {number}.") for number in range(4)]
    add("queue", *fill_queue(make, draft, said, say("Look at it again")))
    add("mistakes", *_reported(make))
    add("coding", *fill_coding(make, draft, say))


def fill_queue(make: Make, draft: StatementDraft, said: list[str], why: str) -> list[int]:
    """Submit again what was returned, correct what stands, and hold some of it.

    `said` are four glosses, `why` a reason. What was returned comes first: the reviewer holds it.
    """
    drafts = [
        replace(draft, gloss_en=words, said_on=f"2025-04-0{place}")
        for place, words in enumerate(said, 1)
    ]
    again, correction = make.submitted(drafts[0]), make.statement(drafts[1])
    make.turn_down(again, reason=why)
    recoded = replace(draft.stances[0], code=Stance.OPPOSE, act=Act.DENIES)
    _submit_again(make, again, replace(drafts[0], gloss_en=why, stances=(recoded,)))
    _correct(make, correction, replace(drafts[1], context=why), why)
    held = make.submitted(drafts[2])
    _report(make, correction, why)
    with make.transaction(make.admin) as session:
        waits = session.scalars(select(Edition).where(Edition.statement_id == again)).one()
        assigning.assign(session, waits, make.admin.account_id, by=make.admin)
    _hold(make, again, make.reviewer)
    _hold(make, held, make.admin)
    with make.transaction(make.reviewer) as session:
        own, _ = statements.log_statement(session, drafts[3], by=make.reviewer, to_submit=True)
        session.flush()
        return [again, correction, held, own.id]


def _submit_again(make: Make, statement: int, draft: StatementDraft) -> None:
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        statements.revise_draft(
            session, row, draft, by=make.editor, version=row.version, to_submit=True
        )


def _correct(make: Make, statement: int, draft: StatementDraft, why: str) -> None:
    with make.transaction(make.editor, why=why) as session:
        row = session.get_one(Statement, statement)
        reviews.correct(session, row, draft, by=make.editor, version=None, reason=why)
        statements.submit(session, row, by=make.editor, version=None)


def _report(make: Make, statement: int, words: str) -> None:
    """One report that waits, one that was answered."""
    make.mistake(statement, words, contact="reader@example.org")
    uid = make.mistake(statement, words)
    with make.transaction(make.reviewer) as session:
        reported = session.scalars(select(Mistake).where(Mistake.uid == uid)).one()
        given = mistakes.Answer(MistakeOutcome.KEPT, words, reported.version)
        mistakes.answer(session, reported, given, by=make.reviewer)


def _reported(make: Make) -> list[str]:
    """The uids of what readers reported."""
    with make.database.reading() as session:
        return list(session.scalars(select(Mistake.uid).order_by(Mistake.id)))


def _hold(make: Make, statement: int, by: Viewer) -> None:
    with make.transaction(by) as session:
        waits = Edition.statement_id == statement, Edition.state == EditionState.SUBMITTED
        holds.hold(session, session.scalars(select(Edition).where(*waits)).one(), by=by)
