"""What readers may know of: what published statements say and refer to, and nothing else."""

import pytest
from sqlalchemy import select

from tracker import audit
from tracker.errors import Missing
from tracker.models import (
    Claim,
    ClaimTopic,
    Occasion,
    Outlet,
    Source,
    Speaker,
    Statement,
    Topic,
)
from tracker.statements.drafts import StancePart
from tracker.visibility import ANYBODY, find, visible_to
from tracker.vocabulary import Stance

NOUNS = (Statement, Claim, Topic, Speaker, Source, Outlet, Occasion)


@pytest.fixture
def world(make):
    """A statement that refers to one thing in every way there is."""
    state = make.state("Russia", "RU")
    ministry = make.speaker("Ministry", "organisation", parent=state)
    person, host, relay, target = (make.speaker(n) for n in ("One", "Host", "Relay", "Target"))
    above = make.topic("Security")
    topic = make.topic("Arms", parent=above)
    outlet = make.outlet()
    source, claim = make.source(outlet=outlet), make.claim(topics=[topic])
    occasion = make.occasion(host=host)
    draft = make.draft(
        speaker=person,
        role=make.role(person, ministry),
        relayed_by=relay,
        source=source,
        occasion=occasion,
        stances=None,
    )
    stance = StancePart(str(claim), Stance.OPPOSE, targets=(str(target),))
    draft = type(draft)(**{**vars(draft), "stances": (stance,)})
    return {
        "statement": make.submitted(draft),
        Claim: {claim},
        Topic: {topic, above},
        Speaker: {state, ministry, person, host, relay, target},
        Source: {source},
        Outlet: {outlet},
        Occasion: {occasion},
    }


def known(database, cls, viewer=ANYBODY):
    with database.reading() as session:
        return set(session.scalars(select(cls.id).where(visible_to(viewer).of(cls))))


def test_readers_know_of_nothing_that_drafts_alone_refer_to(database, make, world):
    assert not any(known(database, cls) for cls in NOUNS)
    assert world[Speaker] <= known(database, Speaker, make.editor)


def test_all_that_a_published_statement_refers_to_is_public(database, make, world):
    make.publish(world["statement"])

    assert known(database, Statement) == {world["statement"]}
    for cls in NOUNS[1:]:
        assert known(database, cls) & world[cls] == world[cls], cls


def test_what_a_withdrawn_statement_alone_refers_to_is_public_no_more(database, make, world):
    make.publish(world["statement"])
    make.withdraw(world["statement"])

    assert not any(known(database, cls) for cls in NOUNS)


def test_a_withdrawn_statement_keeps_its_address_and_what_it_named_does_not(database, make, world):
    make.publish(world["statement"])
    make.withdraw(world["statement"])

    with database.reading() as session:
        assert find(session, Statement, world["statement"], ANYBODY).id == world["statement"]
        for claim in world[Claim]:
            with pytest.raises(Missing):
                find(session, Claim, claim, ANYBODY)


def test_a_topic_that_its_claims_have_left_is_public_no_more(database, make, world):
    make.publish(world["statement"])

    with make.transaction(make.editor, why="Not about arms") as session:
        audit.update_where(session, ClaimTopic, ClaimTopic.left.is_(None), left=0)
        audit.expect_stamps(session)

    assert known(database, Topic) == set()


def test_what_a_correction_no_longer_refers_to_is_public_no_more(database, make):
    wrong, right, claim = make.speaker("Wrong"), make.speaker("Right"), make.claim()
    statement = make.statement(speaker=wrong, stances={claim: Stance.SUPPORT})

    make.correct(statement, make.draft(speaker=right, stances={claim: Stance.SUPPORT}))

    assert known(database, Speaker) == {right}
