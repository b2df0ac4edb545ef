"""The pages about people: who reaches them, and what a change does at once."""

import csv
import io

import pytest
from sqlalchemy import func, select

from tests.accounts.people import add_person, form_token, sign_in, signed_in
from tests.admin.conftest import link_in
from tracker.models import Account, BrowserSession, Revision, Token
from tracker.vocabulary import AccountRole

ADMIN, EDITOR, REVIEWER = AccountRole.ADMIN, AccountRole.EDITOR, AccountRole.REVIEWER
ADA, RARA = "ada@example.org", "rara@example.org"
PAGES = (
    *("", "/people", "/people.json", "/people.csv", "/people/new", "/people/1"),
    *("/sessions", "/sessions.json", "/settings"),
)
POSTS = (
    *("/people/new", "/people/1", "/settings", "/sessions/1/end"),
    *("/people/1/deactivate", "/people/1/reactivate", "/people/1/end-sessions"),
    *("/people/1/unlock", "/people/1/remove-factors", "/people/1/invite", "/people/1/reset-link"),
)


@pytest.fixture
def ada(app):
    """An administrator's browser."""
    return signed_in(app, ADA, ADMIN)


def post(client, path, **fields):
    return client.post(path, data={"csrf_token": form_token(client), **fields})


def person(database, email):
    with database.reading() as session:
        return session.scalars(select(Account).where(Account.email == email)).one()


def rows_in(database):
    with database.reading() as session:
        counted = (Account.id, BrowserSession.id, Token.id, Revision.number)
        return [session.scalar(select(func.count(column))) for column in counted]


@pytest.mark.parametrize("role", [None, AccountRole.READER, EDITOR, REVIEWER])
def test_only_administrators_reach_any_of_it(app, client, database, role):
    visitor = signed_in(app, role=role) if role else client
    add_person(database, ADA, ADMIN)
    before = rows_in(database)
    answers = [visitor.get(f"/admin{path}").status_code for path in PAGES]
    answers += [post(visitor, f"/admin{path}").status_code for path in POSTS]

    assert set(answers) == ({403} if role else {303})
    assert rows_in(database) == before


def test_the_list_is_filtered_and_the_same_as_data(ada, database):
    for name in ("bea", "cem"):
        add_person(database, f"{name}@example.org", REVIEWER)
    post(ada, "/admin/people/new", email="new@example.org", role="reviewer", name="")

    page = ada.get("/admin/people?role=reviewer&state=active").text
    table = ada.get("/admin/people.csv?role=reviewer&sort=-email").text
    rows = ada.get("/admin/people.json?state=invited").json["rows"]

    assert "bea@example.org" in page
    assert ADA not in page
    found = [row["email"] for row in csv.DictReader(io.StringIO(table))]
    assert found == ["new@example.org", "cem@example.org", "bea@example.org"]
    assert [(row["email"], row["state"], row["sessions"]) for row in rows] == [
        ("new@example.org", "invited", 0)
    ]


@pytest.mark.parametrize("query", ["role=king", "state=asleep", "sort=shoe-size", "cursor=x"])
def test_what_cannot_be_filtered_by_is_said(ada, query):
    assert ada.get(f"/admin/people?{query}").status_code == 422


def test_another_role_signs_out_at_once(app, ada, database):
    rara = signed_in(app, RARA)
    row = person(database, RARA)

    saved = post(ada, f"/admin/people/{row.id}", name="R.", role="reviewer", version=row.version)

    assert saved.status_code == 303
    assert (person(database, RARA).role, person(database, RARA).name) == (REVIEWER, "R.")
    assert rara.get("/statements/new").status_code == 303


def test_another_name_signs_nobody_out(app, ada, database):
    rara = signed_in(app, RARA)
    row = person(database, RARA)

    post(ada, f"/admin/people/{row.id}", name="Rara W.", role="editor", version=row.version)

    assert "Rara W." in rara.get("/statements/new").text


