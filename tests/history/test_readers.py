"""What readers must not learn from a history: drafts, returns, people, what is not public."""

import json
import re

import pytest

from tests.history.places import FORMS, history, numbers, reword, told
from tests.reviews.visitors import as_person
from tracker.claims.drafts import RelationDraft
from tracker.models import Statement
from tracker.reviews import commands as reviews
from tracker.statements import commands
from tracker.vocabulary import RelationKind, SpeakerKind, Stance, Transition

NOUNS = ("statements", "claims", "speakers", "sources", "outlets", "occasions", "topics")
PLANTED = re.compile("PLANTED[A-Z_]*")


@pytest.fixture
def readers(app, make):
    """A visitor, and somebody who is signed in as a reader."""
    return [app.test_client(), as_person(app, make.account("Rara", "reader"))]


def found(readers, noun, number):
    """Everything planted that the history of an object gives away."""
    leaks = set()
    for client in readers:
        for form in FORMS:
            leaks |= set(PLANTED.findall(history(client, noun, number, form).text))
    return leaks


def saved(make, statement, draft):
    with make.transaction(make.editor, why="PLANTED_WHY") as session:
        row = session.get_one(Statement, statement)
        commands.revise_draft(session, row, draft, by=make.editor, version=row.version)


def began(make, statement, **asked):
    """A correction that is under way."""
    draft, reason = make.draft(**asked), "PLANTED_REASON"
    with make.transaction(make.editor, why="PLANTED_WHY") as session:
        row = session.get_one(Statement, statement)
        reviews.correct(session, row, draft, by=make.editor, version=None, reason=reason)


