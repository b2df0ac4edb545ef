"""A module fits a sitting, a function fits a screen, and each module says what it owns."""

import ast
from pathlib import Path

import pytest

from tests.house.sources import EVERYTHING, functions_of, name_of, tree_of

MODULE_LINES = 300
FUNCTION_LINES = 40
# A migration is one list of steps that is read once, from above, and never changed again.
MEASURED = [file for file in EVERYTHING if not name_of(file).startswith("migrations/")]


@pytest.mark.parametrize("file", MEASURED, ids=name_of)
def test_a_module_fits_a_sitting(file: Path):
    lines = len(file.read_text().splitlines())

    assert lines <= MODULE_LINES


@pytest.mark.parametrize("file", MEASURED, ids=name_of)
def test_a_function_fits_a_screen(file: Path):
    # Decorators are options of a command, a list as long as the command has options.
    too_long = {
        function.name: lines
        for function in functions_of(tree_of(file))
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    }

    assert too_long == {}


@pytest.mark.parametrize("file", EVERYTHING, ids=name_of)
def test_a_module_says_in_its_first_line_what_it_owns(file: Path):
    docstring = ast.get_docstring(tree_of(file)) or ""

    assert docstring.splitlines()[:1] != []
    assert docstring.splitlines()[0].endswith((".", "!", "?", "…"))
