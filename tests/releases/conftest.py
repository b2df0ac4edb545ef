"""The command, as the tests of the command line run it, on the database of an earlier release."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import folder, tracker
from tests.releases import dumps
from tracker import schema

# Fixtures of the command line that the tests here ask for by name.
__all__ = ["folder", "tracker"]

HERE = Path(__file__).parent
RELEASES = sorted(file.name.removesuffix(".jsonl") for file in HERE.glob("[0-9]*[0-9].jsonl"))


def schema_of(release: str) -> str:
    """At which migration a release was."""
    first, *_ = (HERE / f"{release}.jsonl").read_text(encoding="utf-8").splitlines()
    return str(json.loads(first)["schema"])


# Those that an upgrade changes: the newest has today's schema until the next migration.
OLDER = [release for release in RELEASES if schema_of(release) != schema.code_schema()]


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    """Each release of which a filled database is kept."""
    return str(request.param)


@pytest.fixture
def database_url(new_database_url: Callable[..., str], release: str) -> str:
    """The filled database of a release, as that release left it."""
    url = new_database_url(migrated=False)
    dumps.read(url, HERE / f"{release}.jsonl")
    return url
