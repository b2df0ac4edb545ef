"""Comments on the pages: for those who work on the record, escaped, and kept when refused."""

import re

import pytest

from tests.accounts.people import form_token
from tests.reviews.visitors import as_person
from tracker.vocabulary import AccountRole


@pytest.fixture
def editor(app, make):
    return as_person(app, make.editor)


def say(client, path, **fields):
    sent = {"csrf_token": form_token(client), "text": "Is it so?", **fields}
    return client.post(f"{path}/comments", data=sent)


def test_a_comment_stands_escaped_on_its_page_and_readers_know_nothing_of_it(app, make, client):
    statement, claim = make.statement(), make.claim()
    make.statement(stances={claim: "support"})
    writing = as_person(app, make.editor)

    for path in (f"/statements/{statement}", f"/claims/{claim}"):
        sent = say(writing, path, text="<i>Look</i> \u202eback @nobody")
        page, public = writing.get(sent.headers["Location"]).text, client.get(path).text

        assert "&lt;i&gt;Look&lt;/i&gt; ⟦U+202E⟧back @nobody" in page
        assert "Nobody is told of @nobody" in page
        assert "Look" not in public + client.get(f"{path}.json").text
        assert "omment" not in public


def test_a_refused_comment_says_why_and_keeps_the_words(make, editor):
    path = f"/claims/{make.claim()}"

    long = say(editor, path, text="x" * 2_001)
    nobody = say(editor, path, text="Look at this.", tell="999")

    assert (long.status_code, nobody.status_code) == (422, 422)
    assert "characters fit here; this has" in long.text
    assert "x" * 2_001 in long.text
    assert "Look at this." in nobody.text
    assert 'id="tell-error"' in nobody.text


def test_a_notification_leads_to_the_comment_and_is_read_then(app, make, editor):
    statement = make.drafted()
    uid = make.comment("@Editor?", statement=statement, by=make.reviewer)
    [number] = re.findall(r"/notifications/(\d+)/open", editor.get("/notifications").text)
    before = editor.get("/").text

    led = editor.post(f"/notifications/{number}/open", data={"csrf_token": form_token(editor)})

    assert led.headers["Location"] == f"/statements/{statement}#comment-{uid}"
    assert '<strong class="unread">1</strong>' in before
    assert "unread" not in editor.get("/claims/").text
    assert "You have read everything." in editor.get("/notifications").text


def test_what_came_since_the_page_was_opened_stays_unread(make, editor):
    claim = make.claim()
    make.comment("@Editor?", claim=claim, by=make.reviewer)
    last = editor.get("/notifications").text.split('name="last" value="')[1].split('"')[0]
    make.comment("@Editor!", claim=claim, by=make.reviewer)

    editor.post("/notifications/read", data={"csrf_token": form_token(editor), "last": last})

    assert "1 is unread." in editor.get("/notifications").text


def test_of_a_changed_comment_both_texts_are_shown(make, editor):
    uid = make.comment("As it was.", claim=make.claim())
    sent = {"csrf_token": form_token(editor), "version": "7", "text": "As I want it."}

    answer = editor.post(f"/comments/{uid}/edit", data=sent)

    assert answer.status_code == 409
    assert "As it was." in answer.text
    assert "As I want it." in answer.text


def test_hidden_words_are_for_reviewers(app, make, editor):
    statement = make.drafted()
    uid = make.comment("Zapped words.", statement=statement)
    reviewer = as_person(app, make.reviewer)
    sent = {"csrf_token": form_token(reviewer), "version": "1", "reason": "Let us be polite."}

    reviewer.post(f"/comments/{uid}/hide", data=sent)

    for path in (f"/statements/{statement}", f"/comments/{uid}"):
        assert "Let us be polite." in editor.get(path).text
        assert "Zapped" not in editor.get(path).text
        assert "Zapped" in reviewer.get(path).text


def test_the_page_costs_the_same_however_much_was_said(make, editor, queries):
    statement = make.drafted()
    costs = []

    for _ in range(2):
        with queries.counted() as asked:
            editor.get(f"/statements/{statement}")
        costs.append(len(asked))
        for number in range(3):
            make.account(f"Person{number}", AccountRole.EDITOR)
            make.comment(f"@Person{number}", statement=statement)

    assert costs[0] == costs[1]
