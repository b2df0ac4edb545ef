"""The page of a statement: what it says, where it can be read, what became of it."""

import pytest

from tests.reviews.visitors import as_person
from tracker.statements.drafts import CitationPart
from tracker.vocabulary import Delivery, Stance


@pytest.fixture
def editor(app, make):
    return as_person(app, make.editor)


def test_a_statement_is_told_in_sentences(browse, make):
    claim = make.claim("Russia shares technology")
    answered = make.statement(speaker=make.speaker("Dorothy Shea"))
    statement = make.statement(
        speaker=make.speaker("Vassily Nebenzia"),
        stances={claim: Stance.OPPOSE},
        replies_to=answered,
        context="Asked by the Council.",
    )

    page = browse(f"/statements/{statement}-any-words-at-all")

    assert "denies that" in page
    assert "Russia shares technology" in page
    assert "Dorothy Shea" in page
    assert "Asked by the Council." in page
    assert "Vassily Nebenzia" in browse(f"/statements/{answered}")


def test_readers_get_the_passage_with_three_hundred_characters_around_it(browse, make):
    words = "x" * 400 + "START" + "a" * 300 + "The cited words." + "b" * 300 + "END" + "y" * 400
    source = make.source(words=words)
    start = words.index("The cited words.")
    citation = CitationPart(str(source), start, start + 16, "The cited words.")
    statement = make.statement(
        delivery=Delivery.VERBATIM,
        quote="The cited words.",
        quote_language="en",
        gloss_en="",
        citations=(citation,),
    )

    page = browse(f"/statements/{statement}")

    assert "a" * 300 + "<mark>The cited words.</mark>" + "b" * 300 in page
    assert "START" not in page
    assert "END" not in page


def test_a_withdrawn_statement_says_only_that_and_why(client, make, editor):
    statement = make.statement(
        speaker=make.speaker("Kim Song"), gloss_en="What was said.", said_on="2025-01-08"
    )
    make.withdraw(statement, "The source corrected its article.")

    for suffix in ("", ".json", ".csv"):
        answer = client.get(f"/statements/{statement}{suffix}")
        assert answer.status_code == 200
        assert "The source corrected its article." in answer.text
        assert "What was said." not in answer.text
        assert "Kim" not in answer.text
    assert "What was said." in editor.get(f"/statements/{statement}").text


@pytest.mark.parametrize("made", ["drafted", "submitted"])
@pytest.mark.parametrize("suffix", ["", ".json", ".csv"])
def test_what_is_not_published_is_404_for_readers(client, make, editor, made, suffix):
    statement = getattr(make, made)()

    assert client.get(f"/statements/{statement}{suffix}").status_code == 404
    assert editor.get(f"/statements/{statement}{suffix}").status_code == 200


@pytest.mark.parametrize("key", ["0", "99999", "9" * 40, "nothing", "%00", "1e3"])
def test_an_unknown_statement_is_404(client, key):
    assert client.get(f"/statements/{key}").status_code == 404


def test_a_correction_is_told_with_its_reason(client, make, editor):
    kept = {"speaker": make.speaker(), "source": make.source()}
    statement = make.statement(gloss_en="First words.", **kept)
    make.correct(statement, make.draft(gloss_en="Second words.", **kept), "Misheard.")

    page = client.get(f"/statements/{statement}").text

    assert "Second words." in page
    assert "First words." not in page
    assert "Misheard." in page
    assert "Decisions" not in page
    assert "First words." in editor.get(f"/statements/{statement}?edition=1").text
    assert "First words." not in client.get(f"/statements/{statement}?edition=1").text


def test_editors_see_who_logged_it_and_what_was_decided(make, editor):
    statement = make.statement()

    page = editor.get(f"/statements/{statement}").text

    assert "Logged by Editor" in page
    decisions = page.split("Decisions")[1]
    assert decisions.index("Publish") < decisions.index("Submit")


def test_the_data_of_a_statement_has_its_version_and_stances(client, make):
    claim = make.claim()
    statement = make.statement(stances={claim: Stance.LEAN_OPPOSE}, act="warns")

    told = client.get(f"/statements/{statement}.json").json["statement"]

    assert told["version"] >= 1
    assert [(s["code"], s["value"], s["act"]) for s in told["stances"]] == [
        ("lean_oppose", -1, "warns")
    ]


def test_the_page_costs_the_same_however_many_parts_there_are(client, make, queries):
    people = tuple(make.speaker() for _ in range(5))
    codes = {make.claim(): Stance.SUPPORT for _ in range(5)}
    statement = make.statement(speaker=people, stances=codes)

    with queries.at_most(8):
        client.get(f"/statements/{statement}")


def test_a_reply_begins_with_the_claim_of_what_it_answers(make, editor):
    claim = make.claim("Russia shares technology")
    statement = make.statement(stances={claim: Stance.SUPPORT})
    link = f"/statements/new?replies_to={statement}&claim={claim}"

    page = editor.get(f"/statements/{statement}").text
    form = editor.get(link).text

    assert link.replace("&", "&amp;") in page
    assert "In reply to:" in form
    assert 'value="Russia shares technology"' in form
