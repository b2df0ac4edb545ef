"""A second coding is handed in once, blind, by somebody else; it holds up what it concerns."""

import pytest
from sqlalchemy import func, select

from tests.reviews.visitors import revisions
from tracker.coding.commands import hand_in
from tracker.coding.drafts import Judged
from tracker.errors import Refused
from tracker.models import Coding, SampleMethod
from tracker.vocabulary import Stance, Transition


@pytest.fixture
def claim(make):
    return make.claim()


@pytest.fixture
def waiting(make, sampling, claim):
    """A statement that waits for a second coder."""
    statement = make.submitted(stances={claim: "support"})
    sampling.draw()
    return statement


def codings(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Coding).where(~Coding.is_first))


def test_codings_that_agree_let_it_be_published(make, sampling, waiting, claim):
    second = sampling.reviewer("Sato")
    with pytest.raises(Refused, match="coded a second time"):
        make.publish(waiting)

    sampling.code(waiting, {claim: "support"}, by=second)

    assert sampling.state(waiting) == "settled"
    make.publish(waiting)


def test_codings_that_differ_hold_it_up_until_they_are_settled(make, sampling, waiting, claim):
    sampling.code(waiting, {claim: "lean_support"}, by=sampling.reviewer("Sato"))

    assert sampling.state(waiting) == "differing"
    with pytest.raises(Refused, match="once that is settled"):
        make.publish(waiting)


def test_a_claim_that_only_one_saw_is_a_difference(make, sampling, waiting, claim):
    other = make.claim()

    sampling.code(waiting, {claim: "support", other: "oppose"}, by=sampling.reviewer("Sato"))

    assert sampling.state(waiting) == "differing"


def test_as_many_code_it_as_the_sample_asks_for(make, sampling, claim):
    statement = make.submitted(stances={claim: "support"})
    sampling.draw(coders=2)

    sampling.code(statement, {claim: "support"}, by=sampling.reviewer("Sato"))
    assert sampling.state(statement) == "waiting"
    sampling.code(statement, {claim: "support"}, by=sampling.reviewer("Dewi"))

    assert sampling.state(statement) == "settled"
    with pytest.raises(Refused, match="settled already"):
        sampling.code(statement, {claim: "support"}, by=sampling.reviewer("Putu"))


def test_the_same_form_twice_is_one_coding_and_another_form_is_refused(
    sampling, waiting, claim, database
):
    sato = sampling.reviewer("Sato")
    sampling.code(waiting, {claim: "support"}, by=sato, token="t")
    before = revisions(database)

    sampling.code(waiting, {claim: "oppose"}, by=sato, token="t")
    with pytest.raises(Refused, match="have coded this statement already"):
        sampling.code(waiting, {claim: "oppose"}, by=sato, token="u")

    assert codings(database) == 1
    assert revisions(database) == before


def test_nobody_codes_their_own_statement_or_what_they_decided_about(make, sampling, claim):
    statement = make.submitted(stances={claim: "support"})
    make.turn_down(statement, Transition.RETURN)
    sampling.hand_over(statement)
    sampling.draw()

    with pytest.raises(Refused, match="yours is the first coding"):
        sampling.code(statement, {claim: "support"}, by=make.editor)
    with pytest.raises(Refused, match="you know how it was coded"):
        sampling.code(statement, {claim: "support"}, by=make.reviewer)


def test_every_claim_of_the_list_is_judged_and_notes_have_a_limit(
    make, sampling, waiting, claim, database
):
    sato, number = sampling.reviewer("Sato"), sampling.sampled(waiting)
    judged = sampling.judged(waiting, {claim: "support"})
    long = [Judged(one.claim, one.code, "x" * 3_000_000) for one in judged]
    unjudged = [Judged(one.claim, None, is_judged=False) for one in judged]
    unknown = [*judged, Judged("no-such-claim", Stance.OPPOSE)]
    unsaid = [*judged, Judged(str(make.claim()), None)]

    for given, field in [
        ((), None),
        (judged[1:], None),
        ((*judged, judged[0]), f"claims-{len(judged)}-claim"),
        (long, "claims-0-note"),
        (unjudged, "claims-0-code"),
        (unknown, f"claims-{len(judged)}-claim"),
        (unsaid, f"claims-{len(judged)}-code"),
    ]:
        with pytest.raises(Refused) as refused, make.transaction(sato) as session:
            hand_in(session, number, given, by=sato)
        assert refused.value.field == field

    assert codings(database) == 0


@pytest.mark.parametrize("step", ["recall", Transition.RETURN, Transition.REJECT, "close"])
def test_what_has_left_the_sample_is_not_coded(make, sampling, waiting, claim, step):
    if step == "recall":
        sampling.take_back(waiting)
    elif step == "close":
        sampling.close(1)
    else:
        make.turn_down(waiting, step)

    assert sampling.state(waiting) == "dropped"
    with pytest.raises(Refused, match="left the sample"):
        sampling.code(waiting, {claim: "support"}, by=sampling.reviewer("Sato"))


def test_what_is_published_waits_for_nobody_and_leaves_with_its_edition(make, sampling, claim):
    kept, corrected, withdrawn = (make.statement(stances={claim: "support"}) for _ in range(3))
    sampling.draw(takes_published=True)

    make.correct(corrected, make.draft(stances={claim: "oppose"}))
    make.withdraw(withdrawn)

    assert [sampling.state(s) for s in (kept, corrected, withdrawn)] == [
        "waiting", "dropped", "dropped",
    ]  # fmt: skip


def test_a_sample_is_drawn_again_after_it_was_closed(make, sampling, waiting):
    sampling.close(1)

    again = sampling.draw(SampleMethod.PICKED, picked=(str(waiting),))

    assert sampling.drawn(again) == [waiting]


def test_what_fewer_have_coded_than_were_asked_to_still_counts_when_it_is_closed(
    make, sampling, claim
):
    begun, untouched = (make.submitted(stances={claim: "support"}) for _ in range(2))
    sampling.draw(coders=2)
    sampling.code(begun, {claim: "oppose"}, by=sampling.reviewer("Sato"))

    sampling.close(1)

    assert [sampling.state(begun), sampling.state(untouched)] == ["differing", "dropped"]


def test_a_form_that_was_sent_for_another_statement_is_refused(make, sampling, claim, database):
    one, other = (make.submitted(stances={claim: "support"}) for _ in range(2))
    sampling.draw()
    sato = sampling.reviewer("Sato")
    sampling.code(one, {claim: "support"}, by=sato, token="t")

    with pytest.raises(Refused, match="sent for something else"):
        sampling.code(other, {claim: "support"}, by=sato, token="t")

    assert codings(database) == 1
