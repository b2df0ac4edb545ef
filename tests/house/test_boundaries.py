"""One place commits, one place reads the environment, and the rules know nothing of the web."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import (
    EVERYTHING,
    TRACKER,
    functions_of,
    imports_of,
    name_of,
    tree_of,
)

WEB = ("flask", "wtforms", "flask_wtf", "werkzeug")
DATABASE = ("sqlalchemy", "alembic", "psycopg")
# These never see Flask or WTForms, whatever folder they are in …
WITHOUT_WEB = re.compile(
    r"tracker/(.+/)?(commands|queries)\w*(\.py|/.+)"
    r"|tracker/(models|record|analysis|formats|jobs)/.+"
    r"|tracker/(record|analysis|audit|db|visibility|schema|errors|vocabulary|dates|text|paths)\.py"
)
# … and these are plain Python.
PLAIN = re.compile(r"tracker/(analysis|formats)/.+")
FEATURE_ORDER = ("queries", "commands", "forms", "views")
# Where a feature has several nouns, the noun comes last: `views_topics`, never `topic_views`.
PART = re.compile(rf"({'|'.join(FEATURE_ORDER)})(_[a-z]+)?")
PART_WORD = re.compile(r"(^|_)(query|queries|commands?|forms?|views?)(_|$)")
# Pages of the frame, which belong to no feature.
FRAME_PAGES = {"tracker/web/health.py", "tracker/web/metrics.py", "tracker/web/patterns.py"}


@pytest.mark.parametrize("file", TRACKER, ids=name_of)
def test_only_the_transaction_boundary_commits(file: Path):
    calls = {
        node.lineno
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }

    assert name_of(file) == "tracker/db.py" or calls == set()


@pytest.mark.parametrize("file", TRACKER, ids=name_of)
def test_only_config_reads_the_environment(file: Path):
    tree = tree_of(file)
    reads = {
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "environb", "getenv"}
        # A request has an environ too, which is not that of the process.
        and ast.unparse(node.value) != "request"
    }
    imported = {line for line, name in imports_of(tree) if name in {"os.environ", "os.getenv"}}

    assert reads | imported == set()


@pytest.mark.parametrize("file", EVERYTHING, ids=name_of)
def test_imports_stand_at_the_top(file: Path):
    hidden = {
        node.lineno
        for function in functions_of(tree_of(file))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert hidden == set()


@pytest.mark.parametrize(
    "file", [file for file in TRACKER if WITHOUT_WEB.fullmatch(name_of(file))], ids=name_of
)
def test_rules_and_questions_do_not_know_the_web(file: Path):
    known = {name for _, name in imports_of(tree_of(file)) if name.split(".")[0] in WEB}

    assert known == set()


@pytest.mark.parametrize(
    "file", [file for file in TRACKER if PLAIN.fullmatch(name_of(file))], ids=name_of
)
def test_analysis_and_formats_do_not_know_the_database(file: Path):
    known = {name for _, name in imports_of(tree_of(file)) if name.split(".")[0] in DATABASE}

    assert known == set()


@pytest.mark.parametrize("file", TRACKER, ids=name_of)
def test_only_the_application_knows_views(file: Path):
    knows = {
        name
        for _, name in imports_of(tree_of(file))
        if re.match(r"tracker\.(\w+\.)+views(_|\.|$)", name)
    }

    assert name_of(file) == "tracker/app.py" or knows == set()


def test_a_part_of_a_feature_begins_with_its_word():
    misnamed = [
        name_of(file)
        for file in TRACKER
        if PART_WORD.search(file.stem) and not PART.fullmatch(file.stem)
    ]

    assert misnamed == []


def test_pages_stand_in_views():
    makes_pages = {
        file
        for file in TRACKER
        if name_of(file) not in FRAME_PAGES
        and any(
            isinstance(node, ast.Call) and ast.unparse(node.func) == "Blueprint"
            for node in ast.walk(tree_of(file))
        )
    }

    assert [name_of(file) for file in makes_pages if not file.stem.startswith("views")] == []


@pytest.mark.parametrize("file", TRACKER, ids=name_of)
def test_a_feature_reads_from_views_down_to_queries(file: Path):
    part = next((part for part in FEATURE_ORDER if file.stem.startswith(part)), None)
    if part is None:
        return
    above = FEATURE_ORDER[FEATURE_ORDER.index(part) + 1 :]

    upwards = {
        name
        for _, name in imports_of(tree_of(file))
        if name.startswith("tracker.") and any(f".{word}" in name for word in above)
    }

    assert upwards == set()


def test_imports_are_absolute():
    relative = [
        (name_of(file), name)
        for file in EVERYTHING
        for _, name in imports_of(tree_of(file))
        if name.startswith(".")
    ]

    assert relative == []


def test_there_is_no_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers"}

    assert [name_of(file) for file in TRACKER if {*file.parts, file.stem} & drawers] == []
