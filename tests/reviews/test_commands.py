"""Every state, every step, everybody: what the life of a statement allows, and what it refuses."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.make import Make
from tracker.db import Writing, committing
from tracker.errors import Missing, Refused, Stale
from tracker.models import Decision, Edition, Entry, Role, Statement
from tracker.record.verify import verify
from tracker.reviews import commands as reviews
from tracker.statements import commands as statements
from tracker.statements.drafts import StatementDraft
from tracker.visibility import Viewer
from tracker.vocabulary import Check, Stance, StatementState, Transition

STEPS = (
    "revise", "submit", "recall", "publish", "withdraw", "reinstate", "correct", "return", "reject",
)  # fmt: skip

# What each step does in each state: "-" refused, "." nothing is under way, "=" done already,
# "+" done; in the order of STEPS. First for the author, then for the reviewer who has decided.
LIFE = {
    "draft": ("++=------", "---------"),
    "submitted": ("-=+?---??", "---+---++"),
    "returned": ("++-------", "-------=-"),
    "rejected": ("....-----", "....----="),
    "published": ("...-+-+--", "...=+-+--"),
    "withdrawn": ("...--?+--", "...-=++--"),
    "published, correction drafted": ("++=-+---+", "----+---+"),
    "published, correction submitted": ("-=+?+--??", "---++--++"),
    "withdrawn, correction submitted": ("-=+?-?-??", "---+=+-++"),
}


TURNED_DOWN = {"returned": Transition.RETURN, "rejected": Transition.REJECT}


class Undone(Exception):
    """The step was only tried."""


def undo() -> NoReturn:
    """Leave the transaction without committing it."""
    raise Undone


def put(make: Make, state: str) -> tuple[int, StatementDraft]:
    """A statement in a state of LIFE, and the draft it says."""
    draft = make.draft()
    if state in {"draft", "submitted", "returned", "rejected"}:
        statement = make.drafted(draft) if state == "draft" else make.submitted(draft)
        if state in {"returned", "rejected"}:
            make.turn_down(statement, TURNED_DOWN[state])
        return statement, draft
    statement = make.statement(draft)
    if "correction" in state:
        with make.transaction(make.editor) as session:
            row = session.get_one(Statement, statement)
            reviews.correct(session, row, by=make.editor, version=None, reason="Misheard.")
            if "submitted" in state:
                statements.submit(session, row, by=make.editor, version=None)
    if state.startswith("withdrawn"):
        make.withdraw(statement)
    return statement, draft


def take(
    session: Session,
    row: Statement,
    step: str,
    draft: StatementDraft,
    *,
    by: Viewer,
    version: int | None,
    four_eyes: bool,
) -> None:
    told: dict[str, Any] = {"by": by, "version": version}
    decided = reviews.Decided(by, version, "Not so.", four_eyes)
    steps: dict[str, Callable[[], Any]] = {
        "revise": lambda: statements.revise_draft(
            session,
            row,
            replace(draft, context="Another one."),
            by=by,
            version=row.version if version is None else version,
        ),
        "submit": lambda: statements.submit(session, row, **told),
        "recall": lambda: statements.recall(session, row, **told),
        "publish": lambda: reviews.publish(session, row, four_eyes=four_eyes, **told),
        "withdraw": lambda: reviews.withdraw(session, row, reason="Wrong.", **told),
        "reinstate": lambda: reviews.reinstate(
            session, row, reason="Right.", four_eyes=four_eyes, **told
        ),
        "correct": lambda: reviews.correct(session, row, reason="Misheard.", **told),
        "return": lambda: reviews.turn_down(session, row, Transition.RETURN, decided),
        "reject": lambda: reviews.turn_down(session, row, Transition.REJECT, decided),
    }
    steps[step]()


def outcome(
    make: Make,
    statement: int,
    step: str,
    draft: StatementDraft,
    *,
    by: Viewer,
    four_eyes: bool = True,
    stale: bool = False,
) -> str:
    """What trying a step gives, as a sign of LIFE; nothing of it stays."""
    sign = ""
    try:
        with make.database.writer() as session, committing(session, Writing(by.account_id)):
            row = session.get_one(Statement, statement)
            before = row.version
            version = before + 7 if stale else None
            take(session, row, step, draft, by=by, version=version, four_eyes=four_eyes)
            session.flush()
            sign = "=" if row.version == before else "+"
            undo()
    except Undone:
        return sign
    except Missing:
        return "."
    except Stale:
        return "!"
    except Refused:
        return "-"


@pytest.mark.parametrize("state", list(LIFE))
def test_a_step_is_taken_where_the_life_of_a_statement_allows_it(make, state):
    statement, draft = put(make, state)
    people = {"author": make.editor, "reviewer": make.reviewer}

    for four_eyes in (True, False):
        own = "-" if four_eyes else "+"
        wanted = dict(zip(people, LIFE[state], strict=True))
        seen = {
            name: "".join(
                outcome(make, statement, step, draft, by=by, four_eyes=four_eyes) for step in STEPS
            )
            for name, by in people.items()
        }
        assert seen == {name: signs.replace("?", own) for name, signs in wanted.items()}


@pytest.mark.parametrize("state", list(LIFE))
def test_no_step_builds_on_what_somebody_else_has_changed(make, state):
    statement, draft = put(make, state)

    for signs, by in zip(LIFE[state], (make.editor, make.reviewer), strict=True):
        for step, sign in zip(STEPS, signs, strict=True):
            if sign == "+":
                assert outcome(make, statement, step, draft, by=by, stale=True) == "!"
            else:
                assert outcome(make, statement, step, draft, by=by, stale=True) != "+"


def test_somebody_else_is_told_that_it_was_decided_meanwhile(make):
    statement = make.statement()

    with make.transaction(make.admin) as session:
        row = session.get_one(Statement, statement)
        with pytest.raises(Refused, match="Somebody else has decided"):
            reviews.publish(session, row, by=make.admin, version=row.version)


def test_a_whole_life_is_written_down_step_by_step(make, database):
    draft = make.draft()
    statement = make.submitted(draft)
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        statements.recall(session, row, by=make.editor, version=None, reason="A typo.")
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        statements.submit(session, row, by=make.editor, version=None)
    make.publish(statement)
    make.withdraw(statement, "The source took it back.")
    make.reinstate(statement, "It stands after all.")
    make.correct(statement, replace(draft, context="At the end."), "It was at the end.")

    with database.reading() as session:
        taken = session.scalars(select(Decision).order_by(Decision.id)).all()
        row = session.get_one(Statement, statement)
        standing = session.scalars(select(Edition).where(Edition.is_standing)).one()
    assert [(d.step, d.by_id, d.reason) for d in taken] == [
        (Transition.SUBMIT, make.editor.account_id, ""),
        (Transition.RECALL, make.editor.account_id, "A typo."),
        (Transition.SUBMIT, make.editor.account_id, ""),
        (Transition.PUBLISH, make.reviewer.account_id, ""),
        (Transition.WITHDRAW, make.reviewer.account_id, "The source took it back."),
        (Transition.REINSTATE, make.reviewer.account_id, "It stands after all."),
        (Transition.CORRECT, make.editor.account_id, "It was at the end."),
        (Transition.SUBMIT, make.editor.account_id, ""),
        (Transition.PUBLISH, make.reviewer.account_id, ""),
    ]
    assert (row.newest, standing.number, standing.context) == (2, 2, "At the end.")
    assert verify(database).ok


def test_a_correction_under_way_leaves_the_record_as_it_is(make, database):
    statement = make.statement()

    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        edition = reviews.correct(session, row, by=make.editor, version=None, reason="Misheard.")
        number = edition.number

    with database.reading() as session:
        standing = session.scalars(select(Edition).where(Edition.is_standing)).one()
        assert (number, standing.number) == (2, 1)
        assert session.scalar(select(func.count()).select_from(Entry)) == 1
    assert verify(database).ok


def test_a_correction_of_what_is_withdrawn_stands_only_after_it_is_reinstated(make, database):
    claim = make.claim()
    kept = {"speaker": make.speaker(), "source": make.source()}
    statement = make.statement(stances={claim: Stance.SUPPORT}, **kept)
    make.withdraw(statement)

    make.correct(statement, make.draft(stances={claim: Stance.OPPOSE}, **kept))
    still = make.state_of(statement)
    with database.reading() as session:
        open_then = session.scalars(select(Entry).where(Entry.left.is_(None))).all()
    make.reinstate(statement)

    assert (still, open_then) == (StatementState.WITHDRAWN, [])
    with database.reading() as session:
        entry = session.scalars(select(Entry).where(Entry.left.is_(None))).one()
        assert entry.code is Stance.OPPOSE
    assert verify(database).ok


@pytest.mark.parametrize("step", [reviews.withdraw, reviews.reinstate, reviews.correct])
@pytest.mark.parametrize("reason", ["", "  \n ", "a\0b", "x" * 2001])
def test_a_reason_is_needed_that_readers_can_read(make, step, reason):
    statement = make.statement()

    with make.transaction(make.reviewer) as session:
        row = session.get_one(Statement, statement)
        with pytest.raises(Refused) as caught:
            step(session, row, by=make.reviewer, version=None, reason=reason)
    assert caught.value.field == "reason"


def test_a_twin_that_came_later_does_not_stand_in_the_way_of_publishing(make, database):
    draft = make.draft()
    first = make.submitted(draft)
    second = make.submitted(replace(draft, confirmed=frozenset({Check.TWIN})))

    make.publish(first)
    make.publish(second)

    assert make.state_of(first) is make.state_of(second) is StatementState.PUBLISHED
    assert verify(database).ok


def test_a_role_whose_dates_were_corrected_later_does_not_stop_the_reviewer(make):
    person, ministry = make.speaker(), make.speaker("Ministry", "organisation")
    role = make.role(person, ministry, since="2024")
    statement = make.submitted(speaker=person, role=role, said_on="2025-01-08")

    with make.transaction(make.editor) as session:
        from_then = session.get_one(Role, role)
        from_then.since = "2026"
    make.publish(statement)

    assert make.state_of(statement) is StatementState.PUBLISHED