def test_who_was_not_the_first_sees_both(ada, database):
    number = add_person(database)
    post(ada, f"/admin/people/{number}", name="First", role="editor", version=1)

    late = post(ada, f"/admin/people/{number}", name="Second", role="reviewer", version=1)

    assert late.status_code == 409
    assert "First" in late.text
    assert 'value="Second"' in late.text
    assert person(database, RARA).role is EDITOR


def test_shutting_out_ends_sessions_and_keeps_the_words(app, ada, database, make):
    rara, number = signed_in(app, RARA), person(database, RARA).id
    with database.reading() as session:
        written = session.scalar(select(func.count(Revision.number)))

    post(ada, f"/admin/people/{number}/deactivate")

    assert rara.get("/statements/new").status_code == 303
    assert sign_in(app.test_client(), RARA).status_code == 422
    with database.reading() as session:
        assert session.scalar(select(func.count(Revision.number))) == written + 1
    post(ada, f"/admin/people/{number}/reactivate")
    assert sign_in(app.test_client(), RARA).status_code == 303


def test_the_last_administrator_is_told_why_not(ada, database):
    row = person(database, ADA)

    demoted = post(ada, f"/admin/people/{row.id}", name="", role="editor", version=row.version)
    shut_out = post(ada, f"/admin/people/{row.id}/deactivate")

    assert (demoted.status_code, shut_out.status_code) == (422, 422)
    assert 'id="role-error"' in demoted.text
    assert "Make another person an administrator first" in shut_out.text
    assert ada.get("/admin").status_code == 200


def test_ending_sessions_signs_out(app, ada, database):
    rara, number = signed_in(app, RARA), person(database, RARA).id
    other = signed_in(app, "other@example.org")

    post(ada, f"/admin/people/{number}/end-sessions")

    assert rara.get("/statements/new").status_code == 303
    assert other.get("/statements/new").status_code == 200


def test_one_session_is_ended_from_the_list(app, ada, database):
    rara = signed_in(app, RARA)
    (row,) = [one for one in ada.get("/admin/sessions.json").json["rows"] if one["email"] == RARA]

    ended = post(ada, f"/admin/sessions/{row['id']}/end")

    assert ended.status_code == 303
    assert rara.get("/statements/new").status_code == 303
    assert post(ada, f"/admin/sessions/{row['id']}/end").status_code == 404
    assert "token_hash" not in row


def test_an_address_is_invited_once(ada, database):
    first = post(ada, "/admin/people/new", email="new@example.org", role="editor", name="New")
    again = post(ada, "/admin/people/new", email="NEW@example.org", role="admin", name="")

    assert (first.status_code, again.status_code) == (200, 422)
    assert link_in(first.text).startswith("/invitation/")
    assert 'id="email-error"' in again.text
    assert person(database, "new@example.org").password_hash == ""


@pytest.mark.parametrize("email", ["", "new", "a,b@example.org", "new@<example.org>", '"a"@b.org'])
def test_what_is_no_address_is_not_invited(ada, email):
    answer = post(ada, "/admin/people/new", email=email, role="editor", name="New")

    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text


def test_the_first_page_counts_and_shows_the_anchor(ada, database):
    add_person(database)
    with database.reading() as session:
        newest = session.scalar(select(Revision.hash).order_by(Revision.number.desc()).limit(1))

    page = ada.get("/admin").text

    assert f":{newest}" in page
    assert "/admin/people?role=editor&amp;state=active" in page


def test_a_person_who_is_not_there_is_missing(ada):
    for ident in ("99", "0", "9" * 30, "-", "x"):
        assert ada.get(f"/admin/people/{ident}").status_code == 404
        assert post(ada, f"/admin/people/{ident}/deactivate").status_code == 404


def test_lists_cost_the_same_few_statements_however_long(app, ada, database, queries):
    for number in range(30):
        signed_in(app, f"person{number}@example.org")

    for path in ("/admin/people", "/admin/sessions", "/admin/people.csv"):
        with queries.at_most(4):
            assert ada.get(path).status_code == 200
