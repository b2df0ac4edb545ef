"""The buttons of the log form that save nothing: rows, finding, adding, proposing."""

import re

from sqlalchemy import func, select

from tests.accounts.people import signed_in
from tests.statements.log_form import fields, post
from tracker.models import Speaker
from tracker.vocabulary import AccountRole


def test_the_button_adds_and_removes_rows_without_losing_words(editor, world):
    typed = fields(world, action="add:stances", **{"stances-0-note": "Why."})

    more = post(editor, typed)
    less = post(editor, {**typed, "action": "remove:stances-0", "stances-1-note": "Other."})

    assert more.status_code == 200
    assert 'name="stances-1-claim"' in more.text
    assert 'value="Why."' in more.text
    assert 'value="Why."' not in less.text
    assert 'value="Other."' in less.text


def test_find_answers_with_matches(editor, world):
    answer = post(editor, {"action": "find:speakers-0-speaker", "speakers-0-speaker": "shea"})

    assert answer.status_code == 200
    assert f'value="{world["shea"]}"' in answer.text


def test_a_speaker_is_created_in_the_form_with_the_role(editor, world, database):
    opened = post(
        editor,
        {"action": "new:speakers-0-speaker", "speakers-0-speaker": "Vassily Nebenzia"},
    )
    uid = re.search(r'name="new-uid" value="([0-9a-f]+)"', opened.text)
    assert uid is not None
    sent = {
        "action": "create:speakers-0-speaker",
        "speakers-0-speaker": "Vassily Nebenzia",
        "new-for": "speakers-0-speaker",
        "new-uid": uid[1],
        "new-kind": "person",
        "new-name": "Vassily Nebenzia",
        "new-title_en": "Permanent Representative",
        "new-body": str(world["us"]),
        "gloss_en": "Kept.",
        "said_on": "2025-01",
    }

    created = post(editor, sent)
    again = post(editor, sent)

    assert (created.status_code, again.status_code) == (200, 200)
    assert 'value="Kept."' in created.text
    assert "Permanent Representative" in created.text
    with database.reading() as session:
        named = select(func.count()).where(Speaker.name == "Vassily Nebenzia")
        assert session.scalar(named) == 1


def test_a_refused_new_claim_keeps_both_forms(editor, world, database):
    sent = {
        "action": "create:stances-0-claim",
        "new-for": "stances-0-claim",
        "new-uid": "",
        "new-kind": "factual",
        "new-name": "x" * 101,
        "new-language": "en",
        "gloss_en": "Kept.",
    }

    answer = post(editor, sent)

    assert answer.status_code == 422
    assert 'id="new-name-error"' in answer.text
    assert 'value="Kept."' in answer.text


def test_the_source_proposes_date_and_occasion(editor, world, make):
    occasion = make.occasion("Security Council meeting")
    make.drafted(source=world["source"], said_on="2025-01", occasion=occasion)

    page = editor.get(f"/statements/new?source={world['source']}").text

    assert 'value="2025-01"' in page
    assert "Security Council meeting" in page


def test_two_roles_on_a_date_are_not_chosen_silently(editor, world, make):
    make.role(world["shea"], world["us"], "Envoy")
    typed = {"action": "propose", "speakers-0-speaker": str(world["shea"]), "said_on": "2025"}

    page = post(editor, typed).text

    assert "Two roles cover this date" in page
    assert not re.search(r'<option value="\d+" selected', page)


def test_somebody_elses_draft_is_not_mine_to_change(app, editor, world):
    location = post(editor, fields(world, action="draft")).headers["Location"]
    other = signed_in(app, "other@example.org", AccountRole.EDITOR)

    assert other.get(location).status_code == 403
    assert post(other, fields(world), location).status_code == 403
