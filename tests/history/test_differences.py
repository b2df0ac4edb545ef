"""Differences between texts: what they say, and what they may cost."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.history.differences import Budget, Kind, Piece, differences, folded, shortened

LIMIT = 20_000
words = st.lists(st.sampled_from(["a", "b", "the", "No.", "Yes!", "\n", "ß", "停。"]), max_size=40)


def texts(pieces):
    """What was there before, and what is there after."""
    before = "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED)
    after = "".join(piece.text for piece in pieces if piece.kind is not Kind.REMOVED)
    return before, after


def test_a_difference_is_told_word_by_word():
    pieces = differences("We deny that this was done.", "We doubt that this was ever done.")

    assert pieces == [
        Piece(Kind.SAME, "We "),
        Piece(Kind.REMOVED, "deny"),
        Piece(Kind.ADDED, "doubt"),
        Piece(Kind.SAME, " that this was"),
        Piece(Kind.ADDED, " ever"),
        Piece(Kind.SAME, " done."),
    ]


@given(before=words, after=words)
def test_both_texts_can_be_read_from_the_pieces(before, after):
    old, new = " ".join(before), " ".join(after)

    pieces = differences(old, new)

    assert texts(pieces) == (old, new)
    assert all(piece.text for piece in pieces)


def test_long_stretches_without_a_change_are_folded():
    middle = "word " * 200
    pieces = folded(differences(f"One {middle}two {middle}end", f"Two {middle}three {middle}end"))

    shown = [piece for piece in pieces if piece.kind is not Kind.FOLDED]
    assert sum(len(piece.text) for piece in shown) < 500
    assert [piece.kind for piece in pieces].count(Kind.FOLDED) == 2
    assert texts(pieces)[1] == f"Two {middle}three {middle}end"


def test_a_text_is_cut_after_so_many_letters():
    pieces = shortened([Piece(Kind.ADDED, "x" * 50), Piece(Kind.SAME, "y")], 20)

    assert pieces[0] == Piece(Kind.ADDED, "x" * 20)
    assert pieces[1] == Piece(Kind.FOLDED, "x" * 30)


@pytest.mark.parametrize("alphabet", ["a b ", "a. b! ", ".", "a\n", "words "])
def test_no_text_makes_the_comparison_slow(alphabet):
    chance = random.Random(7)
    before, after = ("".join(chance.choices(alphabet, k=LIMIT)) for _ in range(2))
    budget = Budget()

    started = time.perf_counter()
    pieces = [differences(before, after, budget) for _ in range(20)]

    assert time.perf_counter() - started < 4
    assert texts(pieces[0]) == (before, after)


def test_what_a_page_may_compare_is_used_up_together():
    chance = random.Random(7)
    before, after = (" ".join(chance.choices("abcdefgh", k=250)) for _ in range(2))
    budget = Budget(comparisons=1_000_000)

    first = [len(differences(before, after, budget)) for _ in range(8)]

    assert first[0] > 10, "word by word at first"
    assert first[-1] <= 4, "told as replaced whole when too much was compared"
