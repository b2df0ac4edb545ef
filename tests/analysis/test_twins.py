"""What looks like one, and what does not, with the reason."""

import pytest

from tracker.analysis.twins import Why, likely_claims, likely_names, roman
from tracker.text import fingerprint


def found(*names):
    told = {number: [fingerprint(name)] for number, name in enumerate(names)}
    return [(pair.one, pair.other, pair.why) for pair in likely_names(told)]


def claims(*texts, negations=()):
    told = {
        number: ([fingerprint(text)], [fingerprint(negations[number])] if negations else [])
        for number, text in enumerate(texts)
    }
    return [pair.why for pair in likely_claims(told)]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Vassily Nebenzia", "Vasily Nebenzya", Why.SPELLING),
        ("Dorothy Camille Shea", "Dorothy Shea", Why.SPELLING),
        ("Shea Dorothy", "Dorothy Shea", Why.SPELLING),
        ("Vassily Nebenzia", "Василий Небензя", Why.TRANSLITERATION),
        ("Volodymyr Zelenskyy", "Володимир Зеленський", Why.TRANSLITERATION),
        ("Soekarno Hatta", "Sukarno Hatta", Why.SPELLING),
        ("Djoko Soesilo", "Joko Susilo", Why.TRANSLITERATION),
        ("Mohammed Abdel Salam", "Muhamad Abdul Salem", Why.TRANSLITERATION),
    ],
)
def test_one_person_may_be_spelled_in_two_ways(one, other, why):
    assert found(one, other) == [(0, 1, why)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Song", "Kim Sang"),
        ("Dorothy Shea", "Barbara Woodward"),
        ("Joko Widodo", "Joko Susilo"),
        ("Prabowo Subianto", "Gibran Rakabuming"),
    ],
)
def test_two_persons_are_not_proposed(one, other):
    assert found(one, other) == []


def test_other_scripts_are_left_as_they_are():
    assert roman("涅边贾") == "涅边贾"
    assert roman("") == ""


def test_claims_in_similar_words_or_denied_are_proposed():
    sharing = "Russia shares military technology with North Korea"
    similar = "Russia shares its military technology with North Korea"

    assert claims(sharing, similar) == [Why.WORDING]
    assert claims(sharing, f"{sharing} not") == [Why.NEGATION]
    assert claims("The dam is safe for all", "Bendungan itu aman") == []
    assert (
        claims(
            "The dam will hold",
            "The wall of the lake breaks",
            negations=("The dam breaks", "The dam will hold"),
        )
        == []
    )
    assert claims(
        "The dam will hold", "The dam breaks apart", negations=("The dam breaks apart", "")
    ) == [Why.NEGATION]


def test_a_name_that_many_share_costs_no_more_than_they_are_worth():
    names = [f"Kementerian {letter * 5} nomor {n}" for n, letter in enumerate("abcdefgh" * 40)]

    assert len(found(*names)) < len(names) ** 2 / 8
