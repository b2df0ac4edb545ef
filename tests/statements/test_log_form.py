"""The log form, by plain posts: what is kept, what is refused, and that nothing typed is lost."""

import re

import pytest
from sqlalchemy import func, select

from tests.accounts.people import form_token, signed_in
from tests.statements.log_form import fields, post
from tracker.models import Citation, Edition, Revision, Statement
from tracker.vocabulary import AccountRole, EditionState, Stance


def counts(database):
    with database.reading() as session:
        return (
            session.scalar(select(func.count()).select_from(Statement)),
            session.scalar(select(func.count()).select_from(Revision)),
        )


def test_the_empty_form_opens_for_an_editor(editor):
    page = editor.get("/statements/new")

    assert page.status_code == 200
    for name in ("source", "quote", "said_on", "stances-0-claim", "speakers-0-speaker"):
        assert f'name="{name}"' in page.text


def test_a_visitor_signs_in_first_and_a_reader_may_not(app, client):
    reader = signed_in(app, "reader@example.org", AccountRole.READER)

    assert client.get("/statements/new").headers["Location"].startswith("/login?next=")
    assert reader.get("/statements/new").status_code == 403


def test_submitting_keeps_everything_that_was_typed(editor, world, database):
    answer = post(editor, fields(world))

    assert answer.status_code == 303
    with database.reading() as session:
        edition = session.scalars(select(Edition)).one()
        citation = session.scalars(select(Citation)).one()
    assert (edition.state, edition.said_on) == (EditionState.SUBMITTED, "2025-01")
    assert edition.gloss_en == "North Korea has gained Russian technology."
    assert (citation.source_id, citation.locator) == (world["source"], "paragraph 3")


