"""Text is kept in one form, refused with a reason, compared by what matters."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.errors import Refused
from tracker.text import (
    CLAIM_LIMIT,
    SLUG_LIMIT,
    SOURCE_LIMIT,
    check_source,
    check_text,
    common_languages,
    context_around,
    direction,
    excerpt,
    find_quote,
    find_quotes,
    fingerprint,
    fold_quote,
    language_name,
    language_tag,
    normalise,
    paragraph_of,
    sha256,
    show_bidi,
    slug,
    territory_name,
)

# Small, so that the marks that are set aside meet each other often.
marked_text = st.text("ab '\"“”«»’-–—−….\n\t\u00a0\u00ad\u200b", max_size=40)
plain_text = st.text(st.characters(blacklist_categories=["Cs"]))


def test_text_is_kept_as_nfc_with_line_feeds():
    assert normalise(" e\u0301\r\nb\rc ") == " é\nb\nc "
    assert normalise(" a ", strip=True) == "a"


@given(plain_text)
def test_normal_text_stays_as_it_is(text):
    kept = normalise(text)

    assert normalise(kept) == kept
    assert "\r" not in kept


def test_good_text_is_given_back_without_outer_space():
    assert check_text(" a\tb\r\nc ", field="gloss", limit=5) == "a\tb\nc"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\0b", "This contains a NUL character (U+0000). Remove it."),
        ("a\x08b", "This contains a control character (U+0008). Remove it."),
        ("a\x85b", "This contains a control character (U+0085). Remove it."),
        ("a\ud800b", "This contains half a character (U+D800). Copy it again from the source."),
        ("a" * 101, "At most 100 characters fit here; this has 101."),
    ],
)
def test_text_that_may_not_be_kept_is_refused_with_the_reason(text, sentence):
    with pytest.raises(Refused) as caught:
        check_text(text, field="text", limit=CLAIM_LIMIT)

    assert str(caught.value) == sentence
    assert caught.value.field == "text"


@pytest.mark.parametrize("character", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_what_turns_the_writing_is_refused_in_names_and_shown_in_quotes(character):
    text = f"abc{character}def"

    with pytest.raises(Refused, match="reverses the writing"):
        check_text(text, field="name", limit=100, is_name=True)
    assert check_text(text, field="quote", limit=100) == text
    assert show_bidi(text) == f"abc⟦U+{ord(character):04X}⟧def"


@pytest.mark.parametrize("text", ["a\nb", "a\tb"])
def test_a_field_of_one_line_refuses_a_second(text):
    with pytest.raises(Refused, match="on one line"):
        check_text(text, field="title", limit=100, multiline=False)

    assert check_text("a b", field="name", limit=3, is_name=True, multiline=False) == "a b"


def test_a_source_is_measured_in_bytes():
    fits = "é" * (SOURCE_LIMIT // 2)

    assert check_source(fits, field="text") == fits
    with pytest.raises(Refused, match="may have 5000000 bytes; this has 5000001") as caught:
        check_source(fits + "a", field="text")
    assert caught.value.field == "text"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("«Dewan  Keamanan»", "dewan keamanan"),
        ("Côte d’Ivoire", "COTE D'IVOIRE"),
        ("Kim Song", "kim-song."),
        ("Василий Небе́нзя", "василий небензя"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Søren Ærø", "soren aero"),
        ("a\u200bb", "ab"),
    ],
)
def test_spellings_of_one_name_share_a_fingerprint(one, other):
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize("text", ["김성", "王毅", "が", "कि", "شئ"])
def test_letters_of_other_scripts_stay_in_a_fingerprint(text):
    assert fingerprint(text) == unicodedata.normalize("NFKC", text)


@given(plain_text)
def test_a_fingerprint_has_no_outer_or_double_space(text):
    assert fingerprint(text) == " ".join(fingerprint(text).split())


@given(st.text())
def test_an_address_is_short_plain_and_never_empty(text):
    short = slug(text)

    assert 0 < len(short) <= SLUG_LIMIT
    assert set(short) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert short.strip("-") == short


def test_an_address_is_cut_at_a_word():
    assert slug("Russia shares technology") == "russia-shares-technology"
    assert slug("word " * 20) == "-".join(["word"] * 12)
    assert slug("a" * 99) == "a" * 60
    assert slug("Москва") == "item"


def test_an_excerpt_is_cut_at_a_word_and_says_so():
    assert excerpt("one\n two", 7) == "one two"
    assert excerpt("one, two three", 7) == "one…"
    assert excerpt("abcdefgh", 5) == "abcd…"


@given(st.text(), st.integers(2, 50))
def test_an_excerpt_is_never_too_long(text, length):
    assert len(excerpt(text, length)) <= length


def test_a_hash_is_of_the_utf8_bytes():
    assert len(sha256("é")) == 64
    assert sha256("").startswith("e3b0c442")


SNAPSHOT = "He said:\n“No such\n transfer —  ever … took place.” Nobody’s asked."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("No such transfer - ever ... took place.", "No such\n transfer —  ever … took place."),
        ('"No such transfer–ever…took place."', "No such\n transfer —  ever … took place."),
        ("Nobody's asked", "Nobody’s asked"),
        ("  transfer — \u00a0ever", "transfer —  ever"),
        ("…ever…", "ever"),
        ("took place.” Nobody", "took place.” Nobody"),
        ("trans\u00adfer", "transfer"),
    ],
)
def test_a_quote_is_found_whatever_its_marks_and_spaces(quote, found):
    place = find_quote(quote, SNAPSHOT)

    assert place is not None
    assert SNAPSHOT[slice(*place)] == found


@pytest.mark.parametrize("quote", ["no such", "No transfer", "", " ", "“…” –", "transferever"])
def test_other_words_are_not_found(quote):
    assert find_quote(quote, SNAPSHOT) is None


def test_a_quote_to_the_letter_is_preferred():
    assert find_quote("a - b", "a – b, a - b") == (7, 12)
    assert find_quotes("a - b", "a – b, a - b") == [(0, 5), (7, 12)]


@given(marked_text, marked_text, marked_text)
def test_a_quote_taken_from_a_text_is_found_in_it(before, quote, after):
    assume(fold_quote(quote))
    # An x apart, so that no mark of the quote runs into one of its neighbours.
    snapshot = f"{before}x {quote} x{after}"

    assert find_quote(quote, snapshot) is not None
    assert find_quotes(quote, snapshot)


@given(marked_text.filter(fold_quote), marked_text)
def test_every_place_found_reads_as_the_quote(quote, snapshot):
    snapshot = normalise(snapshot)
    places = find_quotes(quote, snapshot)
    first = find_quote(quote, snapshot)

    assert all(fold_quote(snapshot[start:end]) == fold_quote(quote) for start, end in places)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    assert first is None or fold_quote(snapshot[slice(*first)]) == fold_quote(quote)


@given(marked_text)
def test_folding_twice_is_folding_once(text):
    assert fold_quote(fold_quote(text)) == fold_quote(text)


def test_a_quote_is_found_in_five_megabytes_of_marks():
    snapshot = "“a” — b… " * 500_000 + "the end"

    assert find_quotes("b ... the end", snapshot) == [(len(snapshot) - 10, len(snapshot))]


def test_context_is_what_stands_around():
    assert context_around("abcdef", 2, 4, size=1) == ("b", "e")
    assert context_around("abcdef", 2, 4) == ("ab", "ef")


@pytest.mark.parametrize(("offset", "paragraph"), [(0, 1), (1, 1), (2, 1), (3, 2), (6, 2), (9, 3)])
def test_paragraphs_are_counted_without_empty_lines(offset, paragraph):
    assert paragraph_of("a\n\nb\n \ncde", offset) == paragraph


def test_before_the_first_paragraph_is_the_first():
    assert paragraph_of("\n\na", 0) == 1


@pytest.mark.parametrize(
    ("text", "tag"),
    [("EN", "en"), (" zh_hant ", "zh-Hant"), ("pt-br", "pt-BR"), ("es-419", "es-419")],
)
def test_a_language_is_kept_by_its_normal_tag(text, tag):
    assert language_tag(text) == tag


@pytest.mark.parametrize("text", ["", "xx", "klingon", "en-Xxxx", "en-XX", "english please", "e"])
def test_what_is_no_language_is_refused(text):
    with pytest.raises(Refused) as caught:
        language_tag(text, field="quote_language")

    assert f"“{text}” is not a language." in str(caught.value)
    assert caught.value.field == "quote_language"


def test_languages_are_named_in_the_readers_language():
    assert language_name("id", "en") == "Indonesian"
    assert language_name("ru", "id") == "Rusia"
    assert language_name("zh-Hant", "en") == "Traditional Chinese"
    assert language_name("sr-Latn-RS", "en") == "Serbian (Latin, Serbia)"
    assert language_name("qqq", "en") == "qqq"
    assert language_name("de", "not a language") == "German"


def test_states_are_named_by_their_code():
    assert territory_name("kp", "en") == "North Korea"
    assert territory_name("NA", "id") == "Namibia"
    assert territory_name("qq", "en") == "qq"


def test_all_languages_that_have_a_name_are_offered():
    codes = common_languages()

    assert {"en", "id", "ru", "ko", "tlh"} <= set(codes)
    assert codes == sorted(codes)
    assert not {"mul", "und", "zh_Hans"} & set(codes)
    assert all(language_tag(code) == code for code in codes)


def test_a_language_is_written_from_its_side():
    assert {direction(tag) for tag in ["ar", "he", "fa", "ur", "az-Arab", "ckb"]} == {"rtl"}
    assert {direction(tag) for tag in ["en", "id", "ar-Latn", "zh-Hant", "qqq"]} == {"ltr"}
