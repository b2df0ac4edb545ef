"""The pages of claims and topics, as visitors, editors and machines read them."""

import csv
import io

import pytest
from lxml import html


def rows_of(page, side):
    """The holders of one side: statement, holder and code of each article."""
    found = html.document_fromstring(page).xpath(f'//section[@data-side="{side}"]//article')
    return [(a.get("data-statement"), a.get("data-holder"), a.get("data-code")) for a in found]


def test_the_page_sets_both_sides_beside_each_other(council, browse):
    page = browse(f"/claims/{council}")

    (asserted,), (denied,) = rows_of(page, "for"), rows_of(page, "against")
    assert (asserted[2], denied[2]) == ("support", "oppose")
    assert "denies" in page
    assert "Answered by" in page
    assert f"/statements/?claim={council}" in page


def test_the_page_speaks_indonesian(council, browse):
    page = browse("/claims/seed-c?holder=state&lang=id")

    assert "Rusia berbagi" in page
    assert "membantah" in page


def test_the_data_have_the_promised_shape(council, client):
    told = client.get("/claims/seed-c.json?holder=state").json

    assert list(told) == ["claim", "for", "mixed", "against", "other"]
    (denied,) = told["against"]
    promised = ["holder", "holder_kind", "role", "code", "value", "n", "first_on", "last_on"]
    assert list(denied)[:10] == [*promised, "statement", "replies_to"]
    assert (denied["holder_kind"], denied["code"], denied["value"]) == ("state", "oppose", -2)
    assert denied["replies_to"] == told["for"][0]["statement"]
    assert told["claim"]["key"] == "seed-c"


def test_the_page_and_the_data_hold_the_same_rows(council, browse, client):
    page = browse("/claims/seed-c?holder=body")
    told = client.get("/claims/seed-c.json?holder=body").json
    written = list(csv.DictReader(io.StringIO(client.get("/claims/seed-c.csv?holder=body").text)))

    for side in ("for", "mixed", "against", "other"):
        rows = [(row["statement"], row["holder"], row["code"]) for row in told[side]]
        assert rows_of(page, side) == rows
    assert [row["statement"] for row in written] == [
        row["statement"] for side in ("for", "mixed", "against", "other") for row in told[side]
    ]


def test_everybody_on_a_crowded_side_is_in_the_page(make, browse):
    claim = make.claim()
    for number in range(13):
        speaker = make.speaker(f"Speaker {number:02}")
        make.statement(speaker=speaker, stances={claim: "oppose"}, said_on="2024")
        if number > 9:
            make.statement(speaker=speaker, stances={claim: "support"}, said_on="2025")
        if number < 10:
            make.statement(speaker=speaker, stances={claim: "support"}, said_on="2023-05-05")

    page = browse(f"/claims/{claim}")

    assert len(rows_of(page, "for")) == 3
    assert len(rows_of(page, "against")) == 10


def test_more_than_twelve_are_named_by_when_they_moved(make, browse):
    claim = make.claim(kind="policy")
    for number in range(13):
        speaker = make.speaker(f"State {number:02}", "state")
        make.statement(speaker=speaker, stances={claim: "support"}, said_on="2024-05-05")
    mover = make.speaker("Mover", "state")
    make.statement(speaker=mover, stances={claim: "oppose"}, said_on="2023-05-05")
    make.statement(speaker=mover, stances={claim: "support"}, said_on="2024-05-05")

    page = browse(f"/claims/{claim}?holder=state")

    assert len(rows_of(page, "for")) == 14
    assert "1 moved here" in page
    assert "13 throughout" in page


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("path", ["/claims/", "/topics/", "/claims/1", "/topics/1"])
def test_pages_open_for_visitors_and_editors(council, client, editor, path, language):
    for visitor in (client, editor):
        assert visitor.get(f"{path}?lang={language}").status_code == 200


@pytest.mark.parametrize("path", ["/claims/", "/topics/"])
def test_an_empty_list_says_what_would_be_here(client, editor, path):
    assert "appears with the first published statement" in client.get(path).text
    assert "Add the first" in editor.get(path).text


