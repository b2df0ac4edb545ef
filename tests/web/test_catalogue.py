"""Messages are found where they are said, and said in the reader's language."""

from tests.web.messages import as_entry, messages_in_use, missing_in, renewed
from tracker.web.catalogue import read_catalogue


def test_messages_are_found_in_code_and_templates():
    found = messages_in_use()

    assert found["Password"].startswith("tracker/accounts/forms.py")
    assert found["Skip to the content"].startswith("templates/base.html")
    assert ("%(num)s statement published", "%(num)s statements published") in found


def test_what_a_catalogue_lacks_stands_in_it_as_empty_entries():
    missing = missing_in("fr")

    assert missing["Password"].startswith("tracker/accounts/forms.py")
    assert 'msgid "Password"\nmsgstr ""\n' in renewed("fr", "# French")
    assert as_entry(("one", "many"), "banyak").endswith('msgid_plural "many"\nmsgstr[0] "banyak"\n')


def test_signing_in_is_told_in_indonesian(client):
    assert "<h1>Masuk</h1>" in client.get("/login?lang=id").text
    assert read_catalogue("id").gettext("Sign out") == "Keluar"
