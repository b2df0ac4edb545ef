"""Who is most and least like a speaker is what the report on comparison says, and costs little."""

import pytest
from sqlalchemy import select

from tracker.models import Position
from tracker.reports import near
from tracker.reports.near import neighbours
from tracker.vocabulary import Level, Stance


@pytest.fixture
def likes(make):
    """Ratu, Okafor who says the same of three claims, Shea who says the opposite, Lee of one."""
    people = {name: make.speaker(name) for name in ("Ratu", "Okafor", "Shea", "Lee")}
    for n in range(3):
        claim = make.claim()
        for name, code in (("Ratu", Stance.SUPPORT), ("Okafor", Stance.LEAN_SUPPORT),
                           ("Shea", Stance.OPPOSE), ("Lee", Stance.SUPPORT)):  # fmt: skip
            if name != "Lee" or n == 0:
                make.statement(speaker=people[name], stances={claim: code})
    return people


def section(client, speaker):
    """What the page of a speaker says of who is alike, blanks aside."""
    page = client.get(f"/speakers/{speaker}", follow_redirects=True).text
    _, _, rest = page.partition('id="alike"')
    return " ".join(rest.partition("</section>")[0].split())


def test_a_speaker_is_told_with_the_most_and_the_least_alike(client, likes):
    told = section(client, likes["Ratu"])

    pairs = [f"speaker={likes['Ratu']}&amp;holder=speaker&amp;holders={likes[name]}"
             for name in ("Okafor", "Shea")]  # fmt: skip
    assert [f'href="/reports/compare?{pair}"' in told for pair in pairs] == [True, True]
    assert "0.75 · 3 claims" in told
    assert "0.00 · 3 claims" in told
    assert "Lee" not in told


def test_with_too_few_shared_claims_the_page_says_so(client, likes):
    told = section(client, likes["Lee"])

    assert "Nobody has a position on three claims or more on which Lee has one." in told
    assert f'href="/reports/compare?speaker={likes["Lee"]}&amp;holder=speaker"' in told


def test_where_too_many_share_claims_the_page_leads_to_the_report(client, likes, monkeypatch):
    monkeypatch.setattr(near, "MOST_READ", 6)
    few = section(client, likes["Ratu"])
    monkeypatch.setattr(near, "MOST_READ", 7)
    enough = section(client, likes["Ratu"])

    assert "compared in a report of its own" in few
    assert "Okafor" not in few
    assert "Okafor" in enough


class TestStory:
    """On the story set."""

    @pytest.fixture
    def database_url(self, story_database_url):
        return story_database_url

    @pytest.mark.parametrize("level", [Level.SPEAKER, Level.BODY])
    def test_they_are_those_of_the_report(self, report, database, level):
        with database.reading() as session:
            of_level = select(Position.holder_id).where(Position.level == level)
            holders = session.scalars(of_level.distinct()).all()
            found = {one: neighbours(session, one, level) for one in holders}

        for one, told in found.items():
            whole = report("compare", speaker=str(one), holder=level.value)
            for mine, theirs in ((told.nearest, whole.nearest), (told.farthest, whole.farthest)):
                pairs = [(pair.b, pair.likeness.shared, pair.agreement) for pair in theirs]
                assert [(n.holder, n.shared, n.agreement) for n in mine] == pairs[: len(mine)]
        assert any(told.farthest for told in found.values())
