"""Anybody reports a mistake; reviewers answer; nothing of it is lost or shown to others."""

import pytest
from sqlalchemy import func, select

from tests.accounts.people import form_token
from tests.reviews.visitors import as_person, revisions
from tracker.accounts.throttling import FAILURES
from tracker.models import Mistake
from tracker.vocabulary import MistakeOutcome

ANSWER = "The paper prints it as we do."


@pytest.fixture
def reviewer(app, make):
    return as_person(app, make.reviewer)


def send(client, statement, **fields):
    sent = {"csrf_token": form_token(client), "report": "Misquoted.", **fields}
    return client.post(f"/statements/{statement}/mistake", data=sent)


def reply(client, uid, outcome="kept", **fields):
    sent = {"csrf_token": form_token(client), "version": "1", "answer": ANSWER, **fields}
    return client.post(f"/queue/mistakes/{uid}", data={**sent, "outcome": outcome})


def mistakes(database):
    with database.reading() as session:
        return session.scalars(select(Mistake).order_by(Mistake.id)).all()


def test_a_reader_reports_and_reads_the_answer_at_the_same_address(client, make, reviewer):
    statement = make.statement()
    page = client.get(f"/statements/{statement}").text
    assert f'href="/statements/{statement}/mistake"' in page

    sent = send(client, statement, report="He said <b>maybe</b>.", contact="ada@example.org")
    uid = sent.headers["Location"].rsplit("/", 1)[1]
    before = client.get(sent.headers["Location"]).text
    queue, waits = reviewer.get("/queue").text, reviewer.get("/queue/mistakes").text
    answered = reply(reviewer, uid)
    after = client.get(f"/mistakes/{uid}")

    assert "He said &lt;b&gt;maybe&lt;/b&gt;." in before
    assert "A reviewer will look at it" in before
    assert f'href="/queue/mistakes/{uid}"' in waits
    assert "1 reported mistake" in queue
    assert answered.status_code == 303
    assert ANSWER in after.text
    assert "It stays as it is" in after.text
    assert after.headers["X-Robots-Tag"] == "noindex"


def test_who_reported_is_shown_to_reviewers_alone(client, make, reviewer):
    uid = make.mistake(make.statement(), contact="ada@example.org")

    assert "ada@example.org" in reviewer.get(f"/queue/mistakes/{uid}").text
    assert "ada@example.org" not in client.get(f"/mistakes/{uid}").text


def test_the_answer_goes_to_the_address_in_the_language_of_the_report(app, make, database, capsys):
    reader = app.test_client()
    send(reader, make.statement(), contact="ada@example.org", lang="id")
    reader.get("/?lang=id")
    send(reader, make.statement(), contact="budi@example.org")

    for mistake in mistakes(database):
        reply(as_person(app, make.reviewer), mistake.uid)
    app.extensions["postbox"].wait(5)

    letters = capsys.readouterr().err
    assert "To: ada@example.org" in letters
    assert "Your report to" in letters
    assert "Laporan Anda kepada" in letters
    assert ANSWER in letters


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"report": ""}, "Say what is wrong."),
        ({"report": "x" * 1_000_000}, "characters fit here"),
        ({"report": "a\x00b"}, ""),
        ({"contact": "nobody"}, "Write an address like"),
        ({"contact": f"a@{'x' * 5000}.org"}, "Write an address like"),
        ({"contact": "root,ada@example.org"}, "Write an address like"),
        ({"contact": "root<ada@example.org>"}, "Write an address like"),
    ],
    ids=["nothing", "a megabyte", "NUL", "no address", "a long address", "two", "a name"],
)
def test_a_report_that_cannot_be_kept_says_why_and_changes_nothing(
    client, make, database, fields, told
):
    statement = make.statement()
    before = revisions(database)

    answer = send(client, statement, **fields)

    assert answer.status_code in {400, 413, 422}
    assert told in answer.text
    assert mistakes(database) == []
    assert revisions(database) == before


