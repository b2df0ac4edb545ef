"""A reviewer marks a contradiction as none in the browser, and takes that back."""

import pytest

from tests.accounts.people import form_token, signed_in
from tests.marking import contradict
from tracker.record.marks import marks
from tracker.record.moments import newest_revision
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.engines("sqlite", "postgresql")

REPORT = "/reports/contradictions"


@pytest.fixture
def meant(make):
    return contradict(make, "Ratu", "It is so")


@pytest.fixture
def browser(app):
    """A reviewer's."""
    return signed_in(app, "second@example.org", AccountRole.REVIEWER)


@pytest.fixture
def send(browser):
    """Send a form to an address."""
    token = form_token(browser)
    return lambda path, **fields: browser.post(path, data={"csrf_token": token, **fields})


@pytest.fixture
def known(database):
    """The reasons of the marks that hold."""

    def tell():
        with database.reading() as session:
            return [mark.reason for mark in marks(session).values()]

    return tell


def test_a_reviewer_marks_one_and_is_led_back_to_the_report_as_it_was(browser, send, meant, known):
    narrowed = "holder=speaker&gap=30"
    form = browser.get(f"{REPORT}/{meant.key}?{narrowed}").text

    answers = [send(f"{REPORT}/{meant.key}?{narrowed}", reason="A poem.") for _ in range(2)]
    page = browser.get(f"{REPORT}?{narrowed}").text

    assert f'action="{REPORT}/{meant.key}?holder=speaker&amp;gap=30"' in form
    assert [answer.status_code for answer in answers] == [303, 303]
    assert {answer.location for answer in answers} == {f"{REPORT}?{narrowed}#{meant.key}"}
    assert f'id="{meant.key}"' in page
    assert "A poem." in page
    assert known() == ["A poem."]


def test_what_another_reviewer_said_meanwhile_stands_and_the_words_typed_are_kept(
    send, meant, known
):
    meant.mark("Irony.")

    answer = send(f"{REPORT}/{meant.key}", reason="She quotes a poem.")

    assert answer.status_code == 409
    assert "This was marked already: “Irony.”" in answer.text
    assert "She quotes a poem." in answer.text
    assert known() == ["Irony."]


def test_without_a_reason_and_once_nothing_stands_against_anything_it_is_refused(
    browser, send, make, meant, known
):
    empty = send(f"{REPORT}/{meant.key}", reason=" ")
    make.withdraw(meant.draft.ends[0].statement)
    late = send(f"{REPORT}/{meant.key}", reason="A poem.")
    gone = browser.get(f"{REPORT}/{meant.key}")

    assert (empty.status_code, late.status_code, gone.status_code) == (422, 409, 404)
    assert "Say why this is no contradiction." in empty.text
    assert "no longer stand against each other" in late.text
    assert "A poem." in late.text
    assert known() == []


def test_the_mark_that_was_looked_at_is_taken_back_and_no_other(browser, send, meant, known):
    first = meant.mark("Irony.")
    meant.lift(first)
    second = meant.mark("A poem.")

    stale = send(f"{REPORT}/{meant.key}/lift", mark=first)
    kept = known()
    answers = [send(f"{REPORT}/{meant.key}/lift", mark=second) for _ in range(2)]

    assert stale.status_code == 409
    assert "A poem." in stale.text
    assert kept == ["A poem."]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "It was taken back already." in browser.get(REPORT).text
    assert known() == []


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    "key",
    ["", "same_day-1-1-1-1", "by_chance-1-1-1-1-1", "same_day-a-1-1-1-1", "same_day-9-9-9-9-9"],
)
def test_an_address_that_names_no_contradiction_is_none(browser, key):
    assert browser.get(f"{REPORT}/{key}").status_code == 404


@pytest.mark.engines("sqlite")
def test_only_reviewers_are_offered_to_mark_and_only_what_stands_now(app, browser, make, meant):
    offered = f"{REPORT}/{meant.key}"
    editor = signed_in(app)
    with make.database.reading() as session:
        revision = newest_revision(session)
    make.statement()

    assert offered in browser.get(REPORT).text
    assert offered not in browser.get(f"{REPORT}?as_of=r{revision}").text
    assert offered not in editor.get(REPORT).text
