"""The invented record is as true as a real one, and naive SQL finds in it what reports do."""

import pytest

from tests.bench.filling import fill
from tests.bench.questions import QUESTIONS, typical
from tests.bench.world import World
from tracker.record.verify import verify

# Enough for shifts and pairs; in full it is `make bench`.
STANCES = 4_000
# What is written past the application is told by no revision.
UNTOLD = {"history"}


@pytest.fixture
def invented(database):
    fill(database, World(STANCES, seed=2))
    return database


@pytest.mark.slow
@pytest.mark.unmeasured
def test_an_invented_record_is_whole_and_reports_of_it_agree_with_naive_sql(invented):
    checks = {check.name: check.first_bad for check in verify(invented).checks}
    with invented.reading() as session:
        about = typical(session)
        rows = {make.__name__: make(about).check(session) for make in QUESTIONS}

    assert {name: bad for name, bad in checks.items() if bad and name not in UNTOLD} == {}
    assert {name: n for name, n in rows.items() if not n} == {}


def test_another_seed_says_other_things_and_as_many():
    one, same, other = (list(World(500, seed).utterances()) for seed in (1, 1, 2))

    assert one == same
    assert one != other
    assert {sum(len(s.claims) for s in said if s.state <= 1) for said in (one, other)} == {500}
