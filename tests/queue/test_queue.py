"""The queue: what waits, who is at it, and that each is decided once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.queue.deciding import (
    decide,
    edition_of,
    held_by,
    post,
    somebody_waits,
    state_of,
    take,
    take_up,
)
from tests.reviews.visitors import as_person, revisions, version_of
from tracker.accounts.commands_people import deactivate_person
from tracker.errors import Refused
from tracker.models import Decision, Hold, Statement, now
from tracker.reviews import holds
from tracker.statements import commands as statements
from tracker.vocabulary import AccountRole, EditionState, StatementState, Transition


@pytest.fixture
def reviewer(app, make):
    return as_person(app, make.reviewer)


@pytest.fixture
def other(make):
    """Another reviewer."""
    return make.account("Sato", AccountRole.REVIEWER)


def test_what_waits_stands_oldest_first_with_who_wrote_it(make, reviewer):
    later, earlier = make.drafted(), make.submitted()
    make.drafted()
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, later)
        statements.submit(session, row, by=make.editor, version=None)

    page = reviewer.get("/queue").text

    assert "2 statements wait" in page
    assert page.index(f'href="/queue/{earlier}"') < page.index(f'href="/queue/{later}"')
    assert make.editor.name in page


def test_what_comes_back_from_its_author_is_told_from_what_is_new(make, reviewer):
    statement = make.submitted()
    decide(reviewer, statement, "return", reason="“Membantah” is a denial.")
    with make.transaction(make.editor) as session:
        statements.submit(
            session, session.get_one(Statement, statement), by=make.editor, version=None
        )

    page = reviewer.get("/queue").text

    assert "Submitted again ·" in page
    assert "New ·" not in page


def test_an_empty_queue_says_what_would_be_here(reviewer):
    assert "Nothing waits." in reviewer.get("/queue").text
    assert "matches these filters" in reviewer.get("/queue?language=id").text


@pytest.mark.parametrize("by", ["claim", "topic", "speaker", "editor", "language"])
def test_filters_narrow_what_waits_and_what_comes_next(make, reviewer, database, by):
    topic = make.topic("Trade")
    claim = make.claim("The tariff works", topics=[topic])
    speaker, source = make.speaker("Ratu"), make.source()
    first = make.submitted()
    made = make.draft(stances={claim: "support"}, speaker=speaker, source=source)
    account = make.account("Wulandari", AccountRole.EDITOR)
    with make.transaction(account) as session:
        logged, _ = statements.log_statement(
            session, replace(made, quote_language="id"), by=account, to_submit=True
        )
        session.flush()
        second = logged.id
    values = {
        "claim": claim,
        "topic": topic,
        "speaker": speaker,
        "editor": account.account_id,
        "language": "id",
    }

    page = reviewer.get(f"/queue?{by}={values[by]}").text
    begun = post(reviewer, f"/queue/next?{by}={values[by]}")

    assert f'href="/queue/{second}' in page
    assert f'href="/queue/{first}' not in page
    assert begun.location == f"/queue/{second}?{by}={values[by]}"
    assert set(held_by(database)) == {second}


def test_looking_at_it_holds_nothing_and_deciding_needs_a_press(make, reviewer, database):
    statement = make.submitted()

    looked = reviewer.get(f"/queue/{statement}").text
    nobody = held_by(database)
    taken = take(reviewer, statement)
    page = reviewer.get(taken.location).text

    assert f'action="/queue/{statement}/take"' in looked
    assert nobody == {}
    assert held_by(database) == {statement: make.reviewer.account_id}
    assert "Being decided by you until" in page
    assert "If published:" in page


def test_one_after_the_other_is_decided_and_the_next_is_taken_up(make, reviewer, database):
    made = [make.submitted() for _ in range(4)]
    begun = post(reviewer, "/queue/next")

    answers = [
        decide(reviewer, made[0], "publish"),
        decide(reviewer, made[1], "return", reason="“Membantah” is a denial."),
        decide(reviewer, made[2], "skip"),
        decide(reviewer, made[3], "reject", reason="Not a statement."),
    ]

    assert begun.location == f"/queue/{made[0]}"
    assert [a.location for a in answers] == [f"/queue/{n}" for n in made[1:]] + ["/queue"]
    assert [state_of(database, n) for n in made] == [
        EditionState.PUBLISHED,
        EditionState.RETURNED,
        EditionState.SUBMITTED,
        EditionState.REJECTED,
    ]
    assert held_by(database) == {}
    with database.reading() as session:
        told = session.execute(
            select(Decision.step, Decision.reason).where(Decision.by_id == make.reviewer.account_id)
        ).all()
    assert told == [
        (Transition.PUBLISH, ""),
        (Transition.RETURN, "“Membantah” is a denial."),
        (Transition.REJECT, "Not a statement."),
    ]


@pytest.mark.parametrize("step", ["return", "reject"])
@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
def test_turning_down_needs_a_reason_and_keeps_what_was_typed(
    make, reviewer, database, step, reason
):
    statement = make.submitted()
    take_up(make, statement, make.reviewer)
    before = revisions(database)

    answer = decide(reviewer, statement, step, reason=reason)

    assert answer.status_code == 422
    assert reason in answer.text
    assert 'id="reason-error"' in answer.text
    assert (state_of(database, statement), revisions(database)) == (EditionState.SUBMITTED, before)


def test_nobody_decides_about_what_another_is_deciding_about(app, make, reviewer, database, other):
    statement = make.submitted()
    take_up(make, statement, other)

    page = reviewer.get(f"/queue/{statement}").text
    refused = [
        decide(reviewer, statement, "publish"),
        decide(reviewer, statement, "return", reason="Mine."),
        post(reviewer, f"/statements/{statement}/publish", version=version_of(reviewer, statement)),
        take(reviewer, statement),
    ]

    assert "Sato is deciding about this until" in page
    assert 'name="step"' not in page
    assert [a.status_code for a in refused] == [422, 422, 422, 303]
    assert "Mine." in refused[1].text
    assert state_of(database, statement) is EditionState.SUBMITTED
    assert post(reviewer, "/queue/next").location == "/queue"
    assert decide(as_person(app, other), statement, "publish").location == "/queue"
    assert make.state_of(statement) is StatementState.PUBLISHED


def test_who_skips_what_another_has_taken_up_meanwhile_leaves_it_to_them(
    make, reviewer, database, other
):
    statement = make.submitted()
    take_up(make, statement, other)

    decide(reviewer, statement, "skip")

    assert held_by(database) == {statement: other.account_id}


def test_a_hold_passes_by_itself(make, reviewer, database, other):
    statement = make.submitted()
    take_up(make, statement, other)
    with database.engine.begin() as connection:
        connection.execute(update(Hold).values(until=now() - timedelta(seconds=1)))

    assert post(reviewer, "/queue/next").location == f"/queue/{statement}"
    assert held_by(database) == {statement: make.reviewer.account_id}


def test_who_is_shut_out_is_deciding_about_nothing(make, reviewer, database, other):
    statement = make.submitted()
    take_up(make, statement, other)

    with make.transaction(make.admin) as session:
        deactivate_person(session, other.account_id, by=make.admin)

    assert held_by(database) == {}
    assert decide(reviewer, statement, "publish").location == "/queue"


def test_ones_own_is_for_somebody_else(app, make, reviewer, database):
    with make.transaction(make.reviewer) as session:
        row, _ = statements.log_statement(session, make.draft(), by=make.reviewer, to_submit=True)
        session.flush()
        own = row.id

    page = reviewer.get(f"/queue/{own}").text
    refused = decide(reviewer, own, "reject", reason="I was wrong.")

    assert "another reviewer decides" in page
    assert refused.status_code == 422
    take(reviewer, own)
    assert held_by(database) == {}
    assert post(reviewer, "/queue/next").location == "/queue"
    app.config["FOUR_EYES"] = False
    assert post(reviewer, "/queue/next").location == f"/queue/{own}"


@pytest.mark.parametrize("step", ["", "withdraw", "submit"])
def test_a_button_that_is_not_there_is_refused(make, reviewer, database, step):
    statement = make.submitted()
    before = revisions(database)

    assert decide(reviewer, statement, step).status_code == 400
    assert revisions(database) == before


def test_two_take_up_the_same_one_and_one_of_them_is_told(make, database, other):
    statement = make.submitted()
    take_up(make, statement, other)

    with pytest.raises(Refused, match="Sato is deciding about this just now"):
        take_up(make, statement, make.reviewer)
    take_up(make, statement, other)
    assert held_by(database) == {statement: other.account_id}


@pytest.mark.engines("sqlite", "postgresql")
def test_whoever_asks_while_another_takes_one_up_is_led_to_the_next(
    make, database, reviewer, other
):
    first, second = make.submitted(), make.submitted()

    with ThreadPoolExecutor(1) as pool:
        with make.transaction(other) as session:
            holds.hold(session, edition_of(session, first), by=other)
            asked = pool.submit(post, reviewer, "/queue/next")
            # It waits for what is not over yet, whichever way that ends.
            while not somebody_waits(database):
                assert not asked.done()
        led = asked.result(timeout=30)

    assert led.location == f"/queue/{second}"
