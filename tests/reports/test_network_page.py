"""The page of the network: what is drawn is what the table and the files have."""

import csv
import io
import json
import re

import networkx as nx
import pytest

from tracker.models import Source
from tracker.vocabulary import Stance

pytestmark = pytest.mark.engines("sqlite")

DATA = re.compile(r'id="network-data">(.*?)</script>', re.DOTALL)
ASKED = "/reports/network?holder=speaker&qualifier=sign&duplicates=include"


@pytest.fixture
def debate(make):
    """Ratu and Okafor agree on one claim and differ twice on another; Sato stands alone."""
    wall, gate, bell = (make.claim(text) for text in ("The wall", "The gate", "The bell"))
    names = ("Ratu", "Okafor", "Sato")
    ratu, okafor, sato = (make.speaker(name) for name in names)
    said = [
        (ratu, {wall: Stance.SUPPORT, gate: Stance.OPPOSE}, "2025-01-08"),
        (okafor, {wall: Stance.LEAN_SUPPORT}, "2025-01-20"),
        (okafor, {gate: Stance.SUPPORT}, "2025-02-03"),
        (okafor, {gate: Stance.SUPPORT}, "2025-03-03"),
        (sato, {bell: Stance.OPPOSE}, "2025-02-04"),
    ]
    return [make.statement(speaker=who, stances=what, said_on=on) for who, what, on in said]


def drawn(page):
    """What the browser is given to draw."""
    (told,) = DATA.findall(page)
    return json.loads(told)


def test_the_drawing_the_table_and_the_files_tell_the_same_edge(client, debate):
    page = client.get(ASKED).text
    (row,) = csv.DictReader(io.StringIO(client.get(ASKED.replace("?", ".csv?")).text))

    (edge,) = drawn(page)["edges"]

    assert (row["weight"], row["n"], edge["look"]) == ("-1.0", "4", "against")
    assert "−1, 4 statements" in edge["name"]
    assert {node["name"] for node in drawn(page)["nodes"]} == {"Ratu", "Okafor", "Sato"}
    assert "1 edge between 3 nodes, the heaviest between" in page
    assert page.count("<line ") >= 1


def test_an_edge_and_a_node_open_to_their_statements_without_a_script(client, debate):
    page = client.get(ASKED).text
    (edge,) = drawn(page)["edges"]
    node, *_ = re.findall(r'href="([^"]*source=[^"&;]*#behind)"', page)

    behind = client.get(edge["url"]).text

    assert edge["url"].replace("&", "&amp;") in page
    assert "It rests on 4 statements." in behind
    assert behind.count("<article") == 4
    assert "It rests on" in client.get(node.replace("&amp;", "&")).text


def test_the_graph_that_is_downloaded_has_its_statements_on_every_edge(client, debate):
    answer = client.get(ASKED.replace("?", ".graphml?"))

    graph = nx.parse_graphml(answer.text)

    ((_, _, edge),) = graph.edges(data=True)
    assert (edge["weight"], edge["n"], len(edge["statements"].split())) == (-1.0, 4, 4)


def test_nodes_the_matrix_and_the_picture_are_files_of_their_own(client, debate):
    nodes, matrix, picture = (
        client.get(ASKED.replace("?", f".{form}?")) for form in ("nodes.csv", "matrix.csv", "svg")
    )

    assert [line.split(",")[3:] for line in nodes.text.splitlines()].count(["1", "Sato"]) == 1
    lines = [line.split(",") for line in matrix.text.splitlines()]
    assert lines[0] == ["", "Okafor", "Ratu", "Sato"]
    assert lines[1] == ["Okafor", "0.0", "-1.0", "0.0"]
    assert picture.content_type == "image/svg+xml"
    assert "1 edge between 3 nodes" in picture.text
    assert "var(" not in picture.text


def test_a_time_window_is_drawn_and_told_alone(client, debate):
    asked = f"{ASKED}&window=3&unit=months&said_from=2025-01&said_to=2025-04"
    whole = client.get(asked).text
    rows = list(csv.DictReader(io.StringIO(client.get(asked.replace("?", ".csv?")).text)))
    first = client.get(f"{asked}&slice=1")
    alone = csv.DictReader(io.StringIO(client.get(f"{asked.replace('?', '.csv?')}&slice=1").text))

    assert "time window" in whole
    assert drawn(first.text)["edges"][0]["look"] == "balance"
    assert len(rows) == 1
    assert list(alone) == [row for row in rows if row["window_from"] == rows[0]["window_from"]]
    assert client.get(f"{asked}&slice=99").status_code == 422


