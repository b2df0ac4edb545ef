"""The world behind the doors: filled once a run and engine, copied for each role."""

import gc
import importlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from tests.doors.world import World, fill_world
from tests.fixtures.databases import into_one_file
from tests.fixtures.postgres import fresh_database, make_database, run_name
from tests.fixtures.shared import made_once
from tests.fixtures.web import COMPILED, SECRET
from tracker.db import Database
from tracker.models import BrowserSession, now

_numbers = count(1)
Copying = Callable[..., AbstractContextManager[tuple[Flask, World]]]


def _fill(url: str, file: Path) -> None:
    database = Database(url)
    file.write_text(fill_world(database).to_json())
    database.dispose()


@pytest.fixture
def filled(engine_name: str, shared_folder: Path, request: pytest.FixtureRequest) -> Path:
    """The keys of the world, as JSON; its database is beside it, or on the server."""
    file = shared_folder / f"doors-{engine_name}.json"

    def fill(unfinished: Path) -> None:
        if engine_name == "sqlite":
            record = file.with_suffix(".db")
            shutil.copyfile(request.getfixturevalue("sqlite_template"), record)
            _fill(f"sqlite:///{record}", unfinished)
            into_one_file(record)
            return
        server = request.getfixturevalue("postgres_server")
        template = request.getfixturevalue("postgres_template")
        _fill(make_database(server, _template(shared_folder), template), unfinished)

    return made_once(file, fill)


def _template(folder: Path) -> str:
    return f"{run_name(folder)}_doors"


@pytest.fixture
def copied(
    engine_name: str,
    filled: Path,
    quick_path: Path,
    shared_folder: Path,
    worker_id: str,
    request: pytest.FixtureRequest,
) -> Copying:
    """Give an application its own copy of the world, under a name, for a `with`."""
    world = World.from_json(filled.read_text())

    @contextmanager
    def copy(name: str, **settings: object) -> Iterator[tuple[Flask, World]]:
        with ExitStack() as made:
            if engine_name == "sqlite":
                record = quick_path / f"doors-{name}.db"
                shutil.copyfile(filled.with_suffix(".db"), record)
                url = f"sqlite:///{record}"
            else:
                server = request.getfixturevalue("postgres_server")
                own = f"{run_name(shared_folder)}_{worker_id}_doors_{next(_numbers)}"
                url = made.enter_context(fresh_database(server, own, _template(shared_folder)))
            app = make_app(url, **settings)
            made.callback(app.extensions["database"].dispose)
            # What a request left in a circle gives its connection back while there is a pool.
            made.callback(gc.collect)
            _sign_in_again(app.extensions["database"])
            yield app, world

    return copy


def _sign_in_again(database: Database) -> None:
    """Who had just shown who they are when the world was made has just shown it now."""
    with database.transaction() as session:
        recent = BrowserSession.confirmed_at > now() - timedelta(hours=1)
        session.execute(update(BrowserSession).where(recent).values(confirmed_at=now()))


def make_app(url: str, **settings: object) -> Flask:
    """The application, without looking at each of its pages: other tests do."""
    create_app = importlib.import_module("tracker.app").create_app
    app: Flask = create_app(DATABASE_URL=url, SECRET_KEY=SECRET, TESTING=True, **settings)
    app.jinja_env.bytecode_cache = COMPILED
    return app
