"""The list of statements: who sees what, in which order, by which filters, at which cost."""

import csv
import io
import re

import pytest

from tests.reviews.visitors import as_person
from tracker.models import Account, Statement
from tracker.reviews import commands as reviews
from tracker.vocabulary import AccountRole, Delivery, Stance

SECRET = "Nobody but editors may read this."


def listed(answer):
    """The numbers of the statements in a JSON answer, in its order."""
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json["rows"]]


def begin_correction(make, statement, draft):
    with make.transaction(make.editor, why="Misheard.") as session:
        row = session.get_one(Statement, statement)
        reviews.correct(session, row, draft, by=make.editor, version=None, reason="Misheard.")


@pytest.fixture
def editor(app, make):
    return as_person(app, make.editor)


def test_an_empty_list_says_what_would_be_here(browse):
    assert "Nothing has been published yet" in browse("/statements/")


def test_readers_see_what_is_published_and_editors_everything(client, make, editor):
    published = make.statement()
    draft, submitted, withdrawn = make.drafted(), make.submitted(), make.statement()
    make.withdraw(withdrawn)

    assert listed(client.get("/statements.json")) == [published]
    assert set(listed(editor.get("/statements.json"))) == {published, draft, submitted, withdrawn}
    for state, numbers in {
        "draft": [draft],
        "submitted": [submitted],
        "published": [published],
        "withdrawn": [withdrawn],
        "rejected": [],
    }.items():
        assert listed(editor.get(f"/statements.json?state={state}")) == numbers


@pytest.mark.parametrize("path", ["/statements/", "/statements.json", "/statements.csv"])
@pytest.mark.parametrize("query", ["", "?state=draft", "?q=nobody", "?sort=logged", "?mine=1"])
def test_words_of_drafts_and_corrections_never_reach_readers(client, make, path, query):
    kept = {"speaker": make.speaker(), "source": make.source()}
    published = make.statement(gloss_en="In the open.", **kept)
    make.drafted(gloss_en=SECRET)
    begin_correction(make, published, make.draft(gloss_en=SECRET, **kept))

    assert SECRET not in client.get(path + query).text


def test_a_correction_that_waits_is_found_by_its_state(make, editor):
    kept = {"speaker": make.speaker(), "source": make.source()}
    published = make.statement(**kept)
    begin_correction(make, published, make.draft(gloss_en="What was really said.", **kept))

    rows = editor.get("/statements.json?state=draft").json["rows"]

    assert [(row["id"], row["gloss"]) for row in rows] == [(published, "What was really said.")]


def test_filters_narrow_the_list(client, make):
    topic = make.topic("Weapons")
    below = make.topic("Missiles", parent=topic)
    russia, outlet = make.state("Russia", "RU"), make.outlet()
    nebenzia = make.speaker("Vassily Nebenzia")
    claim = make.claim("It shares technology", "policy", topics=[below], key="seed-c")
    meeting = make.occasion("Council")
    source = make.source(outlet=outlet, language="id")
    wanted = make.statement(
        speaker=nebenzia,
        role=make.role(nebenzia, russia),
        stances={claim: Stance.OPPOSE},
        occasion=meeting,
        source=source,
    )
    make.statement(delivery=Delivery.VOTE)

    for query in (
        "claim=seed-c",
        f"claim={claim}-it-shares",
        f"topic={topic}",
        f"speaker={nebenzia}",
        "speaker=iso-ru&holder=state",
        "speaker=iso-ru&holder=body",
        "code=oppose",
        "kind=policy",
        "delivery=reported",
        "language=id",
        f"outlet={outlet}",
        f"occasion={meeting}",
        f"source={source}",
        "q=nebenzia",
        "q=SHARES",
        "q=russia",
    ):
        assert listed(client.get(f"/statements.json?{query}")) == [wanted], query
    assert listed(client.get("/statements.json?speaker=iso-ru")) == []
    assert listed(client.get("/statements.json?claim=seed-c&code=support")) == []


def test_a_side_is_every_code_that_takes_it(client, make):
    claim = make.claim()
    plain, hedged, against = (
        make.statement(stances={claim: code}) for code in ("support", "lean_support", "oppose")
    )

    for query, wanted in (
        ("side=for", [hedged, plain]),
        (f"side=against&claim={claim}", [against]),
        ("side=for&code=support", [plain]),
        ("side=for&code=oppose", []),
    ):
        assert listed(client.get(f"/statements.json?{query}")) == wanted, query