REFUSALS = {
    "no source": ({"source": ""}, "source-error"),
    "no speaker": ({"speakers-0-speaker": "", "speakers-0-role": ""}, "speakers-0-speaker-error"),
    "no date": ({"said_on": ""}, "said_on-error"),
    "31 February": ({"said_on": "2025-02-31"}, "said_on-error"),
    "the future": ({"said_on": "2999"}, "said_on-error"),
    "no stance": (
        {"stances-0-claim": "", "stances-0-code": "", "stances-0-act": ""},
        "stances-0-claim-error",
    ),
    "no code": ({"stances-0-code": ""}, "stances-0-code-error"),
    "an unknown code": ({"stances-0-code": "loves"}, "stances-0-code-error"),
    "an unknown claim": ({"stances-0-claim": "seed-z"}, "stances-0-claim-error"),
    "a claim twice": (
        {"stances-1-claim": "seed-c", "stances-1-code": "oppose"},
        "stances-1-claim-error",
    ),
    "reported without gloss": ({"gloss_en": ""}, "gloss_en-error"),
    "a quote of reported speech": ({"quote": "So.", "quote_language": "en"}, "quote-error"),
    "verbatim without quote": ({"delivery": "verbatim"}, "quote-error"),
    "an unknown language": (
        {"delivery": "document", "quote": "So.", "quote_language": "klingon"},
        "quote_language-error",
    ),
    "a NUL": ({"gloss_en": "a\0b"}, "gloss_en-error"),
    "a control character": ({"gloss_en": "a\x07b"}, "gloss_en-error"),
    "a reversed name": ({"described_as": "a \u202eofficial"}, "described_as-error"),
    "a long gloss": ({"gloss_en": "x" * 2_001}, "gloss_en-error"),
    "a long quote": (
        {"delivery": "document", "quote": "x" * 20_001, "quote_language": "en"},
        "quote-error",
    ),
    "somebody else's role": ({"speakers-0-role": "999"}, "speakers-0-role-error"),
    "evidence outside": ({"stances-0-evidence": "0-9"}, "stances-0-evidence-error"),
    "unreadable evidence": ({"stances-0-evidence": "9-3"}, "stances-0-evidence-error"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_bad_input_is_told_beside_its_field_and_stores_nothing(name, editor, world, database):
    changes, error = REFUSALS[name]
    before = counts(database)

    answer = post(editor, fields(world, context="Typed with care.", **changes))

    assert answer.status_code == 422
    assert f'id="{error}"' in answer.text
    assert "Typed with care." in answer.text
    assert counts(database) == before


def test_a_draft_may_be_unfinished_and_is_found_again(editor, world):
    sent = {"action": "draft", "delivery": "reported", "stances-0-claim": "seed-c"}

    answer = post(editor, {**sent, "context": "Half a thought."})

    assert answer.status_code == 303
    page = editor.get(answer.headers["Location"]).text
    assert "Half a thought." in page
    assert "Russia shares military technology" in page


def test_two_hundred_stances_are_refused_not_dropped(editor, world, database):
    rows = {f"stances-{n}-claim": "seed-c" for n in range(200)}

    answer = post(editor, fields(world, **rows))

    assert answer.status_code == 422
    assert counts(database)[0] == 0


def test_a_single_field_sent_twice_is_refused(editor, world, database):
    sent = [*fields(world).items(), ("said_on", "2024"), ("csrf_token", form_token(editor))]
    pairs: dict[str, list[str]] = {}
    for name, value in sent:
        pairs.setdefault(name, []).append(value)

    answer = editor.post("/statements/new", data=pairs)

    assert answer.status_code == 422
    assert 'id="said_on-error"' in answer.text
    assert counts(database)[0] == 0


def test_the_same_token_twice_is_one_statement(editor, world, database):
    first = post(editor, fields(world, client_token="one-form"))
    again = post(editor, fields(world, client_token="one-form"))

    assert first.headers["Location"] == again.headers["Location"]
    assert counts(database)[0] == 1


def test_a_role_out_of_date_is_doubted_and_can_be_confirmed(editor, world, make, database):
    old = make.role(world["shea"], world["us"], "Ambassador", since="2001", until="2003")

    doubted = post(editor, fields(world, **{"speakers-0-role": str(old)}))
    confirmed = post(
        editor, fields(world, **{"speakers-0-role": str(old), "confirm": "role_dates"})
    )

    assert doubted.status_code == 422
    assert 'value="role_dates"' in doubted.text
    assert confirmed.status_code == 303


def test_a_twin_is_shown_and_can_be_confirmed(editor, world, database):
    post(editor, fields(world))

    doubted = post(editor, fields(world))
    confirmed = post(editor, fields(world, confirm="twin"))

    assert doubted.status_code == 422
    assert 'value="twin"' in doubted.text
    assert "/statements/1" in doubted.text
    assert confirmed.status_code == 303
    assert counts(database)[0] == 2


def test_a_verbatim_quote_is_found_in_the_snapshot_and_cited(editor, world, make, database):
    source = make.source("Transcript", words="He said: “We deny  it.” Then he left.")
    sent = {"source": str(source), "citations-0-locator": "", "delivery": "verbatim"}

    kept = post(editor, fields(world, **sent, quote="We deny it.", quote_language="en"))
    refused = post(editor, fields(world, **sent, quote="We admit it.", quote_language="en"))

    assert (kept.status_code, refused.status_code) == (303, 422)
    with database.reading() as session:
        citation = session.scalars(select(Citation)).one()
    assert citation.exact == "We deny  it."
    assert 'id="quote-error"' in refused.text


def test_a_stale_version_shows_both_texts_and_keeps_what_was_typed(editor, world, database):
    location = post(editor, fields(world, action="draft")).headers["Location"]
    version = re.search(r'name="version"[^>]*value="(\d+)"', editor.get(location).text)
    assert version is not None
    post(editor, fields(world, action="draft", gloss_en="Theirs.", version=version[1]), location)

    answer = post(
        editor, fields(world, action="draft", gloss_en="Mine.", version=version[1]), location
    )

    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert 'value="Mine."' in answer.text


@pytest.mark.parametrize("code", list(Stance))
def test_every_code_can_be_logged(code, editor, world, database):
    answer = post(editor, fields(world, **{"stances-0-code": code.value}))

    assert answer.status_code == 303


def test_a_passage_can_be_rewritten_and_is_found_anew(editor, world, make, database):
    source = make.source("Transcript", words="They deny it. They deny it. He admits it.")
    sent = {"action": "draft", "source": str(source), "citations-0-exact": "They deny it."}
    sent |= {"citations-0-start": "14", "citations-0-end": "27"}
    location = post(editor, fields(world, **sent)).headers["Location"]
    page = editor.get(location).text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    was = re.search(r'name="citations-0-was"[^>]*value="([^"]+)"', page)
    assert version is not None
    assert was is not None
    again = {**sent, "version": version[1], "citations-0-was": was[1]}

    kept = post(editor, fields(world, **again), location)
    moved = post(editor, fields(world, **{**again, "citations-0-exact": "He admits it."}), location)

    assert (kept.status_code, moved.status_code) == (303, 303)
    with database.reading() as session:
        citation = session.scalars(select(Citation)).one()
    assert (citation.start, citation.exact) == (28, "He admits it.")