def test_nobody_but_editors_finds_the_history_of_a_draft(app, readers, make):
    statement = make.drafted(gloss_en="PLANTED_GLOSS")
    claim = make.claim("PLANTED_CLAIM")

    answers = [
        history(client, noun, number, form)
        for client in readers
        for noun, number in (("statements", statement), ("claims", claim))
        for form in FORMS
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert history(as_person(app, make.editor), "statements", statement).status_code == 200


def test_words_from_before_publishing_stay_unknown(readers, make):
    said = {"speaker": make.speaker(), "source": make.source(), "stances": {make.claim(): "oppose"}}
    statement = make.drafted(gloss_en="PLANTED_GLOSS", context="PLANTED_CONTEXT", **said)
    saved(make, statement, make.draft(gloss_en="It rains.", **said))
    with make.transaction(make.reviewer) as session:
        row = session.get_one(Statement, statement)
        commands.submit(session, row, by=make.editor, version=None)
        edition = commands.edition_under_way(session, row)
        by, reason = make.reviewer, "PLANTED_RETURN"
        commands.decide(session, row, edition, Transition.RETURN, by=by, reason=reason)
    make.publish(statement)

    leaks = found(readers, "statements", statement)

    assert leaks == set()
    assert "It rains." in history(readers[0], "statements", statement).text


def test_a_correction_under_way_stays_unknown_until_it_is_published(readers, make):
    said = {"speaker": make.speaker(), "source": make.source(), "stances": {make.claim(): "oppose"}}
    statement = make.statement(gloss_en="It rains.", **said)
    private = make.speaker("PLANTED_NAME")
    began(make, statement, gloss_en="PLANTED_GLOSS", relayed_by=private)

    assert found(readers, "statements", statement) == set()
    for noun in NOUNS[:4]:
        assert found(readers, noun, 1) == set()


def test_a_correction_shows_what_stood_and_what_stands(readers, make):
    said = {"speaker": make.speaker(), "source": make.source(), "stances": {make.claim(): "oppose"}}
    statement = make.statement(gloss_en="It rains.", **said)
    make.correct(statement, make.draft(gloss_en="It pours.", **said), "Misheard.")

    page = history(readers[0], "statements", statement)
    listed = told(readers[0], "statements", statement)

    assert "Misheard." in page.text
    assert [row["action"] for row in listed["rows"]] == ["publish", "publish"]
    assert listed["rows"][0]["changes"] == [
        {"part": "edition", "id": "0", "how": "changed", "field": "gloss_en",
         "before": "It rains.", "after": "It pours."}
    ]  # fmt: skip
    for name in ("Editor", "Reviewer"):
        assert name not in page.text
        assert name not in json.dumps(listed)


def test_of_a_withdrawn_statement_only_that_it_was_and_why(readers, make):
    statement = make.statement(gloss_en="PLANTED_GLOSS")
    make.correct(statement, make.draft(gloss_en="PLANTED_LATER"), "PLANTED_REASON")
    make.withdraw(statement, "The source took it back.")

    page = history(readers[0], "statements", statement).text

    assert found(readers, "statements", statement) == set()
    assert "The source took it back." in page
    assert page.count('<li id="r') == 3


def test_what_was_published_and_replaced_while_withdrawn_is_never_shown(readers, make):
    said = {"speaker": make.speaker(), "source": make.source(), "stances": {make.claim(): "oppose"}}
    statement = make.statement(gloss_en="It rains.", **said)
    make.withdraw(statement, "The source took it back.")
    make.correct(statement, make.draft(gloss_en="PLANTED_BETWEEN", **said), "PLANTED_REASON")
    make.correct(statement, make.draft(gloss_en="It pours.", **said), "Misheard.")
    make.reinstate(statement)

    page = history(readers[0], "statements", statement).text

    assert found(readers, "statements", statement) == set()
    assert page.count('<li id="r') == 3
    assert "pours" in page


def test_what_coders_note_is_for_editors(readers, make):
    draft = make.draft()
    stance = type(draft.stances[0])(draft.stances[0].claim, Stance.OPPOSE, note="PLANTED_NOTE")
    statement = make.statement(type(draft)(**{**vars(draft), "stances": (stance,)}))

    assert found(readers, "statements", statement) == set()


def test_a_claim_shows_its_wordings_since_it_is_public(app, readers, make):
    private = make.claim("PLANTED_OTHER")
    topic = make.topic("Sanctions")
    claim = make.claim("PLANTED_FIRST")
    reword(make, claim, "What counts.", text="It rains")
    make.statement(stances={claim: Stance.SUPPORT})
    relations = (RelationDraft(RelationKind.ENTAILS, str(private)),)
    reword(make, claim, "What counts now.", topics=(str(topic),), relations=relations)

    rows = told(readers[0], "claims", claim)["rows"]

    assert found(readers, "claims", claim) == set()
    assert [change["part"] for change in rows[0]["changes"]] == ["claim", "claim_topic"]
    assert len(rows) == 1
    assert "Reviewer" not in history(readers[0], "claims", claim).text
    assert len(told(as_person(app, make.editor), "claims", claim)["rows"]) == 5


def test_a_role_in_a_body_that_is_not_public_stays_unknown(readers, make):
    speaker, body = make.speaker("Shea"), make.speaker("PLANTED_BODY", SpeakerKind.ORGANISATION)
    make.statement(speaker=speaker)
    make.role(speaker, body, "PLANTED_TITLE", since="2017")

    assert found(readers, "speakers", speaker) == set()


def test_one_revision_is_as_well_kept_as_the_list(app, database, readers, make):
    claim, statement = make.claim("PLANTED_FIRST"), make.drafted(gloss_en="PLANTED_GLOSS")
    reword(make, claim, "What counts.", text="It rains")
    make.statement(stances={claim: Stance.SUPPORT})
    reword(make, claim, "What counts now.")
    first, *_between, third = numbers(database, "claim", claim)
    [drafted] = numbers(database, "statement", statement)

    for client in readers:
        assert client.get(f"/claims/{claim}/history/{first}").status_code == 404
        assert client.get(f"/statements/{statement}/history/{drafted}").status_code == 404
        assert client.get(f"/claims/{claim}/history/{third}").status_code == 200
        assert client.get(f"/claims/{claim}/history/{10**30}").status_code == 404
    assert as_person(app, make.editor).get(f"/claims/{claim}/history/{drafted}").status_code == 404
