"""Pages of polarisation, unity, coverage and activity: they tell what their data has."""

import csv
import io
import re

import pytest

from tracker.vocabulary import Stance

# What stands in the rows is another test's matter; here they are shown.
pytestmark = pytest.mark.engines("sqlite")

FOR, AGAINST = Stance.SUPPORT, Stance.OPPOSE


@pytest.fixture
def divided(make):
    """Three for and two against, all for one body, in one outlet."""
    claim, body = make.claim("It is so"), make.speaker("Union", "organisation")
    source = make.source(outlet=make.outlet("Harian"))
    for number, code in enumerate((FOR, FOR, FOR, AGAINST, AGAINST), 1):
        make.statement(
            speaker=make.speaker(),
            stances={claim: code},
            said_on=f"2025-01-0{number}",
            body=body,
            source=source,
        )
    return claim


def told(client, name, query=""):
    """The page without its folds, and its rows: those of the JSON, which the CSV must have too."""
    page = client.get(f"/reports/{name}{query}")
    rows = client.get(f"/reports/{name}.json{query}").json["rows"]
    printed = csv.DictReader(io.StringIO(client.get(f"/reports/{name}.csv{query}").text))
    as_text = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
    assert list(printed) == as_text
    return " ".join(page.text.split()), rows


def test_polarisation_tells_the_most_disputed_claim_and_opens_its_numbers(client, divided):
    page, (row,) = told(client, "polarisation")

    assert "On “It is so”, 3 for and 2 against, dispute 80%" in page
    assert (row["for"], row["against"], row["dispute"]) == (3, 2, 0.8)
    within = f"/statements/?said_from=2025-01-01&amp;said_to=2025-12-31&amp;claim={divided}"
    assert f'<a href="{within}">3</a>' in page
    assert "1 − |3 − 2| / 5 = 80%." in page


def test_unity_tells_the_least_united_body_and_what_divides_it(client, divided):
    page, (row,) = told(client, "unity")

    assert "1 body of 1 is divided; the least united is Union, at 20%" in page
    assert (row["claims"], row["unity"], row["several"]) == (1, 0.2, 1)
    (number,) = set(re.findall(r"/speakers/(\d+)-union", page))
    opened = f"/statements/?claim={divided}&amp;speaker={number}&amp;holder=body"
    assert f'<a href="{opened}">3 for and 2 against</a>' in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("polarisation?period=decade", "“decade” is none of these"),
        ("unity?as_of=r99999", "There is no revision r99999 yet"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(client, asked, sentence):
    answer = client.get(f"/reports/{asked}")

    assert (answer.status_code, sentence in answer.text) == (422, True)