def test_the_same_form_sent_twice_is_one_report(client, make, database):
    statement = make.statement()

    first, second = (send(client, statement, client_token="once") for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert len(mistakes(database)) == 1


def test_whoever_reports_again_and_again_waits(client, make, database):
    statement = make.statement()

    for number in range(FAILURES):
        assert send(client, statement, report=f"Mistake {number}").status_code == 303
    refused = send(client, statement, report="One more")

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "One more" in refused.text
    assert len(mistakes(database)) == FAILURES


def test_what_is_not_on_record_has_no_mistakes(client, make, database):
    draft, withdrawn = make.drafted(), make.statement()
    make.withdraw(withdrawn)

    assert send(client, draft).status_code == 404
    assert send(client, withdrawn).status_code == 303
    assert mistakes(database) == []


@pytest.mark.parametrize("outcome", ["corrected", "withdrawn"])
def test_what_is_said_to_be_done_is_done_already(make, reviewer, database, outcome):
    statement = make.statement()
    uid = make.mistake(statement)

    refused = reply(reviewer, uid, outcome)
    if outcome == "corrected":
        make.correct(statement, make.draft(context="Misheard."))
    else:
        make.withdraw(statement)
    answered = reply(reviewer, uid, outcome)

    assert refused.status_code == 422
    assert "then say so" in refused.text
    assert ANSWER in refused.text
    assert answered.status_code == 303
    assert [m.outcome for m in mistakes(database)] == [MistakeOutcome(outcome)]


def test_an_answer_stands_and_is_given_once(app, make, database):
    uid = make.mistake(make.statement())
    first, second = as_person(app, make.reviewer), as_person(app, make.admin)

    assert reply(first, uid, version="7").status_code == 409
    assert reply(first, uid).status_code == 303
    before = revisions(database)
    again, late = reply(first, uid), reply(second, uid, answer="Something else.")

    assert again.status_code == 303
    assert late.status_code == 422
    assert "has answered this already" in late.text
    assert revisions(database) == before
    assert [m.answer for m in mistakes(database)] == [ANSWER]


def test_a_report_without_an_answer_or_an_outcome_waits_on(make, reviewer, database):
    uid = make.mistake(make.statement())

    assert "Answer in a sentence" in reply(reviewer, uid, answer=" ").text
    assert "Say what came of it." in reply(reviewer, uid, "").text
    assert reply(reviewer, uid, "nonsense").status_code == 422
    assert [m.outcome for m in mistakes(database)] == [None]


def test_an_address_that_nobody_was_given_is_not_found(client, reviewer):
    assert client.get("/mistakes/0123456789abcdef").status_code == 404
    assert reviewer.get("/queue/mistakes/%27").status_code == 404


def test_a_flood_about_one_statement_is_not_kept(make, database, monkeypatch):
    statement = make.statement()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Mistake)) == 0
    monkeypatch.setattr("tracker.mistakes.commands.WAITING", 2)
    make.mistake(statement, "One.")
    make.mistake(statement, "Two.")

    with pytest.raises(Exception, match="being looked at"):
        make.mistake(statement, "Three.")


def test_nobody_is_led_to_the_report_of_somebody_else_by_the_token_of_a_form(
    client, make, database
):
    statement, other = make.statement(), make.statement()
    send(client, statement, client_token="1")

    answers = [
        send(client, other, client_token="1"),
        send(client, statement, client_token="1", report="Another mistake."),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Another mistake." in answers[1].text
    assert len(mistakes(database)) == 1


def test_no_letter_is_promised_where_none_is_sent(client, make, reviewer):
    statement = make.statement()
    uid = make.mistake(statement, contact="ada@example.org")

    form = client.get(f"/statements/{statement}/mistake").text
    reply(reviewer, uid)

    assert "this site sends no mail" in form
    assert "It stands where the report does." in reviewer.get("/queue/mistakes").text


def test_whoever_wrote_the_statement_is_not_told_that_the_report_is_theirs(app, client, make):
    statement = make.statement()
    uid = make.mistake(statement)

    for_author = as_person(app, make.editor).get(f"/mistakes/{uid}").text
    for_reader = client.get(f"/mistakes/{uid}").text

    assert f"Report about statement {statement}" in for_author
    assert f'href="/statements/{statement}"' in for_author
    assert "What you wrote" not in for_author
    assert "Your report" in for_reader
