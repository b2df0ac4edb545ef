"""The rules of the house are asked of files: nothing of the tracker runs for it."""

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Thousands of small tests: measuring them is half of their time."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker("unmeasured")
