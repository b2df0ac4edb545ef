"""How the forms of speakers and roles answer."""

import pytest
from sqlalchemy import select

from tests.accounts.people import signed_in
from tests.sources.sending import count, sent, version_in
from tracker.models import ExternalId, Name, Role, Speaker
from tracker.speakers.commands import SpeakerDraft, edit_speaker
from tracker.vocabulary import AccountRole, SpeakerKind

FORM = {"kind": "person", "name": "Kim Song", "action": "save"}


@pytest.fixture
def editor(app):
    """A browser in which an editor is signed in."""
    return signed_in(app)


def test_forms_are_for_editors(client, app):
    reader = signed_in(app, "reader@example.org", AccountRole.READER)

    assert client.get("/speakers/new").status_code == 303
    assert reader.get("/speakers/new").status_code == 403
    assert sent(reader, "/speakers/new", **FORM).status_code == 403


def test_an_editor_makes_a_speaker_with_names_and_numbers(database, editor):
    rows = {
        "names-0-text": "Kim Song",
        "names-0-language": "en",
        "names-0-is_displayed": "y",
        "names-1-text": "김성",
        "names-1-language": "KO",
        "names-2-text": "",
        "names-2-language": "",
        "external_ids-0-scheme": "wikidata",
        "external_ids-0-value": "Q423",
    }
    answer = sent(editor, "/speakers/new", **FORM, **rows)

    assert answer.status_code == 303
    page = editor.get(answer.location).text
    assert "김성" in page
    assert "Q423" in page
    assert (count(database, Name), count(database, ExternalId)) == (2, 1)


def test_a_form_sent_twice_makes_one_speaker(database, editor):
    first = sent(editor, "/speakers/new", **FORM, client_token="one form")
    again = sent(editor, "/speakers/new", **FORM, client_token="one form")

    assert first.location == again.location
    assert count(database, Speaker) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Kim\u202eSong"}, "name"),
        ({"name": "Kim\0"}, "name"),
        ({"name": "K" * 2001}, "name"),
        ({"kind": "robot"}, "kind"),
        ({"iso_code": "KP"}, "iso_code"),
        ({"parent": "Nowhere"}, "parent"),
        ({"parent": "99999999999999999999"}, "parent"),
        ({"names-0-text": "", "names-3-text": "Kim", "names-3-language": "qx"}, "names-1-language"),
        ({"external_ids-0-value": "Q1"}, "external_ids-0-scheme"),
        ({"name": ["Kim", "Song"]}, "name"),
        ({"version": "soon"}, ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    database, editor, changes, field
):
    answer = sent(editor, "/speakers/new", **{**FORM, "about": "Typed before"} | changes)

    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert "Typed before" in answer.text
    if field:
        assert f'id="{field}-error"' in answer.text
    assert count(database, Speaker) == 0


def test_words_for_a_parent_are_answered_with_what_may_be_meant(make, editor):
    make.speaker("Ministry of Defence", "organisation")
    fields = {**FORM, "kind": "organisation", "parent": "ministry"}

    looked = sent(editor, "/speakers/new", **{**fields, "action": "find:parent"})
    saved = sent(editor, "/speakers/new", **fields)

    assert (looked.status_code, saved.status_code) == (200, 422)
    assert "Ministry of Defence" in looked.text
    assert "Choose one of these." in saved.text


def test_a_row_is_added_without_losing_what_is_typed(editor):
    answer = sent(editor, "/speakers/new", **{**FORM, "action": "add:names"})

    assert answer.status_code == 200
    assert "names-1-text" in answer.text
    assert 'value="Kim Song"' in answer.text


def test_an_edit_shows_what_is_there_and_saves_it(make, editor):
    above = make.speaker("Government", "organisation")
    speaker = make.speaker("Ministry", "organisation", parent=above, id="Kementerian")

    form = editor.get(f"/speakers/{speaker}/edit").text
    answer = sent(
        editor,
        f"/speakers/{speaker}/edit",
        kind="organisation",
        name="The Ministry",
        version=version_in(form),
        parent=above,
        **{"parent-text": "Government", "names-0-text": "Kementerian", "names-0-language": "id"},
    )

    assert "Government" in form
    assert "Kementerian" in form
    assert answer.status_code == 303
    assert "The Ministry" in editor.get(answer.location).text


def test_a_stale_edit_shows_both_texts_and_what_was_typed(database, make, editor):
    speaker = make.speaker("Kim Song")
    with database.transaction(why="test") as session:
        draft = SpeakerDraft(SpeakerKind.PERSON, "Kim Song-il")
        edit_speaker(session, speaker, draft, version=1, by=make.editor)

    fields = {**FORM, "name": "Song Kim", "version": "1"}
    stale = sent(editor, f"/speakers/{speaker}/edit", **fields)
    version = version_in(stale.text)
    again = sent(editor, f"/speakers/{speaker}/edit", **{**fields, "version": version})

    assert stale.status_code == 409
    assert "Kim Song-il" in stale.text
    assert "Song Kim" in stale.text
    assert again.status_code == 303


def test_a_role_is_given_changed_and_taken_away(database, make, editor):
    state, person = make.state("Russia", "RU"), make.speaker("Vassily Nebenzia")
    here = f"/speakers/{person}/roles"
    fields = {"title_en": "Envoy", "body": str(state), "since": "2017"}

    assert editor.get(f"{here}/new").status_code == 200
    assert sent(editor, f"{here}/new", version=1, **fields).status_code == 303
    assert sent(editor, f"{here}/new", version=1, **fields).status_code == 303
    assert count(database, Role) == 1
    with database.reading() as session:
        role = session.scalars(select(Role)).one()
    assert "Russia" in editor.get(f"{here}/{role.id}/edit").text
    stale = sent(editor, f"{here}/{role.id}/edit", version=1, **fields)
    assert stale.status_code == 409
    changed = sent(editor, f"{here}/{role.id}/edit", version=2, **{**fields, "until": "2025"})
    assert changed.status_code == 303
    assert sent(editor, f"{here}/{role.id}/remove", version=3).status_code == 303
    assert count(database, Role) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": "Atlantis"}, "body"),
        ({"title_en": ""}, "title_en"),
        ({"since": "2017-02-31"}, "since"),
        ({"since": "2018", "until": "2017"}, "until"),
    ],
)
def test_a_role_that_breaks_a_rule_is_shown_again(database, make, editor, changes, field):
    state, person = make.state("Russia", "RU"), make.speaker("Vassily Nebenzia")
    fields = {"title_en": "Envoy", "body": str(state), "version": 1} | changes

    answer = sent(editor, f"/speakers/{person}/roles/new", **fields)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert count(database, Role) == 0


def test_a_role_that_was_used_stays(database, make, editor):
    state, person = make.state("Russia", "RU"), make.speaker("Vassily Nebenzia")
    role = make.role(person, state)
    make.statement(speaker=person, role=role)

    answer = sent(editor, f"/speakers/{person}/roles/{role}/remove", version=1)

    assert answer.status_code == 422
    assert "A statement was made in this role" in answer.text
    assert count(database, Role) == 1


def test_a_role_of_somebody_else_is_not_there(make, editor):
    state, person = make.state("Russia", "RU"), make.speaker("Vassily Nebenzia")
    role = make.role(person, state)

    assert editor.get(f"/speakers/{state}/roles/{role}/edit").status_code == 404
    assert editor.get(f"/speakers/{state}/roles/{2**70}/edit").status_code == 404
