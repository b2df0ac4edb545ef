"""Loading the story: once, whole, into no database of others; every page says it is invented."""

import json
import re

import pytest
from sqlalchemy import event, select

from tests.accounts.people import signed_in
from tests.fixtures.postgres import fresh_database
from tests.fixtures.web import SECRET
from tests.make import Make
from tracker.accounts.demo import DEMO_ACCOUNTS
from tracker.app import create_app
from tracker.db import Database
from tracker.errors import Refused
from tracker.exchange.demo import load, load_story
from tracker.models import Account, Base, Edition, Statement
from tracker.upkeep.state import state_lines

PAGES = (
    *("/", "/claims/", "/claims/story-fill", "/speakers/story-maheswa", "/statements/"),
    *("/statements/story-56", "/sources/story-lantern-2024", "/corrections", "/login", "/nowhere"),
)
DATA = ("/claims.json", "/claims/story-fill.csv", "/statements.csv", "/speakers/story-maheswa.json")
UID = re.compile(r"[0-9a-f]{32}")
SAID = {"en": "Invented:", "id": "Rekaan:"}


@pytest.fixture
def database_url(story_database_url):
    return story_database_url


@pytest.fixture
def empty(new_database_url):
    """A database with nothing in it."""
    database = Database(new_database_url())
    yield database
    database.dispose()


def everything(database):
    """Every row of every table."""
    with database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
        }


def test_a_second_run_changes_no_row(database):
    before = everything(database)

    load_story(database)

    assert everything(database) == before


def test_a_story_that_somebody_wrote_in_is_refused_and_left_alone(database):
    Make(database).speaker("Somebody else")
    before = everything(database)

    with pytest.raises(Refused, match="tracker serve"):
        load_story(database)

    assert everything(database) == before


def test_the_sets_keep_out_of_each_others_record(database):
    before = everything(database)

    with pytest.raises(Refused, match="tracker serve"):
        load(database)

    assert everything(database) == before


@pytest.mark.engines("sqlite")
def test_the_story_stays_out_of_the_other_set(demo_database_url):
    database = Database(demo_database_url)
    before = everything(database)

    with pytest.raises(Refused, match="tracker serve"):
        load_story(database)

    assert everything(database) == before
    database.dispose()


@pytest.mark.engines("sqlite")
def test_an_interrupted_run_is_finished_by_the_next(database, empty):
    def interrupt(*received):
        if received[2].startswith("INSERT INTO entry"):
            raise KeyboardInterrupt

    event.listen(empty.engine, "before_cursor_execute", interrupt)
    with pytest.raises(KeyboardInterrupt):
        load_story(empty)
    event.remove(empty.engine, "before_cursor_execute", interrupt)
    load_story(empty)

    assert told(empty) == told(database)


@pytest.mark.engines("sqlite")
def test_both_engines_tell_the_same_story(database, story_postgres_template, postgres_server):
    name = f"{story_postgres_template}_told"
    with fresh_database(postgres_server, name, story_postgres_template) as url:
        other = Database(url)
        on_postgres = told(other)
        other.dispose()

    assert on_postgres == told(database)


def told(database):
    """The state without what every loading draws anew: uids, and which claims coders are shown."""
    with database.reading() as session:
        rows = [json.loads(line) for line in state_lines(session)]
    names = {row["uid"]: row["values"].get("key") or row["values"].get("email") for row in rows}
    lines = [UID.sub(lambda found: names.get(found[0]) or "", json.dumps(row)) for row in rows]
    return sorted(json.dumps(_in_order(_without_lots(json.loads(line)))) for line in lines)


def _in_order(value):
    """Parts that have no order of their own stand by their words, uids included: anew by names."""
    if isinstance(value, dict):
        return {name: _in_order(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return sorted((_in_order(inner) for inner in value), key=json.dumps)
    return value


def _without_lots(row):
    if row["kind"] == "sampled":
        del row["values"]["offered"]
        for coding in row["values"]["codings"]:
            coding["codes"] = sorted(map(json.dumps, filter(_has_code, coding["codes"])))
    return row


def _has_code(coded):
    return coded["code"]


def test_two_log_and_two_decide(database):
    names = {account.email: account.part for account in DEMO_ACCOUNTS}
    written = select(Account.email).join(Statement, Statement.created_by_id == Account.id)
    with database.reading() as session:
        found = [names[email] for email in session.scalars(written)]
        editions = session.scalars(select(Edition.created_by_id)).all()

    assert (found.count("editor"), found.count("editor2")) == (32, 28)
    assert len(editions) == 63


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("language", list(SAID))
def test_every_page_says_that_it_is_invented(client, language):
    told_on = {path: client.get(f"{path}?lang={language}").text for path in PAGES}

    assert [path for path, text in told_on.items() if SAID[language] not in text] == []


@pytest.mark.engines("sqlite")
def test_data_say_so_too(client):
    answers = {path: client.get(path) for path in DATA}

    assert {path: answer.status for path, answer in answers.items()} == dict.fromkeys(
        DATA, "200 OK"
    )
    assert {answer.headers.get("X-Record") for answer in answers.values()} == {"invented"}


@pytest.mark.engines("sqlite")
def test_a_record_that_is_not_invented_does_not_say_so(new_database_url):
    page = create_app(DATABASE_URL=new_database_url(), SECRET_KEY=SECRET).test_client().get("/")

    assert "Invented:" not in page.text
    assert "X-Record" not in page.headers


@pytest.mark.engines("sqlite")
def test_a_draft_without_a_stance_breaks_no_page_of_its_source(app):
    page = signed_in(app, "nina@demo.example").get("/sources/story-lantern-2024")

    assert page.status_code == 200
    assert "As a mother I might take the jobs gladly" in page.text
