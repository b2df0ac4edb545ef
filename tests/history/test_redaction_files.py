"""No byte of what was redacted is left in the files of the database."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.history.blanked import (
    REASON,
    redacted,
    uid_of,
)
from tracker.history.redaction import wipe
from tracker.models import (
    Statement,
)


@pytest.mark.engines("sqlite")
def test_no_byte_of_the_words_is_left_in_the_files(database, database_url, make, said):
    done = redacted(database, uid_of(database, Statement, said[0]))

    assert wipe(database, done.tables)

    path = Path(database_url.removeprefix("sqlite:///"))
    files = [path.with_name(path.name + end) for end in ("", "-wal", "-shm")]
    held = b"".join(file.read_bytes() for file in files if file.exists())
    assert b"Harian" not in held
    assert REASON.encode() in held
    for word in ("xylophonite", "lieutenant", "barrels"):
        assert word.encode() not in held


@pytest.mark.engines("postgresql")
def test_no_page_of_a_table_holds_the_words(database, said):
    """What the server reads from its files, dead rows too; PostgreSQL's log is not among them."""
    done = redacted(database, uid_of(database, Statement, said[0]))

    assert wipe(database, done.tables)

    with database.engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = connection.scalar(text("SELECT current_setting('data_directory')"))
        number = connection.scalar(
            text("SELECT oid FROM pg_database WHERE datname = current_database()")
        )
    files = [file for file in Path(folder, "base", str(number)).iterdir() if file.is_file()]
    held = b"".join(file.read_bytes() for file in files)
    assert REASON.encode() in held
    for word in ("xylophonite", "lieutenant", "barrels"):
        assert word.encode() not in held
