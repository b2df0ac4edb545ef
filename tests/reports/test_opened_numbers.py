"""A number of a report opens the list of exactly what it counts."""

import re

import pytest

pytestmark = pytest.mark.engines("sqlite")
OPENED = re.compile(r'<a href="(/statements/\?[^"]*)">([0-9]+)</a>')


@pytest.fixture
def database_url(story_database_url):
    return story_database_url


@pytest.mark.parametrize("query", ["", "?said_from=2023-11&said_to=2024-02"])
def test_every_number_of_coverage_opens_as_many_statements(client, query):
    page = client.get(f"/reports/coverage{query}").text

    numbers = {url.replace("&amp;", "&"): int(n) for url, n in OPENED.findall(page)}
    opened = {url: client.get(url.replace("/?", ".json?")).get_json()["total"] for url in numbers}

    assert opened == numbers
    assert len(numbers) > 20
    assert any("side=other" in url for url in numbers)


def test_claims_of_coverage_lead_to_their_pages(client):
    page = client.get("/reports/coverage?by=claim").text

    first, *_ = re.findall(r'<th scope="row" [^>]*><a class="claim-link" href="([^"]*)"', page)
    assert client.get(first).status_code == 200
