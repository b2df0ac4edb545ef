"""The administrator's page of redactions, and what pages say where words were."""

import json

import pytest
from sqlalchemy import func, select

from tests.accounts.people import form_token
from tests.history.blanked import REASON, SECRET, holding, redacted, uid_of, whole
from tests.journeys.crawl import get_routes
from tests.reviews.visitors import as_person
from tests.soak.amounts import ENGINES
from tracker.models import Revision, Speaker, Statement
from tracker.vocabulary import AccountRole, Delivery, Stance

pytestmark = pytest.mark.engines(*ENGINES)


@pytest.fixture
def statement(make):
    """Published, with its words in a source, and a correction under way."""
    source = make.source(words=f"He said: {SECRET}.")
    kept = {"source": source, "locator": "", "quote": SECRET, "quote_language": "en"}
    return make.statement(
        **kept, delivery=Delivery.VERBATIM, gloss_en=SECRET, stances={make.claim(): Stance.SUPPORT}
    )


def send(client, uid, reason):
    sent = {"csrf_token": form_token(client), "uid": uid, "reason": reason}
    return client.post("/admin/redact", data=sent)


def test_the_page_shows_what_would_go_and_then_takes_it_away(app, database, make, statement):
    uid, client = uid_of(database, Statement, statement), as_person(app, make.admin)

    shown = client.get(f"/admin/redact?uid={uid}")
    assert SECRET in shown.text
    assert "In the text of 1 source" in shown.text
    assert holding(database, SECRET)

    done = send(client, uid, REASON)

    assert done.status_code == 200
    assert "stand nowhere else" in done.text
    assert holding(database, SECRET) == []
    assert whole(database)
    again = send(client, uid, REASON)
    assert again.status_code == 422
    assert "Nothing is left" in again.text


@pytest.mark.parametrize(
    ("sent", "status"),
    [(("UID", " "), 422), (("x", REASON), 404), (("", REASON), 422), (("UID", SECRET), 422)],
)
def test_a_redaction_that_lacks_something_changes_nothing(
    app, database, make, statement, sent, status
):
    uid = sent[0].replace("UID", uid_of(database, Statement, statement))
    client = as_person(app, make.admin)
    before = count(database)

    answer = send(client, uid, sent[1])

    assert answer.status_code == status
    assert (count(database), bool(holding(database, SECRET))) == (before, True)


def count(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Revision))


def test_only_administrators_see_the_page(app, database, make, statement):
    uid = uid_of(database, Statement, statement)
    client = as_person(app, make.reviewer)

    assert client.get(f"/admin/redact?uid={uid}").status_code == 403
    assert send(client, uid, REASON).status_code == 403
    assert holding(database, SECRET)


def every_answer(app, client):
    """Every page, list and file without a key, and those of the first of everything."""
    for rule in get_routes(app):
        filled = dict.fromkeys(rule.arguments, "1") | {"suffix": "json"}
        values = {name: filled[name] for name in rule.arguments}
        built = rule.build(values, append_unknown=False)
        if built is not None and not str(rule).startswith("/static"):
            for path in {built[1], built[1].replace(".json", ".csv")}:
                yield path, client.get(path)


@pytest.mark.unmeasured
def test_no_page_of_any_role_holds_the_words(app, database, make, statement):
    redacted(database, uid_of(database, Statement, statement))
    person = uid_of(database, Speaker, 1)
    with database.reading() as session:
        name = session.get_one(Speaker, 1).name
    redacted(database, person)
    clients = {role.value: as_person(app, make.account(role.value, role)) for role in AccountRole}
    clients["anonymous"] = app.test_client()

    for role, client in clients.items():
        seen = dict(every_answer(app, client))
        assert seen[f"/statements/{statement}"].status_code == 200
        for path, answer in seen.items():
            assert SECRET not in answer.text, (role, path)
            assert "xylophonite" not in answer.text, (role, path)
            assert name not in answer.text, (role, path)


def test_pages_lists_and_files_say_when_and_why(app, client, database, statement):
    redacted(database, uid_of(database, Statement, statement))

    page = client.get(f"/statements/{statement}").text
    assert page.count(REASON) >= 2
    assert "Words were removed here for ever on" in page
    for path in ("/statements/", "/statements.json", "/statements.csv", "/claims/1"):
        assert REASON in client.get(path).text, path
    assert REASON in json.dumps(client.get(f"/statements/{statement}.json").json)
    assert f"{REASON}" in client.get(f"/statements/{statement}?lang=id").text
    assert "Disamarkan pada" in client.get(f"/statements/{statement}?lang=id").text