def test_nothing_and_one_node_are_told_in_words(client, make):
    empty = client.get("/reports/network").text
    make.statement(speaker=make.speaker("Ratu"), stances={make.claim(): Stance.SUPPORT})

    alone = client.get("/reports/network").text

    assert "No network: nothing on record is what was asked for" in empty
    assert "network-data" not in empty
    assert "1 node, and no edge" in alone
    assert "No two of these nodes are tied." in alone


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("aggregation=combine", "A network of this kind aggregates by"),
        ("rows=claim", "A network needs two different kinds of node."),
        ("only_claim=nowhere", "names nothing that is on record."),
        ("window=0", "Write a whole number from 1 to 9999."),
        ("mode=three", "is none of these: two, one."),
    ],
)
def test_what_does_not_go_together_is_told_beside_its_field(client, query, sentence):
    answer = client.get(f"/reports/network?{query}")

    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_same_record_is_drawn_the_same_each_time(client, debate):
    assert drawn(client.get(ASKED).text) == drawn(client.get(ASKED).text)


def test_a_name_is_no_markup_and_no_colour(client, make):
    claim = make.claim()
    for name in ("<b>&var(--p2)", "var(--nothing)"):
        make.statement(speaker=make.speaker(name), stances={claim: Stance.SUPPORT})

    page = client.get("/reports/network").text

    assert "<b>&var" not in page
    assert {node["name"] for node in drawn(page)["nodes"]} == {"<b>&var(--p2)", "var(--nothing)"}


@pytest.mark.browser
def test_a_key_chooses_an_edge_and_opens_it(page, debate):
    page.goto(ASKED)
    page.wait_for_selector("[data-network][data-drawn]")

    page.locator("[data-network]").focus()
    page.keyboard.press("ArrowRight")
    assert "−1, 4 statements" in page.locator("#network-says").inner_text()
    page.keyboard.press("Enter")

    page.wait_for_url("**#behind")
    assert page.locator("article").count() == 4


def test_what_was_taken_off_the_record_since_is_not_named_as_of_then(client, make):
    claim = make.claim("The vault is empty")
    source = make.source("Secret papers")
    with make.transaction(make.editor) as session:
        row = session.get_one(Source, source)
        row.author, row.section = "Mata Hari", "Leaks"
    said = [
        make.statement(speaker=make.speaker(name), stances={claim: "support"}, source=source)
        for name in ("Hidden Source", "Other Source")
    ]
    revision = client.get("/reports/network.json").json["revision"]
    for statement in said:
        make.withdraw(statement)

    for query in ("", "mode=two", "mode=two&rows=source", "mode=two&rows=author&columns=section"):
        asked = f"as_of=r{revision}&duplicates=include&{query}"
        forms = ("", ".csv", ".json", ".svg", ".graphml", ".gexf", ".nodes.csv", ".matrix.csv")
        told = " ".join(client.get(f"/reports/network{form}?{asked}").text for form in forms)

        for words in ("Hidden", "Other Source", "vault", "Secret", "Mata", "Leaks"):
            assert words not in told, query
    page = client.get(f"/reports/network?as_of=r{revision}&duplicates=include").text
    assert "1 edge between 2 nodes, the heaviest between no longer on record and no longer" in page


def test_rows_that_would_not_fit_in_memory_are_refused_with_the_limit(client, debate, monkeypatch):
    monkeypatch.setattr("tracker.reports.network.MAX_MENTIONS", 3)

    told = {form: client.get(ASKED.replace("?", f".{form}?")) for form in ("csv", "json", "xlsx")}

    assert {form: answer.status_code for form, answer in told.items()} == {
        "csv": 200,
        "json": 422,
        "xlsx": 422,
    }
    assert "more than 3 times" in told["json"].text
    monkeypatch.setattr("tracker.reports.network.MAX_IN_CSV", 3)
    refused = client.get(ASKED.replace("?", ".csv?"))
    assert (refused.status_code, "on the command line" in refused.text) == (422, True)


def test_a_node_of_both_sides_and_an_edge_turned_round_open_to_their_own(client, make):
    source = make.source()
    with make.transaction(make.editor) as session:
        row = session.get_one(Source, source)
        row.author, row.section = "Kim", "Ahn"
    other = make.source()
    with make.transaction(make.editor) as session:
        row = session.get_one(Source, other)
        row.author, row.section = "Ahn", "Kim"
    make.statement(source=source)
    for _ in range(2):
        make.statement(source=other)

    asked = "/reports/network?mode=two&rows=author&columns=section&duplicates=include"
    pages = [
        client.get(f"{asked}&source={one}&target={two}").text
        for one, two in (("Kim", "Ahn"), ("Ahn", "Kim"), ("Kim", "Kim"))
    ]

    assert "It rests on 1 statement." in pages[0]
    assert "It rests on 2 statements." in pages[1]
    assert "There is no such edge in this network" in pages[2]
