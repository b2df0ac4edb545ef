"""Verdicts by rating, topic and who asserted the claim: worked out by hand, now and as of then."""

import csv
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.merging import merge, unmerge
from tests.verdicts.giving import Giving
from tracker.errors import Refused
from tracker.models import Claim, Speaker, Topic, VerdictStanding
from tracker.record.moments import newest_revision
from tracker.verdicts.queries import verdicts_on
from tracker.verdicts.shown import OnClaim
from tracker.visibility import ANYBODY
from tracker.vocabulary import Stance

GOLDEN = Path(__file__).parent / "golden" / "verdicts.csv"
SHORT = len("story-")
COLUMNS = ("claim", "rating", "decided_on", "decided_by", "topic", "asserted_by")


def told(database, report):
    """The rows by keys; on which day the story was loaded nobody could write down."""
    with database.reading() as session:
        keys = {
            uid: (key or "story-")[SHORT:]
            for cls in (Claim, Speaker, Topic)
            for uid, key in session.execute(select(cls.uid, cls.key))
        }
    return sorted(
        [
            *(keys[row.claim], row.rating, "yes" if row.decided_on else "no"),
            *(keys.get(row.topic, ""), keys.get(row.asserted_by, "")),
        ]
        for row in report.rows
    )


class TestStory:
    """The invented town, whose newsroom has rated three claims of four."""

    @pytest.fixture
    def database_url(self, story_database_url):
        return story_database_url

    def test_claims_are_rated_as_a_person_finds_them(self, report, database):
        with GOLDEN.open(encoding="utf-8", newline="") as file:
            _head, *golden = csv.reader(file)

        built = report("verdicts")

        assert told(database, built) == golden
        assert {row.decided_by for row in built.rows} == {""}
        assert {row.decided_on for row in built.rows if row.rating} <= today()

    def test_one_stance_changes_it_and_not_what_it_was(self, report, database, make):
        before, revision = told(database, report("verdicts")), newest(database)
        with database.reading() as session:
            mud = session.scalar(select(Claim.id).where(Claim.key == "story-mud"))
            renggali = session.scalar(select(Speaker.id).where(Speaker.key == "story-renggali"))

        make.statement(speaker=renggali, stances={mud: Stance.SUPPORT}, said_on="2025-01")

        assert ["mud", "true", "yes", "water", "renggali"] in told(database, report("verdicts"))
        assert told(database, report("verdicts", as_of=f"r{revision}")) == before

    def test_each_verdict_is_told_as_it_stood_then(self, report, database):
        with database.reading() as session:
            first, second = session.scalars(
                select(VerdictStanding.entered)
                .join(Claim, Claim.id == VerdictStanding.claim_id)
                .where(Claim.key == "story-mud")
                .order_by(VerdictStanding.id)
            )

        found = [
            {
                row[1]
                for row in told(database, report("verdicts", as_of=f"r{at}"))
                if row[0] == "mud"
            }
            for at in (first - 1, first, second - 1, second)
        ]

        assert found == [{""}, {"unproven"}, {"unproven"}, {"true"}]

    def test_kept_positions_and_those_made_from_statements_tell_the_same(self, report, database):
        for holder in ("speaker", "body", "state"):
            kept = told(database, report("verdicts", holder=holder))
            made = told(database, report("verdicts", holder=holder, said_to="2100"))

            assert kept == made

    @pytest.mark.engines("sqlite")
    def test_the_command_prints_them_and_filters_narrow_them(self, printed, report, database):
        rows = printed("verdicts")

        assert tuple(rows[0])[:6] == COLUMNS
        assert len(rows) == 13
        assert {row["rating_label"] for row in rows} == {"", "True", "Mostly true", "Unproven"}
        for given, claims in (
            ({"rating": "none"}, {"flood"}),
            ({"rating": "true"}, {"mud"}),
            ({"topic": "story-town-hall"}, {"known"}),
            ({"kind": "prediction"}, {"flood", "jobs"}),
            ({"speaker": "story-maheswa", "rating": "unproven"}, {"jobs"}),
        ):
            assert {row[0] for row in told(database, report("verdicts", **given))} == claims
        for given, field in (({"rating": "perhaps"}, "rating"), ({"kind": "policy"}, "kind")):
            with pytest.raises(Refused) as refused:
                report("verdicts", **given)
            assert refused.value.field == field


def newest(database):
    with database.reading() as session:
        return newest_revision(session)


