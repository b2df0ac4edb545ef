"""The editor and the small world of tests about logging."""

import pytest

from tests.accounts.people import signed_in
from tracker.vocabulary import AccountRole


@pytest.fixture
def editor(app):
    return signed_in(app, "editor@example.org", AccountRole.EDITOR)


@pytest.fixture
def world(make):
    """Two states, the speakers of claim C, a source without text."""
    us = make.state("United States", "US", id="Amerika Serikat")
    shea = make.speaker("Dorothy Camille Shea")
    return {
        "us": us,
        "shea": shea,
        "role": make.role(shea, us, "Deputy Permanent Representative"),
        "source": make.source("Bahaya Kerjasama Militer", language="id"),
        "claim": make.claim("Russia shares military technology with North Korea", key="seed-c"),
    }
