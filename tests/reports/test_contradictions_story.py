"""The contradictions of the invented town, found by reading its story."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.exchange.story_tables import SHORT, table
from tracker.models import Claim, Speaker, Statement
from tracker.vocabulary import Level, Stance

GOLDEN = Path(__file__).parent / "golden" / "contradictions.csv"


@pytest.fixture
def database_url(story_database_url):
    return story_database_url


@pytest.fixture
def town(report, database):
    """The contradictions at one level as the golden table tells them."""

    def tell(level, **given):
        with database.reading() as session:
            keys = {
                uid: (key or "story-")[SHORT:]
                for cls in (Claim, Speaker, Statement)
                for uid, key in session.execute(select(cls.uid, cls.key))
            }
        rows = report("contradictions", holder=level, **given).rows
        return [(level, *_short(keys, row)) for row in rows]

    return tell


def _short(keys, row):
    values = list(vars(row).values())[:12]
    return tuple(keys.get(value, str(value).lower()) for value in values)


def golden():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in list(csv.reader(file))[1:]]


def everywhere(town, **given):
    return sorted(row for level in Level for row in town(level.value, **given))


def test_the_town_contradicts_itself_as_a_person_reads_it(town):
    told = table("contradictions")

    assert everywhere(town) == golden()
    # What was told before there was a report is the same, but says nothing of who spoke first.
    assert {
        (kind, level, holder, frozenset({(claim, code, at), (other, opposite, then)}), gap)
        for kind, level, holder, claim, code, at, other, opposite, then, gap in told
    } == {
        (kind, level, holder, frozenset({(claim, code, at), (other, opposite, then)}), gap)
        for level, kind, holder, claim, code, _, at, other, opposite, _, then, gap, _ in golden()
    }


def test_one_stance_makes_other_contradictions_and_not_other_ones_of_the_past(
    town, report, make, database
):
    before = everywhere(town)
    revision = report("contradictions").slice.revision
    with database.reading() as session:
        statement = session.scalar(select(Statement.id).where(Statement.key == "story-18"))
        renggali = session.scalar(select(Speaker.id).where(Speaker.key == "story-renggali"))
        mud = session.scalar(select(Claim.id).where(Claim.key == "story-mud"))

    turned = make.draft(speaker=renggali, stances={mud: Stance.SUPPORT}, said_on="2023-09-21")
    make.correct(statement, turned)

    gone = set(before) - set(everywhere(town))
    assert {row for row in gone if row[2] == "renggali"} == {
        row for row in golden() if row[2] == "renggali"
    }
    assert everywhere(town, as_of=f"r{revision}") == before


@pytest.mark.parametrize(
    ("given", "n"),
    [
        ({"way": "related_claims"}, 2),
        ({"way": "related_claims", "gap": "63"}, 0),
        ({"way": "related_claims", "gap": "64"}, 1),
        ({"claim": "story-known"}, 1),
        ({"claim": "story-mud"}, 2),
        ({"speaker": "story-maheswa"}, 3),
        ({"said_from": "2024-01-01"}, 4),
        ({"said_to": "2023-12-31"}, 3),
    ],
)
@pytest.mark.engines("sqlite")
def test_it_is_narrowed_by_the_pair_and_not_by_either_statement(town, given, n):
    assert len(town("speaker", **given)) == n


@pytest.mark.engines("sqlite")
def test_the_command_prints_what_is_promised(printed):
    rows = printed("contradictions")

    columns = "kind holder claim_a code_a on_a statement_a claim_b code_b on_b statement_b"
    assert list(rows[0])[:12] == [*columns.split(), "gap_days", "marked"]
    assert [list(row.values()) for row in rows] == sorted(list(row.values()) for row in rows)
    assert {row["marked"] for row in rows} == {"false"}
    assert len(rows) == 7
