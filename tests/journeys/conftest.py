"""The record with something of everything: filled once a run, copied for each journey."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.fixtures.databases import into_one_file
from tests.fixtures.shared import made_once
from tests.fixtures.web import SECRET
from tests.journeys.crawl import newest_revisions, note_pages
from tests.journeys.world import GeorgianMake, World, fill_world, token_for
from tracker.app import create_app


@pytest.fixture(scope="session")
def filled_file(sqlite_template: Path, shared_folder: Path) -> Path:
    """A SQLite file with the world, to copy; beside it, as JSON, its keys and who reads what."""
    record = shared_folder / "world.db"

    def fill(file: Path) -> None:
        shutil.copyfile(sqlite_template, record)
        app = create_app(DATABASE_URL=f"sqlite:///{record}", SECRET_KEY=SECRET, TESTING=True)
        make = GeorgianMake(app.extensions["database"])
        world = fill_world(make)
        with make.database.reading() as session:
            world.revisions = newest_revisions(session, world)
        people = {"nobody": None, "editor": make.editor, "reviewer": make.reviewer}
        people["admin"] = make.admin
        tokens = {name: token_for(app, who) if who else None for name, who in people.items()}
        note_pages(app, world, tokens)
        make.database.dispose()
        into_one_file(record)
        file.write_text(world.to_json())

    made_once(record.with_suffix(".json"), fill)
    return record


@pytest.fixture
def world(filled_file: Path, database_url: str) -> World:
    """The world, in the test's own record."""
    own = make_url(database_url).database
    with closing(sqlite3.connect(filled_file)) as full, closing(sqlite3.connect(str(own))) as mine:
        full.backup(mine)
    return World.from_json(filled_file.with_suffix(".json").read_text())
