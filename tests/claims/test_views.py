"""The pages of claims and topics, as visitors, editors and machines read them."""

import csv
import io

import pytest
from lxml import html

from tests.accounts.people import form_token, signed_in
from tracker.models import Claim, Topic
from tracker.vocabulary import AccountRole


@pytest.fixture
def editor(app):
    return signed_in(app, "desk@example.org", AccountRole.EDITOR)


@pytest.fixture
def reviewer(app):
    return signed_in(app, "chief@example.org", AccountRole.REVIEWER)


@pytest.fixture
def council(make):
    """Shea asserts a claim for the United States, Nebenzia denies it in answer."""
    us, russia = make.state("United States", "US"), make.state("Russia", "RU", id="Rusia")
    shea, nebenzia = make.speaker("Dorothy Shea"), make.speaker("Vassily Nebenzia")
    topic = make.topic("Cooperation")
    claim = make.claim("Russia shares technology", topics=[topic], key="seed-c", id="Rusia berbagi")
    asserted = make.statement(
        speaker=shea, role=make.role(shea, us, "Deputy"), stances={claim: "support"}
    )
    make.statement(
        speaker=nebenzia,
        role=make.role(nebenzia, russia),
        stances={claim: "oppose"},
        replies_to=asserted,
    )
    make.drafted(stances={make.claim("Nobody has said this in public"): "support"})
    return claim


def post(client, path, **sent):
    return client.post(path, data={**sent, "csrf_token": form_token(client)})


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


@pytest.mark.parametrize("path", ["/claims/new", "/topics/new", "/claims/1/edit", "/topics/1/edit"])
def test_forms_are_for_editors(council, client, editor, path):
    assert client.get(path).status_code == 303
    assert editor.get(path).status_code == 200


def test_an_editor_makes_a_claim_once(editor, make, database):
    topic = make.topic("Security")
    sent = {
        "kind": "factual",
        "text": "It rains",
        "language": "en",
        "client_token": "one",
        "translations-0-language": "id",
        "translations-0-text": "Hujan turun",
        "topics-0": str(topic),
    }

    first, second = (post(editor, "/claims/new", **sent) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location == "/claims/1-it-rains"
    assert "Hujan turun" in editor.get("/claims/1?lang=id").text


def test_what_was_typed_comes_back_with_what_is_wrong(editor, database):
    sent = {
        "kind": "policy",
        "text": "x" * 101,
        "language": "xx",
        "negation": "kept negation",
        "translations-1-language": "id",
        "translations-1-text": "Is it?",
        "topics-0": "Nowhere",
    }

    answer = post(editor, "/claims/new", **sent)

    assert answer.status_code == 422
    for typed in ("x" * 101, "kept negation", "Is it?", "Nowhere"):
        assert typed in answer.text
    assert 'id="topics-0-error"' in answer.text
    assert 'id="language-error"' in answer.text
    with database.reading() as session:
        assert session.get(Claim, 1) is None


def test_a_refused_row_is_told_beside_the_row_it_was_typed_in(editor):
    sent = {"kind": "policy", "text": "Fine", "language": "en"}
    rows = {"translations-0-text": "", "translations-4-language": "id", "translations-4-text": "?"}

    answer = post(editor, "/claims/new", **sent, **rows)

    # The form numbers its rows anew; the empty one stays the first.
    assert 'id="translations-1-text-error"' in answer.text


def test_find_and_add_come_back_without_complaint(editor, make):
    make.topic("Security")
    sent = {"text": "Half typed", "topics-0": "secur"}

    found = post(editor, "/claims/new", **sent, action="find:topics-0")
    added = post(editor, "/claims/new", **sent, action="add:translations")

    assert (found.status_code, added.status_code) == (200, 200)
    assert "Which one?" in found.text
    assert "Half typed" in added.text


def test_a_stale_claim_form_shows_both_texts(editor, make):
    make.claim("It rains")
    sent = {"kind": "factual", "language": "en", "version": "1"}
    post(editor, "/claims/1/edit", text="It rained", **sent)

    answer = post(editor, "/claims/1/edit", text="It will rain", **sent)

    assert answer.status_code == 409
    assert "It rained" in answer.text
    assert "It will rain" in answer.text


def test_an_editor_is_told_why_words_on_the_record_stay(council, editor, reviewer):
    sent = {"kind": "factual", "language": "en", "version": "2", "text": "Russia gives technology"}
    translated = {"translations-0-language": "id", "translations-0-text": "Rusia berbagi"}

    version = html.document_fromstring(editor.get("/claims/1/edit").text).xpath(
        'string(//input[@name="version"]/@value)'
    )
    sent["version"] = version
    refused = post(editor, "/claims/1/edit", **sent, **translated)
    allowed = post(reviewer, "/claims/1/edit", **sent, **translated, reason="Same meaning.")

    assert refused.status_code == 422
    assert "Only a reviewer can change them" in refused.text
    assert allowed.status_code == 303


def test_a_topic_is_made_moved_and_renamed(editor, database):
    post(editor, "/topics/new", name_en="Security")
    post(editor, "/topics/new", name_en="Arms")

    moved = post(editor, "/topics/2/edit", name_id="Senjata", parent="1", version="1")
    stale = post(editor, "/topics/2/edit", name_id="Persenjataan", parent="Secur", version="1")

    assert moved.status_code == 303
    with database.reading() as session:
        assert session.get_one(Topic, 2).parent_id == 1
    assert stale.status_code == 422
    assert "Choose one of these." in stale.text
    stale = post(editor, "/topics/2/edit", name_id="Persenjataan", parent="1", version="1")
    assert stale.status_code == 409
    assert "Senjata" in stale.text
    assert "Persenjataan" in stale.text


@pytest.mark.parametrize("path", ["/claims/new", "/topics/new"])
def test_an_empty_form_is_refused_in_words(council, editor, path):
    answer = post(editor, path)

    assert answer.status_code == 422
    assert "One thing to correct" in answer.text or "things to correct" in answer.text


@pytest.mark.parametrize("path", ["/claims/", "/topics/", "/claims/?topic=1&q=claim"])
def test_a_list_costs_the_same_however_long_it_is(council, make, client, queries, path):
    for number in range(60):
        topic = make.topic(f"Topic {number}") if number % 10 == 0 else 1
        make.claim(topics=[topic])
    client.get(path)

    with queries.at_most(4):
        client.get(path)
