"""A number of a report opens the list of exactly what it counts."""

import re

import pytest

from tests.coding.sampling import Sampling
from tests.reviews.visitors import as_person
from tracker.vocabulary import Stance

pytestmark = pytest.mark.engines("sqlite")
OPENED = re.compile(r'<a href="(/statements/\?[^"]*)">([0-9]+)</a>')


def opened(client, url):
    """The section that a number opens, blanks aside."""
    page = client.get(url).text
    _, _, rest = page.partition('id="opened"')
    return " ".join(rest.partition("</section>")[0].split())


def test_polarisation_opens_to_those_who_stood_there_last_in_the_period(client, make):
    claim = make.claim()
    for name, codes in (("Ratu", "support oppose"), ("Shea", "support"), ("Lee", "oppose")):
        speaker = make.speaker(name)
        for month, code in enumerate(codes.split(), 1):
            make.statement(speaker=speaker, stances={claim: code}, said_on=f"2025-{month:02}-01")
    asked = f"/reports/polarisation?claim={claim}"

    year, month, nobody = (
        opened(client, f"{asked}&{query}")
        for query in (
            "side=against&then=2025",
            "period=month&side=for&then=2025-01",
            "side=mixed&then=1999",
        )
    )

    assert [name in year for name in ("Ratu", "Shea", "Lee")] == [True, False, True]
    assert [name in month for name in ("Ratu", "Shea", "Lee")] == [True, True, False]
    assert "Nobody stands there" in nobody


@pytest.mark.parametrize("query", ["side=up", "side=for&then=x", "side=for&then=2025-01"])
def test_a_side_or_a_period_that_there_is_not_opens_nobody(client, make, query):
    claim = make.claim()
    make.statement(stances={claim: Stance.SUPPORT}, said_on="2025-01-08")

    answer = client.get(f"/reports/polarisation?claim={claim}&{query}")

    assert answer.status_code == 200
    assert "blockquote" not in answer.text.partition('id="opened"')[2].partition("</section>")[0]


def test_activity_opens_to_each_statement_that_it_counts(app, make):
    make.statement(said_on="2025-01-08")
    make.submitted()
    person = as_person(app, make.editor)
    (done,) = (r for r in person.get("/reports/activity.json").get_json()["rows"] if r["logged"])

    page = person.get("/reports/activity").text
    (url,) = re.findall(r'href="([^"]*what=logged#opened)">2</a>', page)
    logged = opened(person, url.replace("&amp;", "&"))
    nothing = opened(person, url.replace("&amp;", "&").replace("logged", "returned"))

    assert done["logged"] == 2
    assert re.findall(r'href="/statements/([0-9]+)"', logged) == ["2", "1"]
    assert "it counts nothing" in nothing


def test_what_is_to_be_coded_blind_is_counted_and_not_told(app, make):
    sampling = Sampling(make)
    make.submitted()
    sampling.draw(by=sampling.reviewer("Drawer"))
    coder, author = as_person(app, sampling.reviewer("Sato")), as_person(app, make.editor)
    page = coder.get("/reports/activity").text
    (url,) = re.findall(r'href="([^"]*what=submitted#opened)">1</a>', page)

    told, known = (opened(person, url.replace("&amp;", "&")) for person in (coder, author))

    assert "/statements/" not in told
    assert "1 more is not shown to you yet" in told
    assert 'href="/statements/1"' in known


class TestStory:
    """On the story set."""

    @pytest.fixture
    def database_url(self, story_database_url):
        return story_database_url

    @pytest.mark.parametrize("query", ["", "?said_from=2023-11&said_to=2024-02"])
    def test_every_number_of_coverage_opens_as_many_statements(self, client, query):
        page = client.get(f"/reports/coverage{query}").text

        numbers = {url.replace("&amp;", "&"): int(n) for url, n in OPENED.findall(page)}
        opened = {
            url: client.get(url.replace("/?", ".json?")).get_json()["total"] for url in numbers
        }

        assert opened == numbers
        assert len(numbers) > 20
        assert any("side=other" in url for url in numbers)

    def test_claims_of_coverage_lead_to_their_pages(self, client):
        page = client.get("/reports/coverage?by=claim").text

        first, *_ = re.findall(r'<th scope="row" [^>]*><a class="claim-link" href="([^"]*)"', page)
        assert client.get(first).status_code == 200
