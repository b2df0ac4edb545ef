"""`tracker verify` finds damage, names it and ends with 5."""

import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.conftest import PASSWORD

NAMES = [
    *("schema", "foreign_keys", "history"),
    *("record", "positions", "contradictions", "citations"),
]


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


def test_an_anchor_finds_a_tail_that_was_cut_with_its_head(tracker, database, database_url, make):
    for name in ("One", "Two", "Three"):
        make.outlet(name)
    asked = ("--database", database_url)
    printed = tracker(*asked, "anchor").stdout.strip()
    number, digits = printed.split(":")
    told = json.loads(tracker(*asked, "anchor", "--json").stdout)
    assert told == {"number": int(number), "hash": digits, "anchor": printed}
    assert tracker(*asked, "verify", "--anchor", printed).returncode == 0

    cut_tail(database, int(number) - 1)

    assert tracker(*asked, "verify").returncode == 0
    done = tracker(*asked, "verify", "--anchor", printed, "--json")
    history = json.loads(done.stdout)["checks"][NAMES.index("history")]
    assert (done.returncode, history["ok"]) == (5, False)
    assert history["first_bad"].startswith(f"revision {number}: cut off")


def cut_tail(database, newest):
    """What somebody does who drops the triggers, and the head with the tail."""
    with database.engine.begin() as connection:
        on = "" if connection.dialect.name == "sqlite" else " ON revision"
        connection.execute(text(f"DROP TRIGGER revision_delete{on}"))
        connection.execute(text("DELETE FROM outlet WHERE name = 'Three'"))
        connection.execute(text(f"DELETE FROM revision WHERE number > {newest}"))
        connection.execute(
            text(
                "UPDATE head SET number = r.number, hash = r.hash, at = r.at FROM revision AS r"
                f" WHERE r.number = {newest}"
            )
        )


@pytest.mark.parametrize("written", ["7", "7:abc", "x:" + 64 * "0", ":", "-1:" + 64 * "0"])
@pytest.mark.engines("sqlite")
def test_a_malformed_anchor_is_wrong_usage(tracker, database_url, written):
    done = tracker("--database", database_url, "verify", f"--anchor={written}")

    assert (done.returncode, done.stdout) == (2, "")
    assert "is no anchor" in done.stderr


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


def test_a_guard_that_is_gone_and_a_stranger_are_told(tracker, database, database_url):
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER revision_replace"))
            connection.execute(text("DROP TRIGGER revision_update"))
            connection.execute(
                text("CREATE TRIGGER revision_update AFTER INSERT ON topic BEGIN SELECT 1; END")
            )
            connection.execute(
                text("CREATE TRIGGER spy AFTER INSERT ON topic BEGIN DELETE FROM outlet; END")
            )
        else:
            connection.execute(text("DROP TRIGGER revision_truncate ON revision"))
            connection.execute(text("ALTER TABLE revision DISABLE TRIGGER revision_update"))
            connection.execute(
                text(
                    "CREATE TRIGGER spy AFTER INSERT ON topic"
                    " EXECUTE FUNCTION refuse_to_rewrite_history()"
                )
            )
        gone = "revision_replace" if connection.dialect.name == "sqlite" else "revision_truncate"

    done = tracker("--database", database_url, "verify", "--json")

    assert (done.returncode, json.loads(done.stdout)["ok"]) == (0, True)
    warnings = [line.split()[3] for line in done.stderr.splitlines() if "Warning" in line]
    assert warnings == [gone, "revision_update", "spy"]
