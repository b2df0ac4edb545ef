"""A record moves between engines with its history, and goes on where it was."""

import json
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from tests.make import Make
from tests.upkeep.conftest import head_of, rows_of, state_of
from tracker import schema
from tracker.db import Database
from tracker.models import BrowserSession, Token
from tracker.record.verify import verify
from tracker.upkeep.copying import copy_record


@pytest.fixture
def copied(database, new_place) -> Callable[[str], str]:
    """Copy the test's record to a new place: `copied("postgresql")` gives the address."""

    def copy(engine: str) -> str:
        url: str = new_place(engine)
        copy_record(database, url)
        return url

    return copy


@pytest.fixture
def opened() -> Iterator[Callable[[str], Database]]:
    """Databases at addresses, closed at the end."""
    made: list[Database] = []

    def open_(url: str) -> Database:
        made.append(Database(url))
        return made[-1]

    yield open_
    for database in made:
        database.dispose()


def other_than(engine_name: str) -> str:
    return "postgresql" if engine_name == "sqlite" else "sqlite"


def test_the_command_fills_an_empty_database_of_the_other_engine(
    tracker, database_url, new_place, engine_name
):
    target = new_place(other_than(engine_name))

    done = tracker("--database", database_url, "copy", "--to", target, "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["revision"], told["head"]) == (0, *head_of(database_url))
    assert state_of(target) == state_of(database_url)
    assert head_of(target) == head_of(database_url)


def test_there_and_back_every_row_is_as_it_was(
    database_url, copied, new_place, opened, engine_name
):
    there = copied(other_than(engine_name))
    back = new_place(engine_name)

    copy_record(opened(there), back)

    assert rows_of(there) == rows_of(database_url)
    assert rows_of(back) == rows_of(database_url)
    assert verify(opened(back), deep=True).ok


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
@pytest.mark.engines("sqlite")
def test_nobody_is_signed_in_at_the_new_place(copied, opened, target):
    copy = opened(copied(target))

    with copy.reading() as session:
        assert session.scalar(select(func.count()).select_from(BrowserSession)) == 0
        assert session.scalar(select(func.count()).select_from(Token)) == 0


def test_the_history_is_guarded_at_the_new_place(copied, opened, engine_name):
    copy = opened(copied(other_than(engine_name)))

    for forbidden in ("DELETE FROM revision", "UPDATE revision SET why = 'another'"):
        with pytest.raises(DBAPIError, match="never changed"), copy.engine.begin() as connection:
            connection.execute(text(forbidden))


def test_what_is_logged_after_a_copy_gets_numbers_that_nothing_had(
    database, copied, opened, engine_name
):
    given = Make(database).drafted()
    with database.engine.begin() as connection:
        # Rows that have been deleted: their numbers are not given out again, also not elsewhere.
        if engine_name == "postgresql":
            connection.execute(text("SELECT setval('decision_id_seq', 900)"))
        else:
            connection.execute(text("UPDATE sqlite_sequence SET seq = 900 WHERE name = 'decision'"))
    copy = opened(copied(other_than(engine_name)))
    make = Make(copy)

    statement = make.statement()

    with copy.reading() as session:
        newest = session.scalar(text("SELECT max(id) FROM decision"))
    assert (statement, newest) == (given + 1, 902)
    assert verify(copy).ok


def test_a_database_with_something_in_it_is_not_filled(tracker, database_url, new_database_url):
    target = new_database_url()
    before = rows_of(target)

    done = tracker("--database", database_url, "copy", "--to", target)

    assert (done.returncode, done.stdout) == (3, "")
    assert "is not empty" in done.stderr
    assert rows_of(target) == before


@pytest.mark.engines("sqlite")
def test_a_record_is_not_copied_onto_itself(tracker, database_url):
    done = tracker("--database", database_url, "copy", "--to", database_url)

    assert done.returncode == 3


@pytest.mark.engines("sqlite")
def test_a_log_without_its_database_is_not_played_into_a_copy(database, new_place, quick_path):
    target = new_place("sqlite")
    (quick_path / f"{target.rpartition('/')[2]}-wal").write_bytes(b"an old log")

    with pytest.raises(Exception, match="is not empty"):
        copy_record(database, target)


@pytest.mark.engines("sqlite")
def test_an_earlier_schema_is_upgraded_before_it_is_copied(tracker, empty_url, new_place):
    schema.upgrade(empty_url, "0004")

    done = tracker("--database", empty_url, "copy", "--to", new_place("sqlite"))

    assert (done.returncode, done.stdout) == (6, "")
    assert "tracker upgrade" in done.stderr


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
@pytest.mark.engines("sqlite")
def test_what_is_damaged_is_not_copied_and_leaves_nothing(
    tracker, database, database_url, new_place, quick_path, target
):
    place = new_place(target)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE stance SET code = 'support' WHERE code = 'oppose'"))

    done = tracker("--database", database_url, "copy", "--to", place)

    assert (done.returncode, done.stdout) == (5, "")
    assert "is damaged" in done.stderr
    assert ".partial" not in done.stderr
    assert list(quick_path.glob("place*")) == []
    if target == "postgresql":
        assert tracker("--database", place, "version").stdout.count("null") == 2
