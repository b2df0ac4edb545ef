"""What tests of verdicts ask for: somebody who gives them."""

import pytest

from tests.verdicts.giving import Giving


@pytest.fixture
def giving(make):
    return Giving(make)
