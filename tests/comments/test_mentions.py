"""Who is meant by a name behind an @."""

import pytest

from tracker.comments.mentions import Colleague, find_mentions

PEOPLE = [
    Colleague(1, "Rara Wulandari", "rara@example.org"),
    Colleague(2, "Rara Putri", "putri@example.org"),
    Colleague(3, "Budi Öz", "budi@example.org"),
    Colleague(4, "li@example.org", "li@example.org"),
    Colleague(5, "J. (Jo) Smith-Jones", "jo@example.org"),
]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("@Budi look at this", {3}),
        ("look, @budi öz.", {3}),
        ("(@BUDI ÖZ) and @Rara Wulandari, please", {1, 3}),
        ("@rara@example.org and @li@example.org!", {1, 4}),
        ("@J. (Jo) Smith-Jones: see above", {5}),
        ("@Budi’s reading, @Budi-", {3}),
        ("write to budi@example.org", set()),
        ("budi@Budi", set()),
        ("5 @ 3 and @", set()),
        ("@@Budi", set()),
    ],
)
def test_a_name_an_address_or_a_first_name_means_somebody(words, meant):
    found = find_mentions(words, PEOPLE)

    assert found.accounts == meant
    assert found.unknown == ()


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ("@Rara, is this right?", ("Rara",)),
        ("@budi@elsewhere.org", ("budi",)),
        ("@Budiman and @nobody.", ("Budiman", "nobody")),
        ("@Budi.Oz", ("Budi.Oz",)),
        ("@a @a " + " ".join(f"@n{n}" for n in range(9)), ("a", "n0", "n1", "n2", "n3")),
    ],
    ids=["two have it", "another address", "longer names", "a handle", "many"],
)
def test_what_is_nobodys_name_or_several_peoples_is_given_back(words, unknown):
    found = find_mentions(words, PEOPLE)

    assert found.accounts == frozenset()
    assert found.unknown == unknown


def test_where_nobody_works_nobody_is_meant():
    assert find_mentions("@anybody", []).unknown == ("anybody",)
