"""What statements say comes in two SQL statements, whoever asks and for however many."""

import pytest

from tracker.statements.queries import entries
from tracker.visibility import ANYBODY
from tracker.vocabulary import Delivery, Stance


@pytest.fixture
def shown(database):
    def read(viewer, *ids, language="en"):
        with database.reading() as session:
            return entries(session, viewer, ids, language)

    return read


def test_an_entry_holds_all_that_is_printed_of_a_statement(make, shown):
    russia = make.state("Russia", "RU", id="Rusia")
    nebenzia = make.speaker("Vassily Nebenzia")
    role = make.role(nebenzia, russia, "Permanent Representative")
    claim = make.claim("Russia shares technology", id="Rusia membagi teknologi")
    meeting = make.occasion("Council meeting")
    answered = make.statement(speaker=make.speaker("Dorothy Shea"))
    statement = make.statement(
        speaker=nebenzia,
        role=role,
        stances={claim: Stance.OPPOSE},
        occasion=meeting,
        replies_to=answered,
        gloss_id="Membantah.",
    )

    found = shown(ANYBODY, statement, language="id")[statement]

    speaker = found.speakers[0]
    assert (speaker.name, speaker.role_title) == ("Vassily Nebenzia", "Permanent Representative")
    assert (speaker.body_name, speaker.state_id, speaker.state_name) == ("Rusia", russia, "Rusia")
    stance = found.stances[0]
    assert (stance.code, stance.claim_text) == (Stance.OPPOSE, "Rusia membagi teknologi")
    assert stance.claim_lang == "id"
    assert (found.gloss, found.gloss_language) == ("Membantah.", "id")
    assert found.occasion.name == "Council meeting"
    assert found.citations[0].locator == "paragraph 1"
    assert found.replies_to.id == answered
    assert shown(ANYBODY, answered)[answered].replies[0].id == statement


def test_readers_get_nothing_of_drafts_and_their_answers(make, shown):
    published, draft = make.statement(), make.drafted()
    make.submitted(replies_to=published)

    found = shown(ANYBODY, published, draft)

    assert set(found) == {published}
    assert found[published].replies == []


def test_an_unfinished_draft_can_be_shown(make, shown):
    from_scratch = make.draft()
    empty = type(from_scratch)(delivery=Delivery.VERBATIM)
    draft = make.drafted(empty)

    found = shown(make.editor, draft)[draft]

    assert (found.said_on, found.speakers, found.stances) == (None, [], [])


def test_a_correction_and_a_withdrawal_say_when_and_why(make, shown):
    kept = {"speaker": make.speaker(), "source": make.source()}
    statement = make.statement(**kept)

    make.correct(statement, make.draft(**kept))
    corrected = shown(ANYBODY, statement)[statement]
    make.withdraw(statement, "The source was wrong.")

    assert corrected.corrected_on is not None
    assert shown(ANYBODY, statement) == {}
    assert shown(make.editor, statement)[statement].withdrawn.why == "The source was wrong."


def test_the_cost_does_not_grow_with_the_number_of_statements(make, shown, queries):
    people = tuple(make.speaker() for _ in range(3))
    claims = {make.claim(): Stance.SUPPORT, make.claim(): Stance.MIXED}
    ids = [make.statement(speaker=people, stances=claims, locator=str(n)) for n in range(4)]

    with queries.at_most(2):
        found = shown(ANYBODY, *ids)

    assert [(len(e.speakers), len(e.stances)) for e in found.values()] == [(3, 2)] * 4
