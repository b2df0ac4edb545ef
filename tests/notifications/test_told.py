"""Who is told what: by the step that concerns them, and by nothing that they did themselves."""

import pytest
from sqlalchemy import select

from tests.accounts.people import form_token
from tests.comments.test_commands import told
from tests.reviews.visitors import as_person
from tracker.models import Account, Edition, Statement
from tracker.reviews import assigning
from tracker.reviews import commands as reviews
from tracker.statements import commands as statements
from tracker.vocabulary import AccountRole, Transition


def assign(make, statement, to, by=None):
    by = by or make.admin
    with make.transaction(by) as session:
        waits = session.scalars(select(Edition).where(Edition.statement_id == statement)).one()
        assigning.assign(session, waits, to and to.account_id, by=by)


@pytest.mark.parametrize(
    ("step", "kind"), [(Transition.RETURN, "returned"), (Transition.REJECT, "rejected")]
)
def test_its_author_hears_that_a_statement_was_turned_down(make, step, kind):
    make.turn_down(make.submitted(), step)

    assert told(make, make.editor) == [kind]
    assert told(make, make.reviewer) == []


def test_whoever_ends_their_own_correction_is_told_nothing(make):
    statement, by = make.statement(), make.editor
    with make.transaction(by) as session:
        row = session.get_one(Statement, statement)
        reviews.correct(session, row, by=by, version=None, reason="Misheard.")
        decided = reviews.Decided(by, None, "It was right.")
        reviews.turn_down(session, row, Transition.REJECT, decided)

    assert told(make, by) == []


def test_who_is_asked_to_decide_hears_of_it_once(make, app):
    statement = make.submitted()

    for _ in range(2):
        assign(make, statement, make.reviewer)
    assign(make, statement, make.admin)

    assert told(make, make.reviewer) == ["assigned"]
    assert told(make, make.admin) == []
    assert "You have read everything." in as_person(app, make.reviewer).get("/notifications").text


def test_its_author_hears_of_a_reported_mistake_and_of_no_other_before_reading_that(make):
    statement, other = make.statement(), make.statement()

    for _ in range(3):
        make.mistake(statement)
    make.mistake(other)

    assert told(make, make.editor) == ["reported", "reported"]
    assert told(make, make.reviewer) == []


@pytest.mark.parametrize("change", ["demoted", "shut out"])
def test_who_left_is_told_nothing_more(make, change):
    editor = make.editor
    with make.transaction(make.admin) as session:
        row = session.get_one(Account, editor.account_id)
        if change == "demoted":
            row.role = AccountRole.READER
        else:
            row.is_active = False

    make.comment("@Editor", claim=make.claim(), by=make.admin)

    assert told(make, make.editor) == []


def test_who_is_asked_to_decide_reads_of_it_as_long_as_it_waits(make, app):
    statement, read = make.submitted(), make.submitted()
    for number in (read, statement):
        assign(make, number, make.reviewer)
        if number == read:
            page = as_person(app, make.reviewer)
            page.post("/notifications/1/open", data={"csrf_token": form_token(page)})

    make.turn_down(statement)
    make.turn_down(read)
    returned = told(make, make.reviewer)
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        statements.submit(session, row, by=make.editor, version=None)

    assert returned == ["assigned"]
    assert told(make, make.reviewer) == ["assigned", "assigned"]
