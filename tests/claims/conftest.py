"""Who uses the pages of claims, and a claim with two sides."""

import pytest

from tests.accounts.people import signed_in
from tracker.vocabulary import AccountRole


@pytest.fixture
def editor(app):
    return signed_in(app, "desk@example.org", AccountRole.EDITOR)


@pytest.fixture
def reviewer(app):
    return signed_in(app, "chief@example.org", AccountRole.REVIEWER)


@pytest.fixture
def council(make):
    """Shea asserts a claim for the United States, Nebenzia denies it in answer."""
    us, russia = make.state("United States", "US"), make.state("Russia", "RU", id="Rusia")
    shea, nebenzia = make.speaker("Dorothy Shea"), make.speaker("Vassily Nebenzia")
    topic = make.topic("Cooperation")
    claim = make.claim("Russia shares technology", topics=[topic], key="seed-c", id="Rusia berbagi")
    asserted = make.statement(
        speaker=shea, role=make.role(shea, us, "Deputy"), stances={claim: "support"}
    )
    make.statement(
        speaker=nebenzia,
        role=make.role(nebenzia, russia),
        stances={claim: "oppose"},
        replies_to=asserted,
    )
    make.drafted(stances={make.claim("Nobody has said this in public"): "support"})
    return claim
