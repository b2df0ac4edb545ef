"""The page of comparison: what it says is what the data has, and every number opens."""

import csv
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from tracker.reports import compare, pages_compare
from tracker.vocabulary import Stance

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def debate(make):
    """Ratu and Okafor share five claims, split on one and differ in the middle of another."""
    people = {name: make.speaker(name, key=name) for name in ("ratu", "okafor", "shea", "lee")}
    claims = [make.claim(f"Claim {n}") for n in range(5)]
    said = {
        "ratu": "support support oppose mixed support",
        "okafor": "oppose support oppose support lean_support",
        "shea": "oppose oppose support",
        "lee": "question",
    }
    for name, codes in said.items():
        for claim, code in zip(claims, codes.split(), strict=False):
            stances = {claim: Stance[code.upper()]}
            make.statement(speaker=people[name], stances=stances, said_on="2025-01-08")
    return people


def page_of(client, query=""):
    return " ".join(client.get(f"/reports/compare{query}").text.split())


def rows_of(page):
    """The numbers of the first table: agreement, shared, agree, split."""
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in table.split("<tr>")[1:]]
    return [[re.sub(r"<[^>]*>", "", cell).strip() for cell in row][-4:] for row in cells]


def links(page, ending):
    """The addresses that end so."""
    return re.findall(rf'href="([^"]*{ending})"', page.replace("&amp;", "&"))


def test_the_page_csv_json_and_xlsx_tell_the_same_pairs(client, debate):
    shown = rows_of(page_of(client))
    told = client.get("/reports/compare.json").json["rows"]
    listed = list(csv.DictReader(io.StringIO(client.get("/reports/compare.csv").text)))
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/reports/compare.xlsx").data))
    head, *written = book.get_sheet_by_index(0).to_python()

    assert shown == [["0.65", "5", "3", "1"], ["0.33", "3", "1", "2"], ["0.00", "3", "0", "3"]]
    counted = [[row["shared_claims"], row["agree"], row["disagree"]] for row in told]
    assert sorted(counted) == sorted([int(n) for n in row[1:]] for row in shown)
    assert [float(row["agreement"]) for row in listed] == [row["agreement"] for row in told]
    assert [{k: str(v) for k, v in row.items()} for row in told] == listed
    assert [dict(zip(head, row, strict=True)) for row in written] == told


def test_two_are_told_with_both_positions_and_each_number_opens(client, debate):
    ratu, okafor = debate["ratu"], debate["okafor"]
    first = links(page_of(client), "#split")[0]

    page = page_of(client, f"?speaker={ratu}&holders=okafor")

    assert page_of(client, first.removeprefix("/reports/compare")).count('id="split"') == 1
    assert "ratu and okafor agree on 3 of 5 claims: agreement 0.65" in page
    assert "Comparison; Speaker: ratu; Compared with: okafor, revision" in page
    by_address = page_of(client, f"?speaker={ratu}-ratu&holders={okafor}-okafor")
    assert "ratu and okafor agree on 3 of 5 claims: agreement 0.65" in by_address
    assert "1 − 7 / (4 × 5) = 0.65" in page
    assert re.findall('<h3 id="([a-z]+)"', page) == ["split", "agree", "neither"]
    assert "On the same side of 3 claims" in page
    split = page.split('id="split"')[1].split("</table>")[0]
    for holder in (ratu, okafor):
        (link,) = links(split, f"speaker={holder}")
        assert client.get(link).text.count("<article") == 1
    assert split.count('class="chip') == 2


def test_one_is_told_by_who_is_nearest_and_farthest(client, debate):
    page = page_of(client, "?speaker=ratu")

    assert "Nearest to ratu: okafor (0.65, 5 claims); farthest: shea (0.00, 3 claims)" in page
    assert rows_of(page) == [["0.65", "5", "3", "1"], ["0.00", "3", "0", "3"]]


def test_a_number_opens_the_page_on_which_its_claims_begin(client, debate, monkeypatch):
    monkeypatch.setattr(pages_compare, "SIZE", 1)
    page = page_of(client)
    (link,) = links(page, "#agree")

    behind = client.get(link).text

    assert "1 to 1 of 3; the data has all of them." in page
    assert re.findall('<h3 id="([a-z]+)"', behind) == ["agree"]
    assert "2 to 2 of 5" in behind


def test_the_page_of_a_speaker_leads_to_who_is_alike(client, debate):
    page = client.get(f"/speakers/{debate['ratu']}").text
    page = " ".join(re.findall(r'href="/reports/compare[^"]*"', page))
    whole, *two = (link.replace("&amp;", "&") for link in links(page, ""))

    assert "Nearest to ratu" in client.get(whole).text
    assert len(two) == 2
    assert "ratu and okafor agree on" in client.get(two[0]).text


def test_nobody_shared_and_nobody_there_are_told_in_words(client, debate):
    alone = page_of(client, "?speaker=lee")
    both = page_of(client, "?speaker=lee&holders=ratu")
    many = page_of(client, "?holders=ratu+okafor+shea+lee")

    assert "lee shares no claim with anybody" in alone
    assert "Without a position" in alone
    assert "lee and ratu share no claim" in both
    assert "no shared claim" in both
    assert "3 of 5 claims split the 4 speakers that are compared" in many
    assert "Without a position" in many
    assert "No two share a claim" in page_of(client, "?said_from=2030")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("holders=ratu+nobody", "There is nothing called “nobody” here."),
        ("speaker=nobody", "There is nothing called “nobody” here."),
        ("cursor=-1", "This report has no page “-1”."),
        ("said_from=2025&said_to=2024", "The period ends before it begins."),
    ],
)
def test_what_cannot_be_compared_is_told_in_a_sentence(client, debate, query, sentence):
    answer = client.get(f"/reports/compare?{query}")

    assert answer.status_code == 422
    assert sentence in answer.text


def test_all_who_are_too_many_are_a_question_and_no_mistake(client, debate, monkeypatch):
    monkeypatch.setattr(compare, "MOST_HOLDERS", 2)

    asked = client.get("/reports/compare")
    wrong = client.get("/reports/compare?holders=ratu+okafor+shea")
    data = client.get("/reports/compare.csv")

    assert (asked.status_code, wrong.status_code, data.status_code) == (200, 422, 422)
    assert "<h1>Choose whom to compare</h1>" in asked.text
    assert "At most 2 are compared with each other, and these are 3." in asked.text
    assert 'name="holders"' in asked.text
    assert "Error:" not in asked.text