def test_a_claim_that_only_drafts_refer_to_is_for_editors(council, client, editor):
    path = "/claims/2"

    assert client.get(path).status_code == 404
    assert client.get(f"{path}.json").status_code == 404
    assert "Not public." in editor.get(path).text
    assert "Nobody has said" not in client.get("/claims/").text
    assert "Nobody has said" in editor.get("/claims/").text


def test_pickers_offer_what_the_viewer_may_know_of(council, client, editor):
    def labels(visitor, path):
        return [option["label"] for option in visitor.get(path).json["options"]]

    assert labels(client, "/claims/pick?q=technology") == ["Russia shares technology"]
    assert labels(client, "/claims/pick?q=berbagi") == ["Russia shares technology"]
    assert labels(client, "/claims/pick?q=nobody") == []
    assert len(labels(editor, "/claims/pick?q=nobody")) == 1
    assert labels(client, "/claims/pick?q=1") == ["Russia shares technology"]
    assert labels(client, "/topics/pick?q=coop") == ["Cooperation"]


def test_the_list_is_narrowed_by_topic_kind_and_words(council, make, browse):
    below = make.topic("Arms", parent=1)
    make.statement(stances={make.claim("Arms are sold", "policy", topics=[below]): "support"})
    make.statement(stances={make.claim("Rain falls"): "support"})

    assert "Rain falls" not in browse("/claims/?topic=1")
    assert "Arms are sold" in browse("/claims/?topic=1")
    assert "Russia shares" not in browse("/claims/?kind=policy")
    assert "Rain falls" in browse("/claims/?q=fall+RAIN")


@pytest.mark.parametrize("sort", ["newest", "most", "text", "-text"])
def test_the_list_is_paged_in_every_order(make, client, app, sort):
    app.config["PAGE_SIZE"] = 2
    for _ in range(5):
        make.statement(stances={make.claim(): "support"})

    seen, address = [], f"/claims.json?sort={sort}"
    while address:
        told = client.get(address).json
        seen += [row["id"] for row in told["rows"]]
        address = told["next"]

    assert sorted(seen) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "path", ["/claims/?kind=rumour", "/claims/?sort=luck", "/claims/1?holder=planet"]
)
def test_an_unknown_filter_is_refused(council, client, path):
    assert client.get(path).status_code == 422


@pytest.mark.parametrize("path", ["/claims/99", "/topics/99", "/claims/?topic=99", "/claims/x.csv"])
def test_what_is_not_there_is_missing(council, client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/claims/", "/topics/", "/claims/?topic=1&q=claim"])
def test_a_list_costs_the_same_however_long_it_is(council, make, client, queries, path):
    for number in range(60):
        topic = make.topic(f"Topic {number}") if number % 10 == 0 else 1
        make.claim(topics=[topic])
    client.get(path)

    with queries.at_most(4):
        client.get(path)


def test_many_statements_are_stacked_by_their_years(make, browse):
    claim, often = make.claim(), make.speaker("Often")
    for number in range(31):
        day = f"20{number % 10 + 10}-0{number % 9 + 1}-{number // 10 + 11}"
        code = "oppose" if number // 10 % 2 else "lean_support"
        make.statement(speaker=often, stances={claim: code}, said_on=day)

    page = browse(f"/claims/{claim}")

    assert "said_from=2010-01-01" in page
    assert "said_to=2019-12-31" in page
    assert "earlier change" in page


def test_an_answer_to_something_else_is_named_by_its_speaker(make, browse):
    asked = make.statement(speaker=make.speaker("Kim Song"))
    claim = make.claim()
    make.statement(stances={claim: "oppose"}, replies_to=asked)

    page = html.document_fromstring(browse(f"/claims/{claim}"))

    (line,) = page.xpath('//p[@class="thread"]')
    assert "Kim Song" in line.text_content()
    assert line.xpath(f'.//a[@href="/statements/{asked}"]')
