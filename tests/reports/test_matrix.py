"""The matrix: as a person finds it in the story and the votes; what cannot be asked is told."""

import pytest
from sqlalchemy import select

from tests.exchange.story_tables import SHORT, table
from tracker.errors import Refused
from tracker.models import Claim, Speaker
from tracker.vocabulary import Stance


class TestStory:
    """The invented town."""

    @pytest.fixture
    def database_url(self, story_database_url):
        return story_database_url

    def test_everybody_stands_where_a_person_finds_them(self, report, database):
        with database.reading() as session:
            keys = {
                uid: key[SHORT:]
                for cls in (Claim, Speaker)
                for uid, key in session.execute(select(cls.uid, cls.key))
            }

        found = [
            told(level, row, keys)
            for level in ("speaker", "body", "state")
            for row in report("matrix", holder=level).rows
        ]
        wanted = [
            (*row[:4], *row[7:10], "yes" if row[10] == "yes" else "no")
            for row in table("positions")
        ]
        assert sorted(found) == sorted(wanted)


def told(level, row, keys):
    """A row as the table by hand has it, sides aside."""
    has_position = "no" if row.value is None else "yes"
    place = level, keys[row.column], keys[row.holder]
    return (*place, str(row.n), row.first_on, row.last_on, row.code, has_position)


class TestVotes:
    """The votes of the demo."""

    @pytest.fixture
    def database_url(self, demo_database_url):
        return demo_database_url

    def test_votes_stand_by_resolution_and_by_year(self, printed):
        votes = ("--claim", "un-dprk-human-rights", "--holder", "state")

        by_vote = printed("matrix", *votes, "--columns", "occasion")
        by_year = printed("matrix", *votes, "--columns", "year")

        assert len(by_vote) == 1635
        assert len({row["column"] for row in by_vote}) == 9
        assert {row["n"] for row in by_vote} == {"1"}
        mine = [row for row in by_year if row["holder_label"] == "Indonesia"]
        codes = {row["column"]: row["code"] for row in mine}
        assert (codes["2009"], codes["2010"]) == ("oppose", "mixed")


def test_a_period_counts_what_lies_in_it_and_names_what_is_not_precise_enough(make, report):
    claim, speaker = make.claim(), make.speaker("Ratu")
    for said_on, code in (("2024", Stance.OPPOSE), ("2025-01-08", Stance.SUPPORT)):
        make.statement(speaker=speaker, stances={claim: code}, said_on=said_on)

    found = report("matrix", said_from="2024-06", said_to="2025-01")

    assert [(row.code, row.n) for row in found.rows] == [("support", 1)]
    assert found.n_imprecise == 1


def test_what_was_taken_back_is_no_position(make, report):
    claim, speaker = make.claim(), make.speaker("Ratu")
    first = make.statement(speaker=speaker, stances={claim: Stance.OPPOSE}, said_on="2025-01-01")
    make.statement(
        speaker=speaker,
        stances={claim: Stance.DECLINE},
        act="retracts",
        said_on="2025-01-02",
        retracts=first,
    )

    (row,) = report("matrix").rows

    assert (row.code, row.value, row.n) == ("decline", None, 1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"columns": "weather"}, "columns"),
        ({"columns": "year"}, "claim"),
        ({"claim": "nothing"}, "claim"),
        ({"topic": "0"}, "topic"),
        ({"holder": "everybody"}, "holder"),
        ({"said_from": "2025", "said_to": "2024"}, "said_to"),
        ({"said_from": "2025-13"}, "said_from"),
        ({"as_of": "r99"}, "as_of"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_told(report, given, field):
    with pytest.raises(Refused) as refused:
        report("matrix", **given)

    assert refused.value.field == field
