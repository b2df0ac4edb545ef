"""Shifts: golden values of the votes and the story, periods, and the past as it was told then."""

from dataclasses import astuple

import pytest
from sqlalchemy import select

from tests.exchange.story_tables import SHORT, table
from tracker.models import Claim, Speaker, Statement
from tracker.reviews.commands import withdraw
from tracker.vocabulary import Stance

VOTES = ("--claim", "un-dprk-human-rights", "--holder", "state")


class TestVotes:
    """The votes of the demo."""

    @pytest.fixture
    def database_url(self, demo_database_url):
        return demo_database_url

    def test_states_change_their_votes_as_the_public_record_has_it(self, printed):
        rows = printed("shifts", *VOTES)

        assert len(rows) == 149
        assert len({row["holder"] for row in rows}) == 78
        assert [row["extent"] for row in rows].count("full") == 8
        assert list(rows[0])[:4] == ["holder", "holder_kind", "claim", "from_code"]
        assert [list(row.values()) for row in rows] == sorted(list(row.values()) for row in rows)
        mine = [row for row in rows if row["holder_label"] == "Indonesia"]
        assert [(r["from_code"], r["to_code"], r["from_on"], r["to_on"]) for r in mine] == [
            ("oppose", "mixed", "2009-12-18", "2010-12-21")
        ]

    def test_a_period_limits_when_somebody_changed(self, report):
        asked = {"claim": "un-dprk-human-rights", "holder": "state"}

        whole = report("shifts", **asked).rows
        year = report("shifts", **asked, said_from="2010", said_to="2010").rows

        assert year == [row for row in whole if row.to_on.startswith("2010")]
        assert year


class TestStory:
    """The invented town."""

    @pytest.fixture
    def database_url(self, story_database_url):
        return story_database_url

    def test_people_change_their_minds_as_a_person_finds(self, report, database):
        with database.reading() as session:
            keys = {
                uid: key[SHORT:]
                for cls in (Claim, Speaker, Statement)
                for uid, key in session.execute(select(cls.uid, cls.key))
            }
        found = [
            (level, *_short(keys, row))
            for level in ("speaker", "body", "state")
            for row in report("shifts", holder=level).rows
        ]

        assert sorted(found) == sorted(table("shifts"))


def _short(keys, row):
    new_role = {True: "yes", False: "no", None: ""}[row.new_role]
    return (
        keys[row.claim],
        keys[row.holder],
        row.from_code,
        row.to_code,
        row.extent,
        new_role,
        keys[row.from_statement],
        keys[row.to_statement],
    )


def test_the_past_is_told_as_it_was_told_then(make, report):
    claim, speaker = make.claim(), make.speaker("Ratu")
    for day, code in ((1, Stance.OPPOSE), (2, Stance.SUPPORT)):
        last = make.statement(speaker=speaker, stances={claim: code}, said_on=f"2025-01-0{day}")
    then = report("shifts")
    with make.transaction(make.reviewer) as session:
        row = session.get_one(Statement, last)
        withdraw(session, row, by=make.reviewer, version=None, reason="Not hers.")

    assert [(row.from_code, row.to_code, row.extent) for row in then.rows] == [
        ("oppose", "support", "full")
    ]
    assert report("shifts").rows == []
    past = report("shifts", as_of=f"r{then.slice.revision}")
    assert [astuple(row) for row in past.rows] == [astuple(row) for row in then.rows]


def test_a_change_that_other_statements_hid_is_told_where_they_are_left_out(make, report):
    claim, speaker = make.claim(), make.speaker("Ratu")
    for day, code, language in (
        ("2025-01-01", "support", "en"),
        ("2025", "oppose", "id"),
        ("2025-06-01", "oppose", "en"),
    ):
        make.statement(speaker=speaker, stances={claim: code}, said_on=day, quote_language=language)

    assert report("shifts").rows == []
    for asked in ({"language": "en"}, {"said_to": "2025-06-30"}):
        now = report("shifts", **asked)
        make.claim("Something else")
        then = report("shifts", as_of=f"r{now.slice.revision}", **asked)

        assert [(row.from_code, row.to_code) for row in now.rows] == [("support", "oppose")]
        assert then.rows == now.rows
