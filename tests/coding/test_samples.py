"""Samples: what is drawn, what is refused, what the list of claims gives away."""

import pytest
from sqlalchemy import select

from tests.merging import merge
from tracker.coding.drawing import Decoys
from tracker.errors import Refused
from tracker.models import Claim, Coded, Coding, Sampled, SampleMethod


def firsts(database):
    """How what was drawn was coded first, by statement."""
    with database.reading() as session:
        found = (
            select(Sampled.statement_id, Coding.account_id, Coded.claim_id, Coded.code, Coded.note)
            .join(Coding, Coding.sampled_id == Sampled.id)
            .join(Coded, Coded.coding_id == Coding.id)
            .where(Coding.is_first)
        )
        return [tuple(row) for row in session.execute(found.order_by(Sampled.id))]


def test_all_that_waits_is_drawn_and_how_it_was_coded_first_is_kept(make, sampling, database):
    claim = make.claim()
    waits = make.submitted(stances={claim: "oppose"})
    make.drafted()
    make.statement()

    sample = sampling.draw()

    assert sampling.drawn(sample) == [waits]
    assert firsts(database) == [(waits, make.editor.account_id, claim, "oppose", "")]


def test_what_is_published_is_drawn_if_asked_for_and_is_not_blind(make, sampling, database):
    waits, stands = make.submitted(), make.statement()

    sampling.draw(takes_published=True)

    with database.reading() as session:
        rows = session.execute(select(Sampled.statement_id, Sampled.is_blind)).all()
    assert sorted(tuple(row) for row in rows) == [(waits, True), (stands, False)]


def test_the_same_seed_draws_the_same_share_rounded_up(make, sampling):
    statements = [make.submitted() for _ in range(7)]
    drawn = []

    for seed in ("a", "a", "b", "c", "d"):
        sample = sampling.draw(SampleMethod.SHARE, share=30, seed=seed)
        drawn.append(sampling.drawn(sample))
        sampling.close(sample)

    assert {len(some) for some in drawn} == {3}
    assert set().union(*drawn) <= set(statements)
    assert drawn[0] == drawn[1]
    assert len({tuple(some) for some in drawn}) > 1


def test_stratified_takes_some_of_every_claim(make, sampling):
    rare, common = make.claim(), make.claim()
    ones = [make.submitted(stances={common: "support"}) for _ in range(9)]
    one = make.submitted(stances={rare: "oppose"})

    drawn = sampling.drawn(sampling.draw(SampleMethod.STRATIFIED, share=10, seed="b"))

    assert one in drawn
    assert len(drawn) == 2
    assert set(drawn) - {one} < set(ones)


def test_statements_are_picked_by_number(make, sampling):
    first, _, third = (make.submitted() for _ in range(3))

    sample = sampling.draw(SampleMethod.PICKED, picked=(str(third), str(first)))

    assert sampling.drawn(sample) == [first, third]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 1_000_000}, "name"),
        ({"method": SampleMethod.SHARE}, "share"),
        ({"method": SampleMethod.SHARE, "share": 101}, "share"),
        ({"method": SampleMethod.STRATIFIED, "share": 0}, "share"),
        ({"coders": 4}, "coders"),
        ({"method": SampleMethod.PICKED}, "picked"),
        ({"method": SampleMethod.PICKED, "picked": ("999999",)}, "picked"),
    ],
)
def test_a_sample_that_cannot_be_drawn_is_refused_beside_its_field(make, sampling, asked, field):
    make.submitted()

    with pytest.raises(Refused) as refused:
        sampling.draw(**asked)

    assert refused.value.field == field


def test_more_than_are_drawn_at_once_are_not_even_looked_up(sampling):
    with pytest.raises(Refused, match="At most 1000"):
        sampling.draw(SampleMethod.PICKED, picked=tuple(str(n) for n in range(1001)))


def test_a_statement_is_in_one_open_sample(make, sampling):
    waits, draft = make.submitted(), make.drafted()
    sampling.draw()

    with pytest.raises(Refused, match="nothing to draw from"):
        sampling.draw()
    for number in (waits, draft):
        with pytest.raises(Refused):
            sampling.draw(SampleMethod.PICKED, picked=(str(number),))


def test_the_same_form_twice_draws_once(make, sampling):
    make.submitted()

    assert sampling.draw(client_token="t") == sampling.draw(client_token="t")
    with pytest.raises(Refused, match="sent for something else"):
        sampling.draw(client_token="t", by=make.admin)


def test_decoys_share_a_topic_and_do_not_stand_behind_what_was_coded(make, database):
    topic = make.topic("Water")
    near = [make.claim(topics=[topic]) for _ in range(4)]
    far = [make.claim() for _ in range(3)]

    with database.reading() as session:
        decoys = Decoys(session, "c")
        lists = [decoys.offered(f"statement {number}", near[:1]) for number in range(99)]

    assert all(near[0] in offered and len(offered) == 3 for offered in lists)
    assert not any(set(offered) & set(far) for offered in lists)
    assert {offered.index(near[0]) for offered in lists} == {0, 1, 2}
    assert len({frozenset(offered) for offered in lists}) == 3


def test_the_seed_on_the_page_does_not_tell_which_claims_were_coded(make, sampling):
    coded, *_ = (make.claim() for _ in range(12))
    statements = [make.submitted(stances={coded: "support"}) for _ in range(4)]
    lists = []

    for _ in range(2):
        sample = sampling.draw(seed="on the page")
        lists.append([sampling.offered(statement) for statement in statements])
        sampling.close(sample)

    assert lists[0] != lists[1]


def test_where_no_topic_is_shared_other_claims_stand_in(make, database):
    coded, *others = (make.claim() for _ in range(5))

    with database.reading() as session:
        offered = Decoys(session, "c").offered("statement", [coded])

    assert len(set(offered) & set(others)) == 2


def test_what_a_coded_claim_was_merged_into_is_no_decoy(make, database):
    coded, other, winner, highest = (make.claim() for _ in range(4))
    merge(make, Claim, coded, winner)
    merge(make, Claim, winner, highest)

    with database.reading() as session:
        offered = Decoys(session, "c").offered("statement", [coded])

    assert set(offered) == {coded, other}
