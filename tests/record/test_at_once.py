"""Writers at the same moment: numbers without gaps, a true ledger, nothing twice, no deadlock."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, select

from tests.make import Make
from tracker import audit, record
from tracker.db import Database, Writing, committing
from tracker.errors import Refused, Stale
from tracker.models import Entry, Outlet, Position, Revision, Role, Speaker, Statement
from tracker.record.verify import verify
from tracker.reviews import commands as reviews
from tracker.statements import commands as statements
from tracker.vocabulary import Level, SpeakerKind, StatementState

PATIENCE = 20


def together(*tasks: Callable[[], Any]) -> list[Any]:
    """Run tasks at the same moment; their answers, or what they raised."""
    answers: list[Any] = [None] * len(tasks)
    barrier = threading.Barrier(len(tasks))

    def run(place: int, task: Callable[[], Any]) -> None:
        try:
            barrier.wait(PATIENCE)
            answers[place] = task()
        except Exception as problem:  # noqa: BLE001 - whatever a writer raises is its answer
            answers[place] = problem

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a writer hangs"
    return answers


def numbers(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(Revision.number).order_by(Revision.number)))


def trouble(answers: list[Any]) -> list[Exception]:
    return [answer for answer in answers if isinstance(answer, Exception)]


def whole(database: Database) -> bool:
    report = verify(database)
    assert [check.first_bad for check in report.checks if not check.ok] == []
    return report.ok


def test_many_writers_leave_numbers_without_gaps(database: Database, make: Make):
    editor, speaker, claim, source = make.editor, make.speaker(), make.claim(), make.source()
    drafts = [
        make.draft(speaker=speaker, stances={claim: "support"}, source=source) for _ in range(12)
    ]

    def write(share: int) -> None:
        for draft in drafts[share::4]:
            with database.transaction(by=editor.account_id) as session:
                statements.log_statement(session, draft, by=editor, to_submit=True)

    answers = together(*(lambda share=share: write(share) for share in range(4)))

    assert trouble(answers) == []
    assert numbers(database) == list(range(1, len(numbers(database)) + 1))
    assert whole(database)


@pytest.mark.parametrize("change", ["role", "parent", "kind"])
@pytest.mark.parametrize("first", ["change", "publish"])
def test_publishing_and_a_change_of_capacity_do_not_miss_each_other(
    database: Database, make: Make, change: str, first: str
):
    russia, belarus = make.state("Russia", "RU"), make.state("Belarus", "BY")
    ministry = make.speaker("Ministry", "organisation", parent=russia)
    agency = make.speaker("Agency", "organisation", parent=belarus)
    person = make.speaker("Person")
    role = make.role(person, ministry)
    statement, reviewer = make.submitted(speaker=person, role=role), make.reviewer
    has_changed = threading.Event()

    def alter() -> None:
        with database.transaction(why="moved") as session:
            if change == "role":
                session.get_one(Role, role).body_id = agency
                touched = record.Touched(roles={role})
            else:
                row = session.get_one(Speaker, ministry)
                row.parent_id = belarus if change == "parent" else None
                row.kind = SpeakerKind.ORGANISATION if change == "parent" else SpeakerKind.GROUP
                touched = record.Touched(speakers={ministry})
            session.flush()
            has_changed.set()
            record.sync(session, touched)

    def publish() -> None:
        with database.transaction(by=reviewer.account_id) as session:
            row = session.get_one(Statement, statement)
            if first == "change" and database.engine.dialect.name == "postgresql":
                has_changed.wait(PATIENCE)
            reviews.publish(session, row, by=reviewer, version=row.version)

    answers = together(publish, alter) if first == "publish" else together(alter, publish)

    assert trouble(answers) == []
    assert whole(database)


def test_statements_published_at_once_are_both_counted(database: Database, make: Make):
    person, claim, source, reviewer = make.speaker(), make.claim(), make.source(), make.reviewer
    kept: dict[str, Any] = {"speaker": person, "source": source, "stances": {claim: "oppose"}}
    waiting = [make.submitted(**kept, said_on=f"2025-01-0{n}") for n in range(1, 5)]

    def publish(statement: int) -> None:
        with database.transaction(by=reviewer.account_id) as session:
            row = session.get_one(Statement, statement)
            reviews.publish(session, row, by=reviewer, version=row.version)

    answers = together(*(lambda number=number: publish(number) for number in waiting))

    assert trouble(answers) == []
    assert whole(database)
    with database.reading() as session:
        position = session.scalars(select(Position).where(Position.level == Level.SPEAKER)).one()
        assert (position.n, position.n_against) == (4, 4)


def both_have_read(database: Database, tasks: dict[str, Callable[[Any, Any], Any]], number: int):
    """Two people act upon what both have read before either has acted."""
    barrier = threading.Barrier(len(tasks))

    def act(task: Callable[[Any, Any], Any]) -> Any:
        with database.writer() as session:
            row = session.get_one(Statement, number)
            # On SQLite the second one waits for the first with its reading.
            if database.engine.dialect.name == "postgresql":
                barrier.wait(PATIENCE)
            with committing(session, Writing(why="at once")):
                return task(session, row)

    return dict(
        zip(tasks, together(*(lambda task=task: act(task) for task in tasks.values())), strict=True)
    )


def entries(database: Database) -> list[Entry]:
    with database.reading() as session:
        return list(session.scalars(select(Entry).order_by(Entry.id)))


def test_of_two_reviewers_who_publish_at_once_one_is_told(database: Database, make: Make):
    one, two = make.reviewer, make.admin
    statement = make.submitted()

    def publish(by):
        return lambda session, row: reviews.publish(session, row, by=by, version=row.version)

    answers = both_have_read(database, {"one": publish(one), "two": publish(two)}, statement)

    refused = trouble(list(answers.values()))
    assert [type(problem) for problem in refused] in ([Refused], [Stale])
    assert len(entries(database)) == 1
    assert whole(database)


def test_of_two_corrections_at_once_one_is_refused(database: Database, make: Make):
    statement = make.statement()

    def correct(by):
        return lambda session, row: reviews.correct(
            session, row, by=by, version=None, reason="Misheard."
        )

    answers = both_have_read(
        database, {"one": correct(make.editor), "two": correct(make.reviewer)}, statement
    )

    refused = trouble(list(answers.values()))
    assert [type(problem) for problem in refused] == [Refused]
    assert whole(database)


def test_a_withdrawal_and_a_correction_published_at_once_leave_a_true_record(
    database: Database, make: Make
):
    statement, editor = make.statement(), make.editor
    reviewer, admin = make.reviewer, make.admin
    with make.transaction(editor) as session:
        row = session.get_one(Statement, statement)
        reviews.correct(session, row, by=editor, version=None, reason="Misheard.")
        statements.submit(session, row, by=editor, version=None)

    answers = both_have_read(
        database,
        {
            "publish": lambda session, row: reviews.publish(
                session, row, by=reviewer, version=None
            ),
            "withdraw": lambda session, row: reviews.withdraw(
                session, row, by=admin, version=None, reason="Wrong source."
            ),
        },
        statement,
    )

    assert trouble(list(answers.values())) == []
    assert make.state_of(statement) is StatementState.WITHDRAWN
    assert [entry for entry in entries(database) if entry.left is None] == []
    assert whole(database)


def test_a_draft_is_not_changed_after_it_was_handed_over(database: Database, make: Make):
    editor = make.editor
    statement, other = make.drafted(), make.draft()

    answers = both_have_read(
        database,
        {
            "submit": lambda session, row: statements.submit(
                session, row, by=editor, version=row.version
            ),
            "revise": lambda session, row: statements.revise_draft(
                session, row, other, by=editor, version=row.version
            ),
        },
        statement,
    )

    refused = trouble(list(answers.values()))
    kinds = [type(problem) for problem in refused]
    # On SQLite the one who submits reads after the one who revises: then both may.
    revised_first = [] if database.engine.dialect.name == "sqlite" else [Stale]
    assert kinds in ([Refused], [Stale], revised_first)
    assert whole(database)


def test_a_form_sent_twice_at_once_makes_one_row(database: Database, make: Make):
    editor, draft = make.editor, make.draft()

    def log() -> tuple[int, bool]:
        with database.transaction(by=editor.account_id) as session:
            row, is_new = statements.log_statement(session, draft, by=editor, client_token="t1")
            return row.id, is_new

    answers = together(log, log, log)

    assert trouble(answers) == []
    assert len({number for number, _ in answers}) == 1
    assert sorted(is_new for _, is_new in answers) == [False, False, True]
    assert whole(database)


def test_writers_who_hold_rows_do_not_wait_for_each_other_for_ever(database: Database, make: Make):
    one, two = make.outlet("One"), make.outlet("Two")

    def rename(first: int, second: int) -> None:
        with database.transaction() as session:
            session.get_one(Outlet, first).name = f"by {first}"
            session.flush()
            audit.lock_head(session)
            session.get_one(Outlet, second).name = f"by {first}"

    for _ in range(3):
        answers = together(lambda: rename(one, two), lambda: rename(two, one))
        # The other one's row may have moved on; that is said, not waited for.
        assert [type(problem).__name__ for problem in trouble(answers)] in ([], ["Busy"])
    assert whole(database)


def test_the_head_is_locked_before_the_first_row_is_written(database: Database):
    written: list[str] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda *received: written.append(" ".join(received[2].split()[:3])),
    )

    with database.transaction() as session:
        session.add(Outlet(name="Harian"))

    of_head = next(place for place, words in enumerate(written) if words.startswith("SELECT head"))
    of_row = next(place for place, words in enumerate(written) if words == "INSERT INTO outlet")
    assert of_head < of_row
