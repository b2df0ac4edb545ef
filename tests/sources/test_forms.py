"""How the forms of sources, outlets and occasions answer."""

import pytest

from tests.accounts.people import signed_in
from tests.sources.sending import count, sent, version_in
from tracker.models import Occasion, Outlet, Snapshot, Source
from tracker.vocabulary import AccountRole

SOURCE = {"kind": "article", "title": "Perdebatan di PBB", "language": "id", "action": "save"}
OUTLET = {"name": "Tempo", "action": "save"}
OCCASION = {"kind": "meeting", "name_en": "Council", "held_on": "2025-01", "action": "save"}


@pytest.fixture
def editor(app):
    """A browser in which an editor is signed in."""
    return signed_in(app)


def test_forms_are_for_editors(client, app):
    reader = signed_in(app, "reader@example.org", AccountRole.READER)

    for noun in ("sources", "outlets", "occasions"):
        assert client.get(f"/{noun}/new").status_code == 303
        assert sent(reader, f"/{noun}/new").status_code == 403


def test_an_editor_makes_a_source_with_its_text(database, make, editor):
    outlet = make.outlet("Tempo")
    fields = {**SOURCE, "outlet": str(outlet), "outlet-text": "Tempo", "text": "Satu.\r\nDua."}

    answer = sent(editor, "/sources/new", **fields, client_token="one form")
    again = sent(editor, "/sources/new", **fields, client_token="one form")

    assert answer.status_code == 303
    assert again.location == answer.location
    assert (count(database, Source), count(database, Snapshot)) == (1, 1)
    assert "Dua." in editor.get(answer.location).text


def test_an_outlet_and_an_occasion_are_made_once(database, editor):
    for path, fields in (("/outlets/new", OUTLET), ("/occasions/new", OCCASION)):
        first = sent(editor, path, **fields, client_token="one form")
        again = sent(editor, path, **fields, client_token="one form")

        assert first.status_code == 303
        assert again.location == first.location
    assert (count(database, Outlet), count(database, Occasion)) == (1, 1)


@pytest.mark.parametrize(
    ("path", "fields", "field"),
    [
        ("/sources/new", {**SOURCE, "title": ""}, "title"),
        ("/sources/new", {**SOURCE, "kind": "rumour"}, "kind"),
        ("/sources/new", {**SOURCE, "url": "javascript:alert(1)"}, "url"),
        ("/sources/new", {**SOURCE, "language": "klingon"}, "language"),
        ("/sources/new", {**SOURCE, "published_on": "2025-02-31"}, "published_on"),
        ("/sources/new", {**SOURCE, "outlet": "Nowhere"}, "outlet"),
        ("/sources/new", {**SOURCE, "text": "\x08"}, "text"),
        ("/outlets/new", {**OUTLET, "name": "\u202e"}, "name"),
        ("/outlets/new", {**OUTLET, "url": "tempo"}, "url"),
        ("/outlets/new", {**OUTLET, "speaker": "Nobody"}, "speaker"),
        ("/occasions/new", {**OCCASION, "held_on": ""}, "held_on"),
        ("/occasions/new", {**OCCASION, "held_on": "2025/2024"}, "held_on"),
        ("/occasions/new", {**OCCASION, "start_time": "noon"}, "start_time"),
        ("/occasions/new", {**OCCASION, "host": "Nobody"}, "host"),
        ("/occasions/new", {**OCCASION, "name_en": ""}, "name_en"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(
    database, editor, path, fields, field
):
    answer = sent(editor, path, **fields)

    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert f'id="{field}-error"' in answer.text
    assert sum(count(database, cls) for cls in (Source, Outlet, Occasion, Snapshot)) == 0


def test_words_for_a_reference_are_answered_with_what_may_be_meant(make, editor):
    make.outlet("Koran Tempo")
    make.speaker("Security Council", "organisation")

    outlet = sent(editor, "/sources/new", **{**SOURCE, "outlet": "tempo", "action": "find:outlet"})
    host = sent(editor, "/occasions/new", **{**OCCASION, "host": "council", "action": "find:host"})

    assert (outlet.status_code, host.status_code) == (200, 200)
    assert "Koran Tempo" in outlet.text
    assert "Security Council" in host.text


@pytest.mark.parametrize("noun", ["sources", "outlets", "occasions"])
def test_a_stale_edit_shows_both_texts_and_what_was_typed(noun, editor):
    fields, name = {
        "sources": (SOURCE, "title"),
        "outlets": (OUTLET, "name"),
        "occasions": (OCCASION, "name_en"),
    }[noun]
    made = sent(editor, f"/{noun}/new", **fields).location
    number = made.rpartition("/")[2].partition("-")[0]
    path = f"/{noun}/{number}/edit"

    assert editor.get(path).status_code == 200
    assert sent(editor, path, **{**fields, name: "First"}, version=1).status_code == 303
    stale = sent(editor, path, **{**fields, name: "Second"}, version=1)
    version = version_in(stale.text)
    again = sent(editor, path, **{**fields, name: "Second"}, version=version)

    assert stale.status_code == 409
    assert "First" in stale.text
    assert "Second" in stale.text
    assert again.status_code == 303
    assert "Second" in editor.get(again.location).text


def test_a_pasted_text_is_kept_once(database, make, editor):
    source = make.source()
    path = f"/sources/{source}/snapshots"

    first = sent(editor, path, text="Satu.")
    again = sent(editor, path, text="Satu.\r\n")

    assert (first.status_code, again.status_code) == (303, 303)
    assert "kept already, as snapshot 1" in editor.get(again.location).text
    assert count(database, Snapshot) == 1


def test_a_text_that_cannot_be_kept_is_shown_again(database, make, editor):
    source = make.source()

    answer = sent(editor, f"/sources/{source}/snapshots", text="Satu\x08")

    assert answer.status_code == 422
    assert "Satu" in answer.text
    assert count(database, Snapshot) == 0


@pytest.mark.engines("sqlite")
def test_five_megabytes_are_kept_and_more_is_refused(database, make, editor):
    source = make.source()
    path = f"/sources/{source}/snapshots"

    assert sent(editor, path, text="a" * 5_000_000).status_code == 303
    assert sent(editor, path, text="a" * 5_000_001).status_code == 422
    assert count(database, Snapshot) == 1
