"""The desk of the codebook, and the codebook itself."""

import pytest

from tests.reviews.visitors import as_person
from tracker.vocabulary import Stance


@pytest.fixture
def reviewer(app, make):
    return as_person(app, make.reviewer)


def shown(client, pile):
    return client.get(f"/claims/desk?show={pile}").text


def taken(make, claim, *codes):
    for code in codes:
        make.statement(speaker=make.speaker(), stances={claim: code})


def test_the_desk_opens_where_something_lies(make, reviewer):
    taken(make, make.claim("Quarrel"), *[Stance.SUPPORT] * 3)

    page = reviewer.get("/claims/desk").text

    assert 'aria-current="true">Without a definition (1)' in page


def test_each_claim_lies_where_somebody_should_look(make, reviewer):
    new, one_sided = make.claim("Anew", is_approved=False), make.claim("Alone")
    disputed, quiet = make.claim("Quarrel"), make.claim("Quiet")
    taken(make, one_sided, Stance.SUPPORT, Stance.LEAN_SUPPORT, Stance.SUPPORT, Stance.MIXED)
    taken(make, disputed, *[Stance.SUPPORT] * 3, *[Stance.OPPOSE] * 2)
    taken(make, quiet, *[Stance.SUPPORT] * 4, Stance.OPPOSE)

    piles = {name: shown(reviewer, name) for name in ("new", "one-sided", "disputed", "undefined")}

    where = {
        name: {n for n in (new, one_sided, disputed, quiet) if f'href="/claims/{n}-' in page}
        for name, page in piles.items()
    }
    assert where == {
        "new": {new},
        "one-sided": {one_sided},
        "disputed": {disputed},
        "undefined": {new, one_sided, disputed, quiet},
    }
    assert "New (1)" in piles["disputed"]
    assert "Disputed (1)" in piles["new"]
    assert "New (1)" in shown(reviewer, "nonsense")


def test_an_empty_desk_says_what_would_be_here(reviewer):
    assert "No claim waits to be approved." in shown(reviewer, "new")
    assert "Every claim says what counts." in shown(reviewer, "undefined")


def test_the_codebook_tells_the_words_and_an_example_of_each_side(client, make):
    claim, hidden = make.claim("They share arms", id="Mereka berbagi senjata"), make.claim("Secret")
    older, newer = make.speaker("Older"), make.speaker("Newer")
    make.statement(speaker=older, stances={claim: Stance.OPPOSE}, said_on="2024-01-01")
    make.statement(speaker=newer, stances={claim: Stance.LEAN_OPPOSE}, said_on="2025-01-01")
    make.statement(speaker=make.speaker("Friend"), stances={claim: Stance.SUPPORT})
    make.drafted(stances={hidden: Stance.SUPPORT})

    page = client.get("/codebook").text
    indonesian = client.get("/codebook?lang=id").text

    assert "They share arms" in page
    assert "Newer" in page
    assert "Friend" in page
    assert "Older" not in page
    assert "Secret" not in page
    assert "declines to say" in page
    assert "Mereka berbagi senjata" in indonesian
