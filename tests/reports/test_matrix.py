"""The matrix: the votes, periods; what cannot be asked is told."""

import pytest

from tracker.errors import Refused
from tracker.reports import matrix
from tracker.vocabulary import Stance


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


def test_a_table_that_nobody_could_read_is_refused_with_the_limit(report, make, monkeypatch):
    for name in ("One", "Two", "Three"):
        make.statement(speaker=make.speaker(name), stances={make.claim(): Stance.SUPPORT})
    assert len(report("matrix").rows) == 3
    monkeypatch.setattr(matrix, "MOST_ASKED", 2)

    with pytest.raises(Refused) as refused:
        report("matrix")

    assert refused.value.params == {"rows": 3, "columns": 3, "limit": 2}