def today():
    return {datetime.now(UTC).date().isoformat()}


def test_who_decided_is_for_editors_and_above(make, report):
    giving = Giving(make)
    giving.verdict(giving.claim())

    assert [row.decided_by for row in report("verdicts").rows] == [""]
    assert [row.decided_by for row in report("verdicts", viewer=make.editor).rows] == ["Second"]


def test_a_merge_brings_a_verdict_along_and_one_into_the_opposite_does_not(make, report, database):
    giving = Giving(make)
    kept, same, opposite = (giving.claim(words) for words in ("It is so", "So it is", "It is not"))
    giving.verdict(same, "true")
    giving.verdict(opposite, "false")
    apart, revision = ratings(report("verdicts")), newest(database)

    merge(make, Claim, opposite, kept, mirrored=True)
    turned = report("verdicts")
    merge(make, Claim, same, kept)
    both = report("verdicts")

    assert sorted(apart) == ["", "false", "true"]
    assert (sorted(ratings(turned)), turned.n_turned) == (["", "true"], 1)
    assert ratings(both) == ["true"]
    assert ratings(report("verdicts", as_of=f"r{revision}")) == apart
    unmerge(make, Claim, same)
    unmerge(make, Claim, opposite)
    assert ratings(report("verdicts")) == apart


def ratings(built):
    return [one.given.code if one.given else "" for one in built.claims]


def test_a_withdrawn_verdict_counts_until_then(make, report, database):
    giving = Giving(make)
    uid = giving.verdict(giving.claim())
    revision = newest(database)

    giving.withdraw(uid)

    assert ratings(report("verdicts")) == [""]
    assert ratings(report("verdicts", as_of=f"r{revision}")) == ["true"]


@pytest.mark.engines("sqlite")
def test_the_page_counts_claims_by_rating_topic_and_who_asserted_and_opens_each(make, client):
    giving, water = Giving(make), make.topic("Water")
    rated, bare = giving.claim("It is so", topics=[water]), giving.claim("It rains")
    giving.verdict(rated, "mixed")

    page = " ".join(client.get("/reports/verdicts").text.split())
    narrowed = client.get("/reports/verdicts?rating=none").text
    told = client.get("/reports/verdicts.json").json["rows"]

    assert "1 claim of 2 has a verdict: Partly true&nbsp;1" in page
    assert f'<a href="/reports/verdicts?topic={water}&amp;rating=mixed">1</a>' in page
    assert f"/claims/{rated}-it-is-so#verdict" in page
    assert "1 has no verdict." in page
    drawn = json.loads(re.findall(r'id="chart-data">(.*?)</script>', page)[0])["data"]["values"]
    assert [(bar["label"], bar["n"]) for bar in drawn] == [("◐ Partly true", 1), ("No verdict", 1)]
    assert "It rains" in narrowed
    assert "It is so" not in narrowed
    assert sorted((row["claim_label"], row["rating"] or "") for row in told) == [
        ("It is so", "mixed"),
        ("It rains", ""),
    ]
    refused = client.get("/reports/verdicts?rating=perhaps")
    assert (refused.status_code, f"/claims/{bare}" in narrowed) == (422, True)


def test_of_two_that_stand_after_a_merge_the_claim_and_the_report_tell_the_later_one(
    make, report, database
):
    giving = Giving(make)
    kept, lost = giving.claim("It is true of this"), giving.claim("It is so of that")
    first, second = giving.propose(lost), giving.propose(kept, giving.draft("false"))
    giving.decide(second)
    giving.decide(first)
    merge(make, Claim, lost, kept)

    with database.reading() as session:
        on_page = OnClaim(verdicts_on(session, ANYBODY, kept, "en"))

    assert on_page.standing is not None
    assert {row.rating for row in report("verdicts").rows} == {on_page.standing.code} == {"true"}


def test_one_rating_is_told_by_its_name_and_not_as_a_part_of_itself(make, client):
    giving = Giving(make)
    giving.verdict(giving.claim())
    giving.claim()

    rated = client.get("/reports/verdicts?rating=true").text
    bare = client.get("/reports/verdicts?rating=none").text

    assert "<h1>1 claim with the verdict “True”</h1>" in rated
    assert "<h1>1 claim without a verdict</h1>" in bare
    assert "can be rated have a verdict" not in rated + bare
    assert "/reports/verdicts.csv?rating=true" in rated
    assert "/reports/verdicts.svg" not in rated