def test_a_period_holds_whole_dates_and_names_the_rest(client, browse, make):
    day = make.statement(said_on="2025-01-08")
    month = make.statement(said_on="2025-01")
    make.statement(said_on="2025")
    make.statement(said_on="2024-12-31")

    answer = client.get("/statements.json?said_from=2025-01&said_to=2025-01")
    rough = client.get("/statements.json?said_from=2025-01&said_to=2025-01&roughly=1")

    assert set(listed(answer)) == {day, month}
    assert (answer.json["total"], answer.json["imprecise"]) == (2, 1)
    assert [row["said_on"] for row in rough.json["rows"]] == ["2025"]
    page = browse("/statements/?said_from=2025-01&said_to=2025-01")
    assert "1 more whose date is not precise enough" in page


def test_the_order_is_by_what_was_said_or_logged(client, make):
    late, early = make.statement(said_on="2025-02-01"), make.statement(said_on="2025-01-01")

    assert listed(client.get("/statements.json")) == [late, early]
    assert listed(client.get("/statements.json?sort=oldest")) == [early, late]
    assert listed(client.get("/statements.json?sort=logged")) == [early, late]


def test_pages_lead_on_and_back_without_losing_one(app, client, make):
    app.config["PAGE_SIZE"] = 2
    numbers = [make.statement() for _ in range(5)]

    pages, url = [], "/statements.json"
    while url:
        answer = client.get(url)
        pages.append(listed(answer))
        url = answer.json["next"]

    assert [n for page in pages for n in page] == numbers[::-1]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert 'rel="next"' in client.get("/statements/").text


@pytest.mark.parametrize(
    "query",
    [
        "said_from=2025-02-31",
        "code=maybe",
        "side=up",
        "state=lost",
        "sort=size",
        "cursor=x",
        "q=a&q=b",
    ],
)
def test_what_cannot_be_read_is_refused_in_words(client, query):
    assert client.get(f"/statements/?{query}").status_code == 422


def test_a_filter_by_what_one_may_not_know_of_is_404(client, make, editor):
    secret = make.claim("A secret claim")
    make.submitted(stances={secret: Stance.SUPPORT})

    assert client.get(f"/statements/?claim={secret}").status_code == 404
    assert client.get("/statements/?speaker=99999").status_code == 404
    assert listed(editor.get(f"/statements.json?claim={secret}")) != []


def test_the_csv_has_the_same_rows(client, make):
    numbers = [make.statement() for _ in range(3)]

    answer = client.get("/statements.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [int(row["id"]) for row in rows] == numbers[::-1]
    assert rows[0]["codes"] == "support"


def test_mine_is_what_i_wrote(app, make, editor):
    own = make.drafted()
    reviewer = as_person(app, make.reviewer)

    assert listed(editor.get("/statements.json?mine=1")) == [own]
    assert listed(reviewer.get("/statements.json?mine=1")) == []


def test_the_picker_offers_what_the_viewer_may_see(client, make, editor):
    kim = make.speaker("Kim Song")
    published = make.statement(speaker=kim, gloss_en="Tests are legitimate.")
    draft = make.drafted(speaker=kim, gloss_en=SECRET)

    def keys(visitor, words):
        options = visitor.get("/statements/pick", query_string={"q": words}).json["options"]
        return {option["key"] for option in options}

    assert keys(client, "kim") == keys(client, "legitimate") == {str(published)}
    assert keys(client, str(published)) == {str(published)}
    assert keys(client, "nobody") == keys(client, "") == keys(client, "%") == set()
    assert keys(editor, "kim") == {str(published), str(draft)}


@pytest.mark.parametrize("query", ["", "?q=claim&said_to=2026&code=support&sort=oldest"])
def test_a_page_costs_at_most_four_statements(make, editor, queries, query):
    people = (make.speaker(), make.speaker())
    for _ in range(12):
        make.statement(speaker=people, stances={make.claim(): Stance.SUPPORT})
    with queries.at_most(4):
        page = editor.get(f"/statements/{query}").text

    assert len(re.findall("<article", page)) == 12


def test_who_works_here_asks_for_what_one_of_them_coded_and_nobody_else_does(
    app, client, make, editor
):
    own = make.statement()
    with make.transaction(make.admin) as session:
        uid = session.get_one(Account, make.editor.account_id).uid
        other = session.get_one(Account, make.admin.account_id).uid
    reader = as_person(app, make.account("Rita", AccountRole.READER))

    for key in (uid, make.editor.account_id):
        assert listed(editor.get(f"/statements.json?coder={key}")) == [own]
    assert listed(editor.get(f"/statements.json?coder={other}")) == []
    assert "Written by: Editor" in editor.get(f"/statements/?coder={uid}").text
    codes = [c.get(f"/statements/?coder={uid}").status_code for c in (client, reader)]
    assert codes == [303, 403]
    assert editor.get("/statements/?coder=nobody").status_code == 404
