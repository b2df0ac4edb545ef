"""The forms of claims and topics: what is kept, what is refused, and that nothing typed is lost."""

import pytest
from lxml import html

from tests.accounts.people import form_token
from tracker.models import Claim, Topic


def post(client, path, **sent):
    return client.post(path, data={**sent, "csrf_token": form_token(client)})


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


def test_a_related_claim_is_chosen_by_its_words(editor, make, browse):
    first = make.claim("It rains")
    sent = {"kind": "factual", "text": "It is dry", "language": "en"}
    relation = {"relations-0-kind": "contradicts"}

    typed = post(editor, "/claims/new", **sent, **relation, **{"relations-0-claim": "rains"})
    chosen = {"relations-0-claim": str(first), "relations-0-claim-text": "It rains"}
    saved = post(editor, "/claims/new", **sent, **relation, **chosen)

    assert typed.status_code == 422
    assert "Choose one of these." in typed.text
    assert saved.status_code == 303
    assert 'value="It rains"' in editor.get("/claims/2/edit").text
    assert "Cannot both be true" in editor.get("/claims/1").text


def test_a_translation_that_changed_meanwhile_is_shown_too(editor, make):
    make.claim("It rains", id="Hujan")
    sent = {"kind": "factual", "text": "It rains", "language": "en", "version": "1"}
    words = {"translations-0-language": "id", "translations-0-text": "Hujan turun"}
    post(editor, "/claims/1/edit", **sent, **words)

    answer = post(
        editor, "/claims/1/edit", **sent, **{**words, "translations-0-text": "Sedang hujan"}
    )

    assert answer.status_code == 409
    assert "Hujan turun" in answer.text
    assert "Sedang hujan" in answer.text
