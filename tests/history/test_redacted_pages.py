"""Where words were redacted the history says so, and gives none of them away."""

import pytest

from tests.history.places import FORMS, history, restore
from tests.reviews.visitors import as_person, version_of
from tracker.history.redaction import redact
from tracker.models import Statement

SECRET = "Sangat Rahasia"
REASON = "Order 12 of the court."


@pytest.fixture
def redacted(database, make):
    """A corrected statement whose words of both editions had to go."""
    said = {"speaker": make.speaker(), "source": make.source(), "stances": {make.claim(): "oppose"}}
    statement = make.statement(gloss_en=f"{SECRET} rains.", **said)
    make.correct(statement, make.draft(gloss_en=f"{SECRET} pours.", **said), "Misheard.")
    admin = make.admin
    with make.transaction(admin, why=REASON) as session:
        redact(session, session.get_one(Statement, statement).uid, REASON, by=admin)
    return statement


def test_the_history_of_what_was_redacted_says_when_and_why(app, make, redacted):
    people = [app.test_client(), *(as_person(app, p) for p in (make.editor, make.admin))]

    pages = [history(person, "statements", redacted, form) for person in people for form in FORMS]

    assert {page.status_code for page in pages} == {200}
    assert not [page.request.path for page in pages if SECRET in page.text]
    assert all(REASON in history(person, "statements", redacted).text for person in people)
    assert "redacted since" in history(people[1], "statements", redacted).text


def test_an_edition_without_its_words_is_not_brought_back_with_them(app, make, redacted):
    client = as_person(app, make.reviewer)

    answer = restore(
        client, "statements", redacted, edition=1, version=version_of(client, redacted)
    )

    assert answer.status_code in {303, 422}
    assert SECRET not in client.get(f"/statements/{redacted}/edit", follow_redirects=True).text
