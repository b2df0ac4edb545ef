"""The Indonesian catalogue fits the messages it translates."""

import re

import pytest
from babel.messages.pofile import read_po

from tests.web.messages import as_entry, messages_in_use, missing_in
from tracker import paths
from tracker.web.catalogue import read_catalogue

PLACE = re.compile(r"%\((\w+)\)[sd]|%")


def entries():
    with (paths.TRANSLATIONS / "id.po").open("rb") as stream:
        return [message for message in read_po(stream, abort_invalid=True) if message.id]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: str(entry.id)[:40])
def test_a_translation_names_the_same_things(entry):
    originals = entry.id if isinstance(entry.id, tuple) else (entry.id,)
    told = entry.string if isinstance(entry.string, tuple) else (entry.string,)

    wanted = {name for text in originals for name in PLACE.findall(text)}
    assert all(set(PLACE.findall(text)) <= wanted for text in told)
    assert all(wanted - {"num"} <= set(PLACE.findall(text)) for text in told)


def test_messages_are_found_in_code_and_templates():
    found = messages_in_use()

    assert found["Password"].startswith("tracker/accounts/forms.py")
    assert found["Skip to the content"].startswith("templates/base.html")
    assert ("%(num)s statement published", "%(num)s statements published") in found


def test_what_a_catalogue_lacks_is_printed_as_empty_entries():
    missing = missing_in("fr")

    assert as_entry("Password", missing["Password"]).endswith('msgid "Password"\nmsgstr ""\n')
    assert 'msgid_plural "many"' in as_entry(("one", "many"), "place")


def test_signing_in_is_told_in_indonesian(client):
    assert "<h1>Masuk</h1>" in client.get("/login?lang=id").text
    assert read_catalogue("id").gettext("Sign out") == "Keluar"
