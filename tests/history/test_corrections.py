"""The page on which readers see what was corrected: when, what and why."""

from dataclasses import replace

import pytest

from tests.reviews.visitors import as_person
from tracker.models import Statement
from tracker.reviews import commands as reviews
from tracker.vocabulary import Stance


@pytest.fixture
def claim(make):
    return make.claim("They share arms")


def corrected(make, claim, was="Doubts it.", became="Denies it.", why="Misheard."):
    draft = make.draft(stances={claim: Stance.LEAN_OPPOSE}, gloss_en=was)
    statement = make.statement(draft)
    recoded = replace(draft.stances[0], code=Stance.OPPOSE)
    make.correct(statement, replace(draft, gloss_en=became, stances=(recoded,)), why)
    return statement


def told(client):
    answer = client.get("/corrections.json").json
    assert answer is not None
    return answer["rows"]


def test_nothing_corrected_is_said_in_words(make, client):
    make.statement()

    page = client.get("/corrections")

    assert page.status_code == 200
    assert "Nothing that was published has been corrected" in page.text


def test_readers_see_what_was_corrected_and_why(make, claim, client):
    statement = corrected(make, claim)

    page = client.get("/corrections").text

    assert f'href="/statements/{statement}"' in page
    assert "Misheard." in page
    assert "Doubts" in page
    assert "Denies" in page
    assert make.reviewer.name not in page


def test_the_newest_stands_first_and_each_correction_tells_its_own_change(make, claim, client):
    statement = corrected(make, claim)
    draft = make.draft(stances={claim: Stance.OPPOSE}, gloss_en="Denies it twice.")
    make.correct(statement, draft, "Heard once more.")

    rows = told(client)
    page = client.get("/corrections").text

    assert [(row["step"], row["edition"], row["why"]) for row in rows] == [
        ("publish", 3, "Heard once more."),
        ("publish", 2, "Misheard."),
    ]
    assert page.index("Heard once more.") < page.index("Misheard.")


def test_of_what_is_withdrawn_only_that_it_was_and_why(make, claim, client):
    statement = corrected(make, claim, was="Zqwas.", became="Zqbecame.", why="Zqmisheard.")
    make.withdraw(statement, "The paper took it back.")

    answers = [client.get(f"/corrections{end}").text for end in ("", ".json", ".csv")]

    assert all("The paper took it back." in answer for answer in answers)
    assert all("Zq" not in answer for answer in answers)


def test_what_was_put_back_is_told_with_what_was_corrected_before(make, claim, client):
    statement = corrected(make, claim)
    make.withdraw(statement)
    make.reinstate(statement, "It stands after all.")

    steps = [row["step"] for row in told(client)]

    assert steps == ["reinstate", "withdraw", "publish"]


def test_a_correction_that_nobody_has_published_is_nobodys_business(app, make, claim, client):
    statement = make.statement(stances={claim: Stance.SUPPORT})
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        reviews.correct(session, row, by=make.editor, version=None, reason="Zqunder way.")

    for browser in (client, as_person(app, make.editor)):
        assert told(browser) == []


def test_the_page_costs_the_same_however_many_there_are(make, claim, client, queries):
    corrected(make, claim)
    client.get("/corrections")
    with queries.counted() as few:
        client.get("/corrections")
    one = len(few)
    for number in range(6):
        corrected(make, claim, was=f"Doubts {number}.", became=f"Denies {number}.")
    with queries.counted() as many:
        client.get("/corrections")

    assert len(many) == one
