"""When the disk is full or the database is gone: a page that gives back what was typed."""

import os
import re
import shutil
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from tests.operations.conftest import WORDS
from tracker import db

NOBODY = 65534


def gave_back(answer) -> bool:
    """Whether the page says when to come again, and has the text, escaped and ready to send."""
    return (
        answer.status_code == 503
        and answer.headers["Retry-After"] == "5"
        and "Send again" in answer.text
        and "A second line with “quotes” &amp; &lt;angles&gt;." in answer.text
        and answer.text.count("A second line") == WORDS.count("A second line")
    )


def limit_pages(database, pages):
    """Give the file so much room: SQLite says then what it says of a full disk."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


@pytest.mark.engines("sqlite")
def test_a_full_disk_loses_nothing_and_heals_at_once(writer):
    before = writer.revision()
    limit_pages(writer.database, 1)

    refused = writer.send()
    reading = writer.client.get("/claims/")
    limit_pages(writer.database, 1_000_000)

    assert gave_back(refused)
    assert reading.status_code == 200
    assert (writer.sources(), writer.revision()) == (0, before)
    again = writer.send_again(refused.text)
    assert again.status_code == 303, re.findall("error.*", again.text)
    assert writer.sources() == 1
    assert writer.is_sound()


@pytest.mark.engines("sqlite")
def test_what_comes_back_is_saved_as_it_was_typed_and_only_once(writer):
    limit_pages(writer.database, 1)
    page = writer.send().text
    limit_pages(writer.database, 1_000_000)

    first, second = writer.send_again(page), writer.send_again(page)

    assert first.location == second.location
    assert writer.sources() == 1
    with writer.database.reading() as session:
        kept = session.scalar(text("SELECT text FROM snapshot"))
    assert kept == WORDS.strip()


@pytest.fixture
def moved(writer):
    """Move the file of the database away and back again."""
    file = Path(str(make_url(writer.database.url).database))

    @contextmanager
    def away():
        files = [file.with_name(file.name + end) for end in ("", "-wal", "-shm")]
        there = [one for one in files if one.exists()]
        for one in there:
            one.rename(one.with_name(f"away-{one.name}"))
        yield file
        for one in there:
            one.with_name(f"away-{one.name}").rename(one)

    return away


@pytest.mark.engines("sqlite")
def test_a_file_that_was_moved_away_is_neither_written_to_nor_made_anew(writer, moved):
    before = writer.revision()

    with moved() as file:
        refused, reading = writer.send(), writer.client.get("/claims/")
        health = writer.client.get("/healthz")
        was_made = file.exists()

    assert not was_made
    assert gave_back(refused)
    # Nobody knows who is signed in: nobody is told to sign in again either.
    assert 'href="/login"' not in refused.text
    assert reading.status_code == 503
    assert (health.status_code, health.json["database"]) == (503, "unreachable")
    assert (writer.sources(), writer.revision()) == (0, before)
    again = writer.send_again(refused.text)
    assert again.status_code == 303, re.findall("error.*", again.text)
    assert writer.is_sound()


@pytest.mark.engines("sqlite")
def test_a_file_that_took_the_place_of_another_is_the_one_that_is_used(writer):
    file = Path(str(make_url(writer.database.url).database))
    writer.database.dispose()
    shutil.copyfile(file, file.with_name("copy"))
    assert writer.send().status_code == 303
    writer.database.dispose()

    file.with_name("copy").rename(file)

    assert writer.sources() == 0
    assert writer.client.get("/claims/").status_code == 200


@contextmanager
def read_only(file: Path):
    """A folder and a file that may only be read, for somebody who is not root."""
    is_root = os.geteuid() == 0
    if is_root:
        for place in (file.parent, *file.parent.iterdir()):
            os.chown(place, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    for place in (*file.parent.iterdir(), file.parent):
        place.chmod(0o555)
    try:
        yield
    finally:
        for place in (file.parent, *file.parent.iterdir()):
            place.chmod(0o755)
        if is_root:
            os.seteuid(0)


@pytest.mark.engines("sqlite")
def test_a_disk_that_can_only_be_read_keeps_what_was_typed(writer):
    file = Path(str(make_url(writer.database.url).database))
    writer.database.dispose()

    with read_only(file):
        refused = writer.send()
    writer.database.dispose()

    assert gave_back(refused)
    again = writer.send_again(refused.text)
    assert again.status_code == 303, re.findall("error.*", again.text)
    assert writer.is_sound()


def test_a_lock_that_is_held_for_long_gives_back_what_was_typed(app, writer, monkeypatch):
    monkeypatch.setattr(db, "PATIENCE_SECONDS", 1)
    app.extensions["database"].dispose()
    holding = db.Database(writer.database.url)
    before = writer.revision()

    with holding.engine.connect() as connection:
        connection.execute(text("UPDATE head SET number = number"))
        began = time.monotonic()
        refused = writer.send()
        took = time.monotonic() - began
        reading = writer.client.get("/claims/")
        connection.rollback()
    holding.dispose()

    assert gave_back(refused)
    assert took < 5
    assert reading.status_code == 200
    assert writer.revision() == before
    again = writer.send_again(refused.text)
    assert again.status_code == 303, re.findall("error.*", again.text)
    assert writer.is_sound()


@pytest.mark.parametrize(
    "path", ["/login", "/account", "/account/password", "/reset/x", "/invitation/x"]
)
@pytest.mark.engines("sqlite")
def test_no_page_gives_back_what_may_be_secret(writer, moved, path):
    sent = {"csrf_token": writer.typed["csrf_token"], "email": "rara@example.org"}

    with moved():
        answer = writer.client.post(path, data={**sent, "password": "a password to keep"})
        named = writer.send(password="a password to keep")

    for page in (answer, named):
        assert "a password to keep" not in page.text
        assert "rara@example.org" not in page.text
        assert "Send again" not in page.text


def test_a_table_that_is_not_there_is_a_fault_of_ours(app, client, database):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with database.engine.connect() as connection:
        connection.execute(text("ALTER TABLE outlet RENAME TO lost"))
        connection.commit()

    assert client.get("/outlets/").status_code == 500
