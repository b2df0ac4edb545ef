"""`tracker verify` finds damage, names it and ends with 5."""

import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.conftest import PASSWORD

NAMES = ["schema", "foreign_keys", "history", "record", "positions", "citations"]


def test_a_whole_record_is_ok(tracker, database_url):
    done = tracker("--database", database_url, "verify", "--json")

    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"], report["revision"]) == (0, True, 0)
    assert [check["name"] for check in report["checks"]] == NAMES
    assert set(report["checks"][0]) == {"name", "ok", "rows", "seconds", "first_bad"}


def test_damage_ends_with_five_and_the_first_bad_row(tracker, database, database_url):
    tracker(
        *("--database", database_url, "users", "add", "ema@example.org", "--role", "editor"),
        "--password-stdin",
        stdin=PASSWORD,
    )
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE head SET hash = 'another'"))

    done = tracker("--database", database_url, "verify", "--deep", "--json")

    report = json.loads(done.stdout)
    history = report["checks"][NAMES.index("history")]
    assert (done.returncode, report["ok"], history["ok"]) == (5, False, False)
    assert history["first_bad"].startswith("revision ")
    assert "damaged" in done.stderr


def test_people_read_a_line_for_each_check(tracker, database_url):
    done = tracker("--database", database_url, "verify")

    assert [line.split()[:2] for line in done.stdout.splitlines()] == [["ok", n] for n in NAMES]


@pytest.mark.engines("sqlite")
def test_a_file_whose_pages_are_broken_is_damage(tracker, database_url):
    file = Path(database_url.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as connection:
        page_size = connection.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as stream:
        # The first page, with the header, stays; every page after it is noise.
        stream.seek(page_size)
        stream.write(b"\xa5" * (file.stat().st_size - page_size))

    done = tracker("--database", database_url, "verify", "--json")

    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"]) == (5, False)
    assert "malformed" in report["checks"][0]["first_bad"]
