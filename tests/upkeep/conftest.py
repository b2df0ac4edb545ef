"""Filled databases, where they may be copied to, and what stands in them."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.cli.conftest import folder, serving, tracker
from tests.fixtures.postgres import fresh_database
from tests.make import Make
from tests.upkeep.world import tell
from tracker.db import Database
from tracker.models import Head
from tracker.upkeep.rows import LEFT_BEHIND
from tracker.upkeep.shapes import TABLES
from tracker.upkeep.state import state_lines

# Fixtures of the command line that the tests here ask for by name.
__all__ = ["folder", "serving", "tracker"]


def told(url: str) -> dict[str, int]:
    database = Database(url)
    try:
        return tell(Make(database))
    finally:
        database.dispose()


@pytest.fixture(scope="session")
def sqlite_story(sqlite_template: Path, tmp_path_factory: Any) -> tuple[Path, dict[str, int]]:
    """A SQLite file with a handful of rows in it, to copy."""
    file = tmp_path_factory.mktemp("story") / "story.db"
    shutil.copyfile(sqlite_template, file)
    return file, told(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def postgres_story(
    postgres_server: str, postgres_template: str, worker_id: str
) -> Iterator[tuple[str, dict[str, int]]]:
    """The name of a PostgreSQL database with the same rows, to copy."""
    name = f"tracker_story_{worker_id}_{os.getpid()}"
    with fresh_database(postgres_server, name, postgres_template) as url:
        yield name, told(url)


@pytest.fixture
def filled(
    engine_name: str, quick_path: Path, worker_id: str, request: pytest.FixtureRequest
) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of a database with a handful of rows in it, and the ids of some."""
    if engine_name == "sqlite":
        file, ids = request.getfixturevalue("sqlite_story")
        copy = quick_path / "filled.db"
        shutil.copyfile(file, copy)
        yield f"sqlite:///{copy}", ids
        return
    template, ids = request.getfixturevalue("postgres_story")
    server = request.getfixturevalue("postgres_server")
    name = f"tracker_filled_{worker_id}_{os.getpid()}"
    with fresh_database(server, name, template) as url:
        yield url, ids


@pytest.fixture
def database_url(filled: tuple[str, dict[str, int]]) -> str:
    """In these tests the database has rows in it; `new_database_url()` makes one that has none."""
    return filled[0]


@pytest.fixture
def ids(filled: tuple[str, dict[str, int]]) -> dict[str, int]:
    """The ids of some rows of the test's database."""
    return filled[1]


@pytest.fixture
def new_place(
    quick_path: Path, request: pytest.FixtureRequest, worker_id: str
) -> Iterator[Callable[[str], str]]:
    """Addresses of empty databases: `new_place("sqlite")`, whatever the test's own engine is."""
    numbers = count()
    with ExitStack() as made:

        def make(engine: str) -> str:
            name = f"place_{worker_id}_{os.getpid()}_{next(numbers)}"
            if engine == "sqlite":
                return f"sqlite:///{quick_path}/{name}.db"
            server = request.getfixturevalue("postgres_server")
            return made.enter_context(fresh_database(server, name))

        yield make


def state_of(url: str) -> list[str]:
    """The state of the record at an address."""
    database = Database(url)
    try:
        with database.reading() as session:
            return list(state_lines(session))
    finally:
        database.dispose()


def head_of(url: str) -> tuple[int, str]:
    database = Database(url)
    try:
        with database.reading() as session:
            number, digest = session.execute(select(Head.number, Head.hash)).one()
            return number, digest
    finally:
        database.dispose()


def rows_of(url: str) -> dict[str, list[Any]]:
    """Every row of every table that moves with the record."""
    database = Database(url)
    tables = [table for table in TABLES.values() if table.name not in LEFT_BEHIND]
    try:
        with database.reading() as session:
            return {
                table.name: [
                    tuple(row)
                    for row in session.execute(select(table).order_by(*table.primary_key))
                ]
                for table in tables
            }
    finally:
        database.dispose()
