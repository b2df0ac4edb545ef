"""Every setting has a default, a comment and a line of documentation, and is read in order."""

import ast
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.missing import ROOT
from tests.house.sources import tree_of
from tracker import paths

PAGE = (ROOT / "docs" / "settings.md").read_text()
SETTINGS = [
    ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
    for node in tree_of(ROOT / "config.py").body
    if isinstance(node, ast.Assign | ast.AnnAssign)
]


@pytest.fixture
def settings(monkeypatch):
    """The settings as the application meets them, in a bare environment and these variables."""

    def read(**environment: str) -> dict[str, Any]:
        for name in (*SETTINGS, "CONFIG"):
            monkeypatch.delenv(f"TRACKER_{name}", raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return {k: v for k, v in runpy.run_path(str(paths.CONFIG)).items() if k.isupper()}

    return read


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_has_one_comment_above_it(name: str):
    lines = (ROOT / "config.py").read_text().splitlines()
    at = next(n for n, line in enumerate(lines) if re.match(rf"{name}\b", line))

    assert re.fullmatch(r"# .+\.", lines[at - 1])


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_documented(name: str):
    assert f"| `{name}` | " in PAGE


def test_no_setting_is_documented_that_does_not_exist():
    documented = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)

    assert documented == sorted(documented, key=SETTINGS.index)
    assert set(documented) == set(SETTINGS)


def test_documented_defaults_are_the_defaults(settings):
    rows = re.findall(
        r"^\| `(\w+)` \| (?:`([^`]*)`|empty) \|",
        PAGE,
        re.MULTILINE,
    )

    assert dict(rows) == {name: _as_text(value) for name, value in settings().items()}


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(settings, tmp_path: Path):
    file = tmp_path / "site.py"
    file.write_text('SITE_NAME = "From the file"\nPORT = 1\n_private = 2\n')

    read = settings(TRACKER_CONFIG=str(file), TRACKER_PORT="2")

    assert (read["SITE_NAME"], read["PORT"], read["PAGE_SIZE"]) == ("From the file", 2, 50)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("TIMING", "1", True),
        ("PUBLIC", "no", False),
        ("PORT", "9000", 9000),
        ("LANGUAGES", "id, en", ("id", "en")),
        ("SECRET_KEY", "0123", "0123"),
    ],
)
def test_a_variable_is_read_as_the_type_of_the_default(settings, name, text, value):
    assert settings(**{f"TRACKER_{name}": text})[name] == value


@pytest.mark.parametrize(("name", "text"), [("PORT", "http"), ("FOUR_EYES", "perhaps")])
def test_a_variable_that_cannot_be_read_is_named(settings, name, text):
    with pytest.raises(ValueError, match=f"TRACKER_{name} is '{text}'"):
        settings(**{f"TRACKER_{name}": text})


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value)
