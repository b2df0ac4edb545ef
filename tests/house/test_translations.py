"""The interface is told completely in every language it is offered in."""

import re
from collections import Counter

import pytest
from babel.messages.pofile import read_po

from tests.web.messages import messages_in_use, missing_in
from tracker import paths

LANGUAGES = sorted(file.stem for file in paths.TRANSLATIONS.glob("*.po"))
PLACES = re.compile(r"%\(\w+\)[a-z]")


def entries(language):
    with (paths.TRANSLATIONS / f"{language}.po").open("rb") as stream:
        return [entry for entry in read_po(stream, abort_invalid=True) if entry.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_a_translation(language):
    missing = missing_in(language)

    assert missing == {}, "Run `make messages` and translate what it prints."


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_doubtful_or_of_a_message_that_is_gone(language):
    used = {m if isinstance(m, str) else m[0] for m in messages_in_use()}
    known = {e.id if isinstance(e.id, str) else e.id[0]: e for e in entries(language)}

    assert sorted(set(known) - used) == []
    assert [message for message, entry in known.items() if entry.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_message(language):
    wrong = []

    for entry in entries(language):
        originals = (entry.id,) if isinstance(entry.id, str) else entry.id
        told = (entry.string,) if isinstance(entry.string, str) else entry.string
        allowed = [Counter(PLACES.findall(text)) for text in originals]
        wrong += [text for text in told if Counter(PLACES.findall(text)) not in allowed]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_ends_with_the_mark_of_its_message(language):
    wrong = []

    for entry in entries(language):
        original = entry.id if isinstance(entry.id, str) else entry.id[0]
        told = entry.string if isinstance(entry.string, str) else entry.string[0]
        if told != told.strip() or _mark(original) != _mark(told):
            wrong.append(told)

    assert wrong == []


def _mark(text):
    return text[-1] if text[-1] in ".:?…" else ""
