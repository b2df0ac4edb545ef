"""The pages of the history: who changed what, in words, with the words that differ."""

import random
import time
from typing import Any

from lxml import html

from tests.history.places import history, numbers, rename, restore, reword, told
from tests.reviews.visitors import as_person
from tracker import audit
from tracker.claims.commands_topics import edit_topic
from tracker.claims.drafts import TopicDraft
from tracker.models import Outlet, Statement, Topic, now
from tracker.statements import commands
from tracker.vocabulary import Stance


def words(page, path):
    return [" ".join(found.text_content().split()) for found in html.fromstring(page).xpath(path)]


def test_two_edits_are_told_word_by_word_and_the_first_state_comes_back(app, database, make):
    claim = make.claim("Russia shares arms", is_approved=False)
    reword(make, claim, "Designs and parts count.")
    reword(make, claim, "Designs, parts and people count.")
    client = as_person(app, make.reviewer)

    page = history(client, "claims", claim).text
    restore(client, "claims", claim, revision=numbers(database, "claim", claim)[0], version=3)
    after = history(client, "claims", claim).text

    assert "Reviewer changed: what counts" in page
    assert words(page, "//ol[@class='history']/li[1]//dd") == [
        "Designs added: , parts (end) and removed: parts (end) added: people (end) count."
    ]
    assert after.count('<li id="r') == 4
    assert "↩ r" in after
    assert words(after, "//ol[@class='history']/li[1]//del") == [
        "removed: Designs, parts and people count. (end)"
    ]


def test_names_stand_for_ids_in_the_readers_language(app, make):
    state = make.state("Russia", "RU", id="Rusia")
    statement = make.drafted(speaker=make.speaker("Vassily"), body=state)
    client = as_person(app, make.editor)

    page = client.get(f"/statements/{statement}/history?lang=id").text

    assert ">Rusia</a>" in page
    assert ">Vassily</a>" in page
    assert "Editor menambahkan ini" in page


def test_a_draft_that_is_saved_again_shows_only_what_changed(app, make):
    speaker, claim, source = make.speaker(), make.claim("They met"), make.source()
    parts = {"speaker": speaker, "source": source}
    statement = make.drafted(stances={claim: Stance.OPPOSE}, gloss_en="It rains.", **parts)
    draft = make.draft(stances={claim: Stance.MIXED}, gloss_en="It pours.", **parts)
    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        commands.revise_draft(session, row, draft, by=make.editor, version=row.version)

    page = history(as_person(app, make.editor), "statements", statement).text

    newest = "//ol[@class='history']/li[1]"
    assert words(page, f"{newest}//dt") == ["Gloss in English", "Stance"]
    assert words(page, f"{newest}//dd")[0] == "It removed: rains (end) added: pours (end) ."
    assert words(page, f"{newest}//p[@class='part']") == ["Edition 1", "Stance · They met"]


def test_what_was_imported_in_a_block_says_so(app, make):
    with make.transaction(make.editor) as session:
        audit.insert_many(
            session, Outlet, [{"id": 7, "uid": "u7", "name": "Seven", "created_at": now()}]
        )

    page = history(as_person(app, make.editor), "outlets", 7).text

    assert "imported in a block" in page


def test_the_text_of_a_source_is_told_only_by_its_length(app, make):
    source = make.source("Report", words="Whole text of it.")

    page = history(as_person(app, make.editor), "sources", source).text

    assert "Whole text of it" not in page
    assert "sha256:" not in page
    assert "Snapshot" in page


def test_a_long_history_has_pages_and_the_same_few_statements(app, database, make, queries):
    outlet = make.outlet("Paper 0")
    for number in range(1, 45):
        rename(make, outlet, f"Paper {number}")
    client = as_person(app, make.editor)

    with queries.at_most(8):
        first = told(client, "outlets", outlet)
    following: Any = client.get(first["next"]).json
    last: Any = client.get(following["next"]).json

    seen = [row["number"] for page in (first, following, last) for row in page["rows"]]
    assert seen == numbers(database, "outlet", outlet)[::-1]
    assert last["next"] is None


def test_a_history_full_of_long_texts_is_answered_in_time(app, make):
    chance, topic = random.Random(7), make.topic("Sanctions")
    for _ in range(20):
        about = "".join(chance.choices("a. b! ", k=2_000))
        with make.transaction(make.editor) as session:
            row = session.get_one(Topic, topic)
            draft = TopicDraft("Sanctions", about=about)
            edit_topic(session, topic, draft, version=row.version, by=make.editor)
    client = as_person(app, make.editor)

    started = time.perf_counter()
    page = history(client, "topics", topic)

    assert page.status_code == 200
    assert time.perf_counter() - started < 3


def test_every_history_costs_at_most_eight_statements(app, make, queries):
    same = {
        "speaker": make.speaker(),
        "source": make.source(outlet=make.outlet()),
        "occasion": make.occasion(),
        "stances": {make.claim(topics=[make.topic()]): Stance.SUPPORT},
    }
    make.correct(make.statement(**same), make.draft(**same))
    nouns = ("statements", "claims", "speakers", "sources", "outlets", "occasions", "topics")

    for person in (make.editor, make.account("Rara", "reader")):
        client = as_person(app, person)
        for noun in nouns:
            app.extensions.pop("site", None)
            with queries.at_most(8):
                assert history(client, noun, 1).status_code == 200, noun


def test_a_person_has_a_history_for_administrators_alone(app, make):
    statement = make.submitted()
    rename(make, make.outlet("Before"), "After")
    number = make.editor.account_id
    path = f"/admin/people/{number}/history"

    page = as_person(app, make.admin).get(path)
    refused = [as_person(app, p).get(path).status_code for p in (make.editor, make.reviewer)]

    assert "Editor changed: name" in page.text
    assert "/outlets/1/history" in page.text
    assert "Editor submitted edition 1 for review" in page.text
    assert f">Statement {statement}</a>" in page.text
    assert "none" not in as_person(app, make.admin).get(f"{path}.json").text.replace("null", "")
    assert refused == [403, 403]
    assert app.test_client().get(path).status_code == 303
    assert as_person(app, make.admin).get("/admin/people/999/history").status_code == 404


def test_a_correction_tells_editors_what_it_changed_on_the_record(app, make):
    said = {"speaker": make.speaker(), "source": make.source(), "stances": {make.claim(): "oppose"}}
    statement = make.statement(gloss_en="It rains.", **said)
    make.correct(statement, make.draft(gloss_en="It pours.", **said))
    client = as_person(app, make.editor)

    page = history(client, "statements", statement).text

    assert words(page, "//ol[@class='history']/li[1]//h3") == ["On the record this changed"]
    assert words(page, "//ol[@class='history']/li[1]//dd") == [
        "It removed: rains (end) added: pours (end) ."
    ]
