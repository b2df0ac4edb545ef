"""The invented town in reports, worked out by a person from its positions and its statements.

golden/compare.csv comes from golden/matrix.csv (itself by hand): the claims that
two share, and how far apart they stand there. The others come from the statements of the story,
written down one by one with date, outlet, body and codes as they were decided and corrected, and
activity.csv from what course.toml has people do. Shares are fractions.
"""

import csv
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.exchange.story_tables import SHORT, table
from tracker.accounts.demo import DEMO_ACCOUNTS
from tracker.models import Account, Claim, Outlet, Role, Speaker, Statement
from tracker.record.moments import newest_revision
from tracker.vocabulary import Stance

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def database_url(story_database_url):
    return story_database_url


@pytest.fixture
def keys(database):
    """The short names of the story by uid."""
    with database.reading() as session:
        return {
            uid: (key or "story-")[SHORT:]
            for cls in (Claim, Outlet, Speaker)
            for uid, key in session.execute(select(cls.uid, cls.key))
        }


def golden(name):
    """The rows of a table by hand."""
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def told(found, keys, *columns):
    """The rows of a report with the story's names, sorted, as the table by hand has them."""
    return sorted([_cell(getattr(row, column), keys) for column in columns] for row in found.rows)


def _cell(value, keys):
    if isinstance(value, float):
        return str(Fraction(value).limit_denominator(1000))
    return "" if value is None else keys.get(value, str(value))


COMPARED = ("holder_a", "holder_b", "shared_claims", "agree", "disagree", "agreement")
POLARISED = ("claim", "period", "for", "mixed", "against", "n", "share_for", "dispute")
UNITED = ("body", "claims", "unity", "several")
COVERED = ("by", "value", "n", "for", "mixed", "against", "other", "warning")


def pairs(found, keys):
    """A comparison; who is first of a pair is as the names are sorted."""
    return sorted([*sorted(row[:2]), *row[2:]] for row in told(found, keys, *COMPARED))


def test_people_agree_as_a_person_counts_it(report, keys):
    assert pairs(report("compare"), keys) == golden("compare")


def test_sides_are_taken_year_by_year_as_a_person_counts_them(report, keys):
    found = report("polarisation")

    assert told(found, keys, *POLARISED) == golden("polarisation")
    wholes = {
        keys[found.claims[claim].uid]: [
            str(n) for n in (whole.n_for, whole.n_mixed, whole.n_against)
        ]
        for claim, whole in found.wholes.items()
    }
    assert wholes == {claim: sides[:3] for claim, *sides in table("counts")}
    disputed = [(claim, whole.dispute) for claim, whole in found.wholes.items() if whole.dispute]
    assert [(keys[found.claims[claim].uid], n) for claim, n in disputed] == [
        ("open", pytest.approx(4 / 5)),
        ("fill", pytest.approx(1 / 3)),
    ]


def test_bodies_are_united_as_a_person_counts_it(report, keys):
    assert told(report("unity"), keys, *UNITED) == golden("unity")


def test_statements_are_covered_as_a_person_counts_them(report, keys):
    found = report("coverage")

    assert told(found, keys, *COVERED) == golden("coverage")
    assert (found.n, found.n_outside) == (52, 1)


def test_people_work_as_the_story_has_them_work(report, make, database):
    with database.reading() as session:
        emails = dict(session.execute(select(Account.uid, Account.email)).all())
    parts = {demo.email: demo.part for demo in DEMO_ACCOUNTS}
    asked = ("logged", "submitted", "published", "returned")

    rows = report("activity", viewer=make.editor).rows

    # A week may end while the story is loaded.
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        sums[parts[emails[row.person]]].update({name: getattr(row, name) for name in asked})
    assert sorted([who, *(str(done[name]) for name in asked)] for who, done in sums.items()) == (
        golden("activity")
    )


def test_one_stance_changes_what_is_told_and_not_what_was(report, keys, make, database):
    with database.reading() as session:
        revision = newest_revision(session)
        statement = session.scalar(select(Statement.id).where(Statement.key == "story-54"))
        claim = session.scalar(select(Claim.id).where(Claim.key == "story-open"))
        maheswa, role = session.execute(
            select(Speaker.id, Role.id)
            .join(Role, Role.speaker_id == Speaker.id)
            .where(Speaker.key == "story-maheswa", Role.title_en == "Mayor")
        ).one()
    everything = ("compare", "polarisation", "unity", "coverage", "activity")
    before = {name: report(name, viewer=make.editor).rows for name in everything}

    turned = make.draft(
        speaker=maheswa, stances={claim: Stance.SUPPORT}, said_on="2024-06-18", role=role
    )
    make.correct(statement, turned)

    now = {name: report(name, viewer=make.editor) for name in everything}
    # With Prawesti he still shares five claims; they split on two of them, no longer on one.
    assert ["maheswa", "prawesti", "5", "3", "2", "11/20"] in pairs(now["compare"], keys)
    polarised = told(now["polarisation"], keys, *POLARISED)
    assert ["open", "2024", "4", "0", "0", "4", "1", ""] in polarised
    # On the opening two are now for it and one against, which is as divided; of the berths
    # one alone speaks, as he no longer does.
    assert ["council", "8", "1/2", "6"] in told(now["unity"], keys, *UNITED)
    assert ["claim", "open", "9", "8", "0", "1", "0", ""] in told(now["coverage"], keys, *COVERED)
    assert now["activity"].rows != before["activity"]
    for name in everything:
        then = report(name, viewer=make.editor, as_of=f"r{revision}")
        assert then.rows == before[name], name
