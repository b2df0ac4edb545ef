"""What an edition changes, side by side; and what was changed while somebody looked."""

from dataclasses import replace

import pytest

from tests.queue.deciding import decide, state_of, take, take_up
from tests.reviews.visitors import as_person, version_of
from tracker.models import Statement
from tracker.reviews import commands as reviews
from tracker.statements import commands as statements
from tracker.vocabulary import EditionState


@pytest.fixture
def reviewer(app, make):
    return as_person(app, make.reviewer)


def test_what_changed_since_it_was_returned_stands_side_by_side(make, reviewer):
    draft = make.draft(gloss_en="Doubts that it was shared.")
    statement = make.submitted(draft)
    make.turn_down(statement, reason="It is a denial, not a doubt.")
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        changed = replace(draft, gloss_en="Denies that it was shared.")
        statements.revise_draft(
            session, row, changed, by=make.editor, version=row.version, to_submit=True
        )

    page = reviewer.get(f"/queue/{statement}").text

    assert "What changed since it was returned" in page
    assert "It is a denial, not a doubt." in page
    assert "<del>Doubts</del>" in page
    assert "<ins>Denies</ins>" in page


def test_what_a_correction_changes_stands_beside_what_stands(make, reviewer, database):
    draft = make.draft(gloss_en="Doubts that it was shared.")
    statement = make.statement(draft)
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        changed = replace(draft, gloss_en="Denies that it was shared.")
        reviews.correct(session, row, changed, by=make.editor, version=None, reason="Misheard.")
        statements.submit(session, row, by=make.editor, version=None)
    take(reviewer, statement)

    page = reviewer.get(f"/queue/{statement}").text

    assert "What the correction changes" in page
    assert "Misheard." in page
    assert "<del>Doubts</del>" in page
    assert "<ins>Denies</ins>" in page
    assert "opens 1 entry of the record and closes 1." in page


def test_a_form_that_is_old_is_answered_with_what_it_says_now(make, reviewer, database):
    draft = make.draft()
    statement = make.submitted(draft)
    take_up(make, statement, make.reviewer)
    seen = version_of(reviewer, statement)
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        statements.recall(session, row, by=make.editor, version=None)
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        changed = replace(draft, context="Another one.")
        statements.revise_draft(
            session, row, changed, by=make.editor, version=row.version, to_submit=True
        )

    answer = decide(reviewer, statement, "return", version=seen, reason="Typed with care.")

    assert answer.status_code == 409
    assert "Typed with care." in answer.text
    assert "Another one." in answer.text
    assert state_of(database, statement) is EditionState.SUBMITTED


def test_what_was_decided_meanwhile_keeps_the_reason_that_was_typed(make, reviewer):
    statement = make.submitted()
    version = version_of(reviewer, statement)
    make.publish(statement)

    answer = decide(reviewer, statement, "return", version=version, reason="Typed with care.")
    looked = reviewer.get(f"/queue/{statement}")

    assert answer.status_code in {409, 422}
    assert "Typed with care." in answer.text
    assert looked.location == f"/statements/{statement}"
