"""The story's second coding: forty statements read by two people who did not know the first codes.

The tables in tests/exchange/story/ were written and reckoned by hand from codings.csv.
"""

from collections import Counter
from fractions import Fraction

import pytest
from sqlalchemy import select

from tests.exchange.story_tables import table
from tracker.accounts.demo import DEMO_ACCOUNTS
from tracker.analysis.agreement import Unit, figures_of_pair
from tracker.coding.readings import differing, readings
from tracker.models import Account, Claim, Sample, Sampled, Settlement, Statement


@pytest.fixture
def database_url(story_database_url):
    return story_database_url


@pytest.fixture
def people(ask):
    """The numbers of the demo's people, by part."""
    known = {email: number for number, email in ask(select(Account.id, Account.email))}
    return {demo.part: known[demo.email] for demo in DEMO_ACCOUNTS}


@pytest.fixture
def told(ask, database):
    """What was said, by the short names of statements, in both samples."""
    found = {number: key[-2:] for number, key in ask(_keys())}
    with database.reading() as session:
        return {found[number]: said for number, said in readings(session, found).items()}


def _keys():
    return select(Sampled.id, Statement.key).join(Statement, Statement.id == Sampled.statement_id)


def test_forty_were_read_twice_and_two_more_wait(ask):
    found = ask(select(Sample.name, Sampled.state).join(Sample, Sample.id == Sampled.sample_id))

    assert Counter(tuple(row) for row in found) == {
        ("Forty of the first sixty", "settled"): 40,
        ("What came in later", "waiting"): 1,
        ("What came in later", "differing"): 1,
    }


def test_they_agree_as_much_as_a_person_reckons(told, people):
    first, second = people["reviewer"], people["reviewer2"]
    units = [
        Unit(int(statement), reading.claim_id, reading.codes)
        for statement, said in told.items()
        for reading in said
    ]

    found = {str(one.measure): one for one in figures_of_pair(units, first, second)}

    for measure, n, numerator, denominator in table("agreement"):
        figure = found[measure]
        assert figure.n == int(n)
        assert figure.value == pytest.approx(float(Fraction(int(numerator), int(denominator))))


def test_what_they_differ_about_was_settled_as_told(ask, told, people):
    claims = {
        number: key.removeprefix("story-") for number, key in ask(select(Claim.id, Claim.key))
    }
    keys = dict(tuple(row) for row in ask(_keys()))
    settled = {
        (keys[number][-2:], claims[claim]): code or "none"
        for number, claim, code in ask(
            select(Settlement.sampled_id, Settlement.claim_id, Settlement.code)
        )
    }
    names = {number: part for part, number in people.items()}

    rows = []
    for statement, said in told.items():
        for reading in differing(said):
            codes = {names[coder]: code or "none" for coder, code in reading.codes.items()}
            first = codes.get("editor", codes.get("editor2"))
            place = statement, claims[reading.claim_id]
            others = (codes.get(part, "") for part in ("reviewer", "reviewer2"))
            rows.append((*place, first, *others, settled.get(place, "")))

    assert sorted(rows) == sorted(table("settled"))
