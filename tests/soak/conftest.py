"""A furnished record on the disk, served, for both engines."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.soak.desk import Desk, furnish
from tests.soak.served import Served
from tracker.db import Database


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this starts processes, and looks at the time."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.slow)
            item.add_marker("unmeasured")


@pytest.fixture
def lasting_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a migrated database; on SQLite a file on the disk, not in memory."""
    if engine_name == "sqlite":
        file = tmp_path / "record.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file}"
    url: str = request.getfixturevalue("database_url")
    return url


@pytest.fixture
def record(lasting_url: str) -> Iterator[Database]:
    """The database that is served, as the test looks at it."""
    database = Database(lasting_url)
    yield database
    database.dispose()


@pytest.fixture
def desk(record: Database) -> Desk:
    """What there is to work on."""
    return furnish(record)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[str], Served]]:
    """Make a service for a database; it is killed at the end of the test."""
    made: list[Served] = []

    def make(url: str) -> Served:
        made.append(Served(url, tmp_path))
        return made[-1]

    yield make
    for served in made:
        served.kill()


@pytest.fixture
def served(serve: Callable[[str], Served], lasting_url: str, desk: Desk) -> Served:
    """The furnished record, not started yet."""
    return serve(lasting_url)
