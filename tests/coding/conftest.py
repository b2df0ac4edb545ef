"""What tests of second coding share."""

import pytest

from tests.coding.sampling import Sampling


@pytest.fixture
def sampling(make) -> Sampling:
    return Sampling(make)
