"""What coders differ about is settled by somebody else, with a reason, and then holds."""

import pytest
from sqlalchemy import select

from tests.merging import merge
from tests.queue.deciding import decide, edition_of, post
from tests.reviews.visitors import as_person
from tracker.errors import Refused
from tracker.models import Claim, Edition, Settlement, Stance, Statement
from tracker.reviews.assigning import assign
from tracker.vocabulary import EditionState


@pytest.fixture
def claim(make):
    return make.claim()


@pytest.fixture
def coder(sampling):
    return sampling.reviewer("Sato")


@pytest.fixture
def judge(sampling):
    return sampling.reviewer("Judge")


@pytest.fixture
def differing(make, sampling, claim, coder):
    """A submitted statement that its coders differ about."""
    statement = make.submitted(stances={claim: "support"})
    sampling.draw()
    sampling.code(statement, {claim: "oppose"}, by=coder, notes={claim: "She says no."})
    return statement


def codes(database, statement):
    """The codes of the newest edition by claim, and its state."""
    with database.reading() as session:
        newest = select(Edition).where(Edition.statement_id == statement)
        edition = session.scalars(newest.order_by(-Edition.number).limit(1)).one()
        found = select(Stance.claim_id, Stance.code).where(Stance.edition_id == edition.id)
        told = {claim: code.value for claim, code in session.execute(found)}
        return told, edition.state, edition.number


def test_what_the_edition_says_already_changes_nothing(
    make, sampling, differing, claim, judge, database
):
    with database.reading() as session:
        before = session.get_one(Statement, differing).version

    sampling.settle(differing, {claim: "support"}, by=judge)

    assert sampling.state(differing) == "settled"
    assert codes(database, differing) == ({claim: "support"}, EditionState.SUBMITTED, 1)
    with database.reading() as session:
        assert session.get_one(Statement, differing).version == before
    make.publish(differing)


def test_a_submitted_edition_says_what_was_settled(
    make, sampling, differing, claim, judge, database
):
    sampling.settle(differing, {claim: "oppose"}, by=judge)

    assert codes(database, differing) == ({claim: "oppose"}, EditionState.SUBMITTED, 1)
    make.publish(differing)


def test_a_claim_that_only_the_second_coder_saw_is_added(
    make, sampling, claim, coder, judge, database
):
    other, statement = make.claim(), make.submitted(stances={claim: "support"})
    sampling.draw()
    sampling.code(statement, {claim: "support", other: "question"}, by=coder)

    sampling.settle(statement, {other: "question"}, by=judge)

    assert codes(database, statement)[0] == {claim: "support", other: "question"}


def test_none_is_possible_and_then_it_is_published_without_a_stance(
    make, sampling, differing, claim, judge, database
):
    sampling.settle(differing, {claim: None}, by=judge)

    assert codes(database, differing)[0] == {}
    make.publish(differing)
    with database.reading() as session:
        assert session.scalars(select(Settlement.code)).all() == [None]


def test_a_settlement_that_differs_from_what_is_published_begins_a_correction(
    make, sampling, claim, coder, judge, database
):
    statement = make.statement(stances={claim: "support"})
    sampling.draw(takes_published=True)
    sampling.code(statement, {claim: "oppose"}, by=coder)

    sampling.settle(statement, {claim: "oppose"}, by=judge, reason="He denies it.")

    assert codes(database, statement) == ({claim: "oppose"}, EditionState.SUBMITTED, 2)
    with database.reading() as session:
        standing = select(Edition.number).where(Edition.is_standing)
        assert session.scalars(standing).all() == [1]
    make.publish(statement)
    assert codes(database, statement)[1] is EditionState.PUBLISHED


def test_what_somebody_settled_is_published_by_somebody_else(
    app, sampling, differing, claim, judge, coder
):
    sampling.settle(differing, {claim: "oppose"}, by=judge)
    visitor = as_person(app, judge)

    page = visitor.get(f"/queue/{differing}").text

    assert "You settled how this is coded" in page
    assert f"/{differing}/publish" not in visitor.get(f"/statements/{differing}").text
    assert decide(visitor, differing, "publish").status_code == 422
    assert post(visitor, "/queue/next").location == "/queue"
    assert decide(as_person(app, coder), differing, "publish").location == "/queue"


def test_nobody_is_asked_to_decide_about_what_they_settled(make, sampling, differing, claim, judge):
    sampling.settle(differing, {claim: "oppose"}, by=judge)

    with make.transaction(make.reviewer) as session, pytest.raises(Refused, match="one settled"):
        assign(session, edition_of(session, differing), judge.account_id, by=make.reviewer)


def test_who_settled_that_the_first_coder_was_right_wrote_nothing(
    app, sampling, differing, claim, judge
):
    sampling.settle(differing, {claim: "support"}, by=judge)

    assert decide(as_person(app, judge), differing, "publish").location == "/queue"


def test_whoever_coded_it_does_not_settle_it(make, sampling, differing, claim, coder):
    for by in (coder, make.editor):
        with pytest.raises(Refused, match="another reviewer settles"):
            sampling.settle(differing, {claim: "oppose"}, by=by)


@pytest.mark.parametrize(
    ("reason", "field"), [(" ", "claims-0-reason"), ("x" * 1_000_000, "claims-0-reason")]
)
def test_a_reason_is_needed_and_has_a_limit(sampling, differing, claim, judge, reason, field):
    with pytest.raises(Refused) as refused:
        sampling.settle(differing, {claim: "oppose"}, by=judge, reason=reason)

    assert refused.value.field == field
    assert sampling.state(differing) == "differing"


def test_all_that_differs_is_settled_at_once_and_nothing_else(
    make, sampling, differing, claim, judge
):
    other = make.claim()

    for given in ({}, {other: "oppose"}, {claim: "oppose", other: "oppose"}):
        with pytest.raises(Refused):
            sampling.settle(differing, given, by=judge)


def test_after_the_settlement_nobody_settles_or_codes(sampling, differing, claim, judge):
    sampling.settle(differing, {claim: "oppose"}, by=judge)

    with pytest.raises(Refused, match="settled already"):
        sampling.settle(differing, {claim: "support"}, by=judge)
    with pytest.raises(Refused, match="settled already"):
        sampling.code(differing, {claim: "support"}, by=sampling.reviewer("Late"))


def test_a_note_goes_to_the_end_of_the_claims_definition(
    sampling, differing, claim, judge, database
):
    sampling.settle(differing, {claim: "oppose"}, by=judge, note="A refusal to rule it out counts.")

    with database.reading() as session:
        definition = session.get_one(Claim, claim).definition
    assert definition.endswith("A refusal to rule it out counts.")


def test_a_note_on_a_merged_claim_goes_to_the_definition_that_people_read(
    make, sampling, differing, claim, judge, database
):
    winner = make.claim()
    merge(make, Claim, claim, winner)

    sampling.settle(differing, {claim: "oppose"}, by=judge, note="Denials count.")

    with database.reading() as session:
        told = [session.get_one(Claim, number).definition for number in (claim, winner)]
    assert told == ["", "Denials count."]
