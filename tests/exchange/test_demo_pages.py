"""What a visitor of the demo sees: the sides of claim C, 192 states, and who moved."""

import json

import pytest
from lxml import html

pytestmark = [pytest.mark.slow, pytest.mark.engines("sqlite")]


@pytest.fixture
def database_url(demo_database_url):
    return demo_database_url


@pytest.fixture
def sides(browse):
    """The rows of a claim's JSON, by side."""

    def read(path):
        return {
            side: rows for side, rows in json.loads(browse(path)).items() if isinstance(rows, list)
        }

    return read


@pytest.fixture
def page(browse):
    """A page as a tree."""

    def parse(path):
        return html.document_fromstring(browse(path))

    return parse


def test_192_states_hold_a_position_on_the_claim_of_the_votes(sides):
    held = sides("/claims/un-dprk-human-rights.json?holder=state")

    assert {side: len(rows) for side, rows in held.items()} == {
        "for": 123, "mixed": 49, "against": 20, "other": 0,
    }  # fmt: skip


def test_claim_c_has_the_united_states_for_and_russia_against(sides):
    held = sides("/claims/seed-c.json?holder=state")

    assert [len(held[side]) for side in ("for", "mixed", "against", "other")] == [1, 0, 1, 0]
    assert held["against"][0]["replies_to"] == held["for"][0]["statement"]


@pytest.mark.parametrize(("language", "word"), [("en", "denies"), ("id", "membantah")])
def test_nebenzia_denies_claim_c_in_both_languages(page, language, word):
    claim = page(f"/claims/seed-c?lang={language}")

    against = claim.xpath("//section[@data-side='against']//article[@data-code='oppose']")
    assert len(against) == 1
    assert "Vassily Nebenzia" in against[0].text_content()
    assert word in against[0].text_content()


def test_indonesia_went_from_opposing_to_abstaining(page):
    text = " ".join(page("/speakers/iso-id").text_content().split())

    assert "from “opposes” to “neutral, abstains” between 18 December 2009 and" in text
