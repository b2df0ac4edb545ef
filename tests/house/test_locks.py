"""What is installed is locked by hash, for every platform, and no address is named."""

import importlib.metadata
import re
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.fixtures.missing import ROOT
from tests.house.sources import PRODUCT, imports_of, tree_of

LOCKS = ["requirements.lock", "requirements-dev.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pinned(lock: str) -> dict[str, str]:
    """Each package of a lock with its version."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;\\]+)", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_hashes_and_no_address(lock: str):
    text = (ROOT / lock).read_text()
    blocks = re.split(r"\n(?=[a-z])", text)

    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"^.*(?:://|file:|--\w+-url|--find-links| @ ).*$", text, re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_serves_every_platform(lock: str):
    compiled = re.search(
        r"^psycopg-binary==.*?(?=^\S|\Z)", (ROOT / lock).read_text(), re.MULTILINE | re.DOTALL
    )

    # Wheels for Linux, macOS and Windows, for each Python: not those of one machine.
    assert compiled is not None
    assert compiled.group().count("--hash=") > 20


def test_everything_that_the_tracker_needs_is_locked():
    needed = {
        canonicalize_name(Requirement(line).name)
        for line in [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    }

    assert needed - pinned("requirements.lock").keys() == set()


def test_everything_that_a_developer_needs_is_locked():
    needed = {
        canonicalize_name(Requirement(entry).name)
        for entry in PROJECT["dependency-groups"]["dev"]
        if isinstance(entry, str)
    }

    assert needed - pinned("requirements-dev.lock").keys() == set()


def test_both_locks_agree():
    core, everything = pinned("requirements.lock"), pinned("requirements-dev.lock")

    assert core.items() <= everything.items()


def test_what_the_tracker_imports_is_declared():
    # Flask is these three, and says so.
    declared: set[str] = {"werkzeug", "jinja2", "markupsafe"}
    # What an extra brings is imported where it may be missing, and missed in a sentence.
    extras = PROJECT["project"]["optional-dependencies"].values()
    for wanted in (PROJECT["project"]["dependencies"], *extras):
        declared |= {canonicalize_name(Requirement(r).name) for r in wanted}
    places: dict[str, set[str]] = {
        place: {canonicalize_name(name) for name in names}
        for place, names in importlib.metadata.packages_distributions().items()
    }

    undeclared = {
        place
        for file in PRODUCT
        for _, name in imports_of(tree_of(file))
        if (place := name.split(".")[0]) not in {*sys.stdlib_module_names, "tracker"}
        and not places.get(place, set()) & declared
    }

    assert undeclared == set()
