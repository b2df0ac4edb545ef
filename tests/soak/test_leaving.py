"""At whichever moment of a request PostgreSQL leaves: 200 or 503, never 500, nothing half done."""

import pytest
from sqlalchemy import select

from tests.accounts.people import form_token, signed_in
from tests.soak.amounts import IS_FULL
from tests.soak.leaving import NEVER, WAYS, leaving
from tracker.models import Head
from tracker.record.verify import verify
from tracker.site import change_site
from tracker.statements import commands as statements
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.engines("postgresql"), pytest.mark.usefixtures("apart")]

# In `make test` it leaves in one way, and not at every moment of a request: at the first, at
# some in the middle, and at the last, when all is asked and only closing is left.
LEAVES = WAYS if IS_FULL else ("stopped",)
STEP, LAST = (1, 0) if IS_FULL else (9, 7)


def moments_of(url, ask):
    """The moments at which it leaves in turn."""
    ask()
    with leaving(url, NEVER, "cut") as server:
        ask()
    last = server.moments
    return sorted({*range(1, last + 1, STEP), *range(last - LAST + 1, last + 1)})


def newest(database):
    with database.reading() as session:
        return session.scalar(select(Head.number))


@pytest.fixture
def desk(app, make):
    """A browser whose faults are answered as a service answers them, and a draft to edit."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client, author = signed_in(app), Viewer(1, AccountRole.EDITOR)
    draft = make.draft()
    with make.transaction(author) as session:
        number = statements.log_statement(session, draft, by=author)[0].id
    return client, f"/statements/{number}/edit"


@pytest.mark.parametrize("way", LEAVES)
def test_a_page_is_whole_or_says_when_to_come_again(app, database_url, desk, way):
    client, page = desk

    def ask(path):
        app.extensions.pop("site", None)
        return client.get(path)

    for path, usual in ((page, 200), ("/statements/999", 404)):
        for at in moments_of(database_url, lambda path=path: ask(path)):
            with leaving(database_url, at, way) as server:
                answer = ask(path)
            assert server.has_left
            if answer.status_code != usual:
                told = (answer.status_code, answer.headers.get("Retry-After"))
                assert told == (503, "5"), f"{path}, moment {at}"
            assert ask(path).status_code == usual


def test_what_is_refused_unasked_is_refused_without_the_server(database_url, desk):
    client, page = desk

    with leaving(database_url, 1, "stopped") as server:
        answer = client.post(page, data={"action": "draft"})

    assert server.has_left
    assert answer.status_code == 400


@pytest.mark.parametrize("way", LEAVES)
def test_a_save_is_kept_where_it_says_so_and_else_leaves_no_trace(database, desk, way):
    client, page = desk
    sent = {"action": "draft", "csrf_token": form_token(client)}
    told: list[int] = []

    def save():
        typed = {"version": str(1 + told.count(303)), "gloss_en": f"Says so {len(told)}."}
        answer = client.post(page, data=sent | typed)
        told.append(answer.status_code)
        return answer

    for at in moments_of(database.url, save):
        # Whoever left before, a connection lies ready.
        assert client.get(page).status_code == 200
        before = newest(database)
        with leaving(database.url, at, way) as server:
            answer = save()
        was_saved = newest(database) > before
        assert server.has_left
        assert (answer.status_code, was_saved) in {(303, True), (503, False)}, f"moment {at}"
    assert save().status_code == 303
    assert set(told) == {303, 503}
    assert verify(database).ok


def test_what_is_private_stays_so_while_the_server_comes_back(app, database, make):
    visitor = app.test_client()
    with make.transaction(make.admin) as session:
        change_site(session, {"is_public": False})

    def ask():
        app.extensions.pop("site", None)
        app.extensions["database"].dispose()
        return visitor.get("/statements/")

    answers = set()
    for at in range(1, 8):
        with leaving(database.url, at, "ended"):
            answers.add(ask().status_code)

    assert answers == {303, 503}
