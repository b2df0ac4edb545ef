"""Who was asked to decide: the others are led past it, but nobody is kept from it."""

import pytest
from sqlalchemy import select

from tests.queue.deciding import decide, held_by, post, state_of
from tests.reviews.visitors import as_person
from tracker.models import Account, Edition, Statement
from tracker.statements import commands as statements
from tracker.vocabulary import AccountRole, EditionState


@pytest.fixture
def reviewer(app, make):
    return as_person(app, make.reviewer)


@pytest.fixture
def other(make):
    return make.account("Sato", AccountRole.REVIEWER)


def assign(client, statement, to=""):
    return post(client, f"/queue/{statement}/assign", assignee=str(to))


def test_what_is_assigned_is_passed_by_others_and_found_by_its_own(
    app, make, reviewer, other, database
):
    first, second = make.submitted(), make.submitted()
    assign(reviewer, first, other.account_id)

    post(reviewer, "/queue/next")
    page = reviewer.get("/queue").text
    mine = as_person(app, other).get("/queue?assigned=me").text
    post(as_person(app, other), "/queue/next")

    assert held_by(database) == {
        second: make.reviewer.account_id,
        first: other.account_id,
    }
    assert "Assigned to Sato" in page
    assert "1 statement waits" in mine
    assert f'href="/queue/{first}' in mine
    assert f'href="/queue/{second}' not in mine


def test_an_assignment_keeps_nobody_from_deciding_and_ends_when_it_is_taken_back(
    make, reviewer, other, database
):
    first, second = make.submitted(), make.submitted()
    assign(reviewer, first, other.account_id)
    assign(reviewer, second, other.account_id)
    assign(reviewer, second)

    decide(reviewer, first, "publish")

    assert state_of(database, first) is EditionState.PUBLISHED
    assert "Assigned to Sato" not in reviewer.get("/queue").text


@pytest.mark.parametrize("who", ["editor", "nobody", "gone"])
def test_only_who_may_decide_can_be_asked(make, reviewer, who):
    statement = make.submitted()
    gone = make.account("Gone", AccountRole.REVIEWER)
    with make.transaction(make.admin) as session:
        session.get_one(Account, gone.account_id).is_active = False
    numbers = {"editor": make.editor.account_id, "nobody": 999_999, "gone": gone.account_id}

    answer = assign(reviewer, statement, numbers[who])

    assert answer.status_code == 303
    assert "does not review" in reviewer.get("/queue").text


def test_nobody_is_asked_to_decide_about_their_own(make, reviewer):
    statement = make.drafted()
    with make.transaction(make.admin) as session:
        row = session.get_one(Statement, statement)
        session.scalars(select(Edition)).one().created_by_id = make.reviewer.account_id
        session.flush()
        statements.submit(session, row, by=make.reviewer, version=None)

    assign(reviewer, statement, make.reviewer.account_id)

    assert "Four eyes" in reviewer.get("/queue").text


@pytest.mark.parametrize("change", ["demoted", "shut out"])
def test_what_was_left_to_somebody_who_may_not_decide_any_more_is_found_by_all(
    make, reviewer, other, database, change
):
    statement = make.submitted()
    assign(reviewer, statement, other.account_id)
    with make.transaction(make.admin) as session:
        row = session.get_one(Account, other.account_id)
        if change == "demoted":
            row.role = AccountRole.EDITOR
        else:
            row.is_active = False

    post(reviewer, "/queue/next")

    assert held_by(database) == {statement: make.reviewer.account_id}
