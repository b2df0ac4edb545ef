"""A letter a day tells what is unread: once, in the site's language, and none is lost."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.accounts.people import form_token
from tests.coding.sampling import Sampling
from tests.fixtures.web import SECRET
from tests.reviews.visitors import as_person
from tracker.cli.main import main
from tracker.models import Account, Notification, Setting, now
from tracker.notifications import digest
from tracker.notifications.commands import read_all


@pytest.fixture
def send(database_url, sink, monkeypatch, capfd):
    """Run `tracker digest --json`: its number, what it printed, and what was mailed so far."""
    settings = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(sink.port),
        "SMTP_SECURITY": "none",
        "MAIL_FROM": "record@example.org",
        "PUBLIC_URL": "https://record.example.org",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"TRACKER_{name}", value)

    def run():
        code = main(["digest", "--json"])
        printed = capfd.readouterr().out
        return code, json.loads(printed) if printed else None, list(sink.letters)

    return run


def days_pass(make, days=1):
    """As if all letters had been sent earlier."""
    with make.transaction() as session:
        earlier = now() - timedelta(days=days)
        had = Notification.mailed_at.is_not(None)
        session.execute(update(Notification).where(had).values(mailed_at=earlier))


def test_one_letter_tells_all_that_is_unread_and_none_tells_it_again(make, send):
    statement, claim = make.submitted(), make.claim()
    make.comment("Secret words, @Editor.", statement=statement, by=make.reviewer)
    make.comment("@Editor", claim=claim, by=make.reviewer)

    code, told, letters = send()
    again = send()
    days_pass(make)
    later = send()

    assert (code, told, len(letters)) == (0, {"sent": 1, "left": 0}, 1)
    assert letters[0]["To"] == "editor@example.org"
    words = letters[0].get_content()
    assert "* Reviewer mentioned you in a comment: Statement" in words
    assert f"https://record.example.org/statements/{statement}#comment-" in words
    assert f"https://record.example.org/claims/{claim}#comment-" in words
    assert "Secret" not in words
    assert (again[1], later[1]) == ({"sent": 0, "left": 0}, {"sent": 0, "left": 0})


def test_nobody_gets_two_letters_on_one_day(make, send):
    make.comment("@Editor", claim=make.claim(), by=make.reviewer)
    send()
    make.comment("@Editor, once more", claim=make.claim(), by=make.reviewer)

    same_day = send()[1]
    days_pass(make)
    next_day = send()

    assert same_day == {"sent": 0, "left": 0}
    assert next_day[1] == {"sent": 1, "left": 0}
    assert next_day[2][1].get_content().count("mentioned you") == 1


def test_a_letter_that_is_not_taken_is_sent_later(make, send, sink):
    make.comment("@Editor @Admin", claim=make.claim(), by=make.reviewer)
    make.comment("@Editor @Admin", claim=make.claim(), by=make.admin)
    sink.refusing = 1

    failed = send()
    again = send()

    assert (failed[0], failed[1]["sent"], failed[1]["left"] > 0) == (1, 0, True)
    assert (again[0], again[1]) == (0, {"sent": failed[1]["left"], "left": 0})
    assert len(again[2]) == failed[1]["left"]


def test_where_no_mail_server_is_set_nothing_is_noted_as_told(make, send, monkeypatch):
    make.comment("@Editor", claim=make.claim(), by=make.reviewer)
    monkeypatch.setenv("TRACKER_SMTP_HOST", "")

    refused = send()
    monkeypatch.setenv("TRACKER_SMTP_HOST", "127.0.0.1")

    assert refused == (3, None, [])
    assert send()[1] == {"sent": 1, "left": 0}


def test_letters_are_in_the_language_of_the_site(make, send):
    with make.transaction(make.admin) as session:
        session.add(Setting(name="default_language", value='"id"'))
    make.comment("@Editor", claim=make.claim(), by=make.reviewer)

    letter = send()[2][0]

    assert "Reviewer menyebut Anda dalam komentar" in letter.get_content()


def test_who_has_read_it_or_wants_no_letter_or_left_gets_none(app, make, send):
    people = [make.editor, make.admin, make.account("Ann", "editor"), make.account("Bo", "editor")]
    make.comment("@Editor @Admin @Ann @Bo", claim=make.claim(), by=make.reviewer)
    browser = as_person(app, people[0])

    stop = browser.post("/account/digest", data={"csrf_token": form_token(browser), "wants": "no"})
    with make.transaction(make.admin) as session:
        read_all(session, 10**6, by=people[1])
        session.get_one(Account, people[2].account_id).is_active = False
    letters = send()[2]

    assert "Send me the letters" in browser.get(stop.headers["Location"]).text
    assert [letter["To"] for letter in letters] == ["bo@example.org"]


def test_what_is_kept_from_a_coder_is_in_no_letter_before_they_have_coded(make, send):
    sampling, claim = Sampling(make), make.claim()
    statement = make.submitted(stances={claim: "support"})
    sampling.draw()
    coder = sampling.reviewer("Coder")
    make.comment("Look.", statement=statement, tell=coder)

    before = send()[1]
    sampling.code(statement, {claim: "support"}, by=coder)

    assert before == {"sent": 0, "left": 0}
    assert send()[1] == {"sent": 1, "left": 0}


def test_two_that_send_at_once_send_one_letter(make, database):
    make.comment("@Editor", claim=make.claim(), by=make.reviewer)
    number, moment = make.editor.account_id, now()

    taken: list[digest.Digest | None] = []
    for _ in range(2):
        with database.transaction() as session:
            assert taken or digest.due(session, moment) == [number]
            taken.append(digest.take(session, number, moment, "en"))

    assert [one is not None for one in taken] == [True, False]
    with database.reading() as session:
        assert session.scalars(select(Notification.mailed_at)).all() == [moment]
