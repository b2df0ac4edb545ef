"""The first page: what is in dispute, new and changed, and what waits for whom."""

from datetime import date

import pytest

from tests.coding.sampling import Sampling
from tests.reviews.visitors import as_person
from tracker.vocabulary import AccountRole, SpeakerKind, Stance


def test_an_empty_record_says_what_would_stand_here(browse):
    page = browse("/")

    assert "Nothing has been published yet" in page
    assert "Nobody in the record has changed position yet." in page
    assert "For you" not in page


def test_a_small_dispute_shows_both_sides_by_name(browse, make):
    claim = make.claim("Russia shares technology with North Korea")
    make.statement(speaker=make.speaker("Dorothy Shea"), stances={claim: Stance.SUPPORT})
    make.statement(speaker=make.speaker("Vassily Nebenzia"), stances={claim: Stance.OPPOSE})

    disputed = browse("/").split("Lately published")[0]

    assert "Russia shares technology" in disputed
    assert disputed.index("Dorothy Shea") < disputed.index("Vassily Nebenzia")
    assert "denies" in disputed


@pytest.mark.parametrize(("said", "is_shown"), [("2025-04-08", True), ("2025-04-09", False)])
def test_sides_are_in_dispute_within_ninety_days_of_each_other(browse, make, said, is_shown):
    claim = make.claim("It is so")
    make.statement(stances={claim: Stance.SUPPORT}, said_on="2025-01-08")
    make.statement(stances={claim: Stance.LEAN_OPPOSE}, said_on=said)

    disputed = browse("/").split("Lately published")[0]

    assert ("It is so" in disputed) is is_shown
    assert (date.fromisoformat(said) - date(2025, 1, 8)).days in {90, 91}


def test_a_large_dispute_is_counted(browse, make):
    claim = make.claim("The vote was right", "policy")
    for number in range(13):
        state = make.speaker(f"State {number}", SpeakerKind.STATE)
        code = Stance.SUPPORT if number < 9 else Stance.OPPOSE
        make.statement(speaker=state, stances={claim: code}, source=None)

    disputed = browse("/").split("Lately published")[0]

    assert "9 states" in disputed
    assert "4 states" in disputed
    assert "State 3" not in disputed


def test_who_changed_position_is_told_with_both_chips(browse, make):
    claim, indonesia = make.claim("It should be condemned", "policy"), make.state("Indonesia", "ID")
    make.statement(speaker=indonesia, stances={claim: Stance.OPPOSE}, said_on="2009-12-18")
    make.statement(speaker=indonesia, stances={claim: Stance.SUPPORT}, said_on="2010-12-21")

    changed = browse("/").split("Changed position")[1]

    assert changed.index("Indonesia") < changed.index("opposes") < changed.index("supports")
    assert "full change" in changed


def test_an_editor_finds_drafts_and_a_reviewer_what_waits(app, make):
    make.drafted(gloss_en="Half-finished words.")
    make.submitted()

    for_editor = as_person(app, make.editor).get("/").text
    for_reviewer = as_person(app, make.reviewer).get("/").text

    assert "Half-finished words." in for_editor
    assert "Waiting for review" not in for_editor
    assert 'href="/queue">1 statement</a>' in for_reviewer
    assert "You may decide about 1." in for_reviewer


def test_a_reviewer_finds_reported_mistakes_and_what_is_to_be_coded(app, make):
    make.mistake(make.statement())
    make.submitted()
    Sampling(make).draw(by=make.account("Somebody", AccountRole.REVIEWER))

    page = as_person(app, make.reviewer).get("/").text

    assert 'href="/queue/mistakes">1 reported mistake</a>' in page
    assert 'href="/coding">1 statement to code a second time</a>' in page
    assert 'href="/queue">Queue</a>' in page


def test_readers_find_nothing_of_drafts(browse, make):
    claim = make.claim("A secret claim")
    speaker = make.speaker("Secret Speaker")
    make.submitted(
        speaker=speaker, stances={claim: Stance.OPPOSE}, source=make.source("Secret source")
    )
    make.statement(gloss_en="In the open.")

    front, found = browse("/"), browse("/?q=secret")

    assert "ecret" not in front
    assert "Secret" not in found
    assert "No name, claim or source has these words" in found


def test_the_search_box_finds_claims_speakers_and_sources(browse, make):
    make.statement(
        speaker=make.speaker("Василий Небензя"),
        stances={make.claim("Небензя is right"): Stance.SUPPORT},
        source=make.source("About Небензя"),
    )

    page = browse("/?q=небензя")

    headings = [page.index(f"<h2>{words}</h2>") for words in ("Claims", "Speakers", "Sources")]
    assert headings == sorted(headings)


def test_the_front_page_costs_at_most_twelve_statements(app, make, queries):
    claim = make.claim()
    for number in range(4):
        code = Stance.SUPPORT if number % 2 else Stance.OPPOSE
        make.statement(stances={claim: code}, said_on=f"2025-01-0{number + 1}")
    make.drafted()
    reviewer = as_person(app, make.reviewer)

    with queries.at_most(12):
        reviewer.get("/")
    with queries.at_most(5):
        reviewer.get("/?q=claim")
