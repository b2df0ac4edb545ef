"""Which language a page is in, and what is said in it."""

from datetime import UTC, date, datetime

import pytest
from flask import render_template_string

from tracker.app import create_app
from tracker.vocabulary import ClaimKind, Delivery, Side, Stance
from tracker.web import locale
from tracker.web.catalogue import Catalogue, read_catalogue


@pytest.fixture
def speaking(app):
    """Do something as if a page in a language were asked for."""

    def speaking(language, function):
        with app.test_request_context(f"/?lang={language}"):
            return function()

    return speaking


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/login", "", "en"),
        ("/login", "id", "id"),
        ("/login", "fr, id;q=0.5, en;q=0.3", "id"),
        ("/login", "fr", "en"),
        ("/login?lang=id", "en", "id"),
        ("/login?lang=xx", "id", "id"),
        ("/login?lang=qps", "en", "en"),
    ],
)
def test_the_language_is_asked_for_or_preferred(client, path, accepted, language):
    page = client.get(path, headers={"Accept-Language": accepted}).text

    assert f'<html lang="{language}">' in page


@pytest.mark.engines("sqlite")
def test_a_language_that_was_asked_for_is_remembered(client):
    client.get("/login?lang=id")

    assert '<html lang="id">' in client.get("/login").text
    assert '<html lang="en">' in client.get("/login?lang=en").text


@pytest.mark.engines("sqlite")
def test_each_page_links_to_itself_in_the_other_language(client):
    page = client.get("/probe/?outlet=a&sort=name").text

    assert 'href="/probe/?outlet=a&amp;sort=name&amp;lang=id" lang="id"' in page
    assert ">Bahasa Indonesia</a>" in page


@pytest.mark.engines("sqlite")
def test_a_page_that_cannot_be_fetched_links_to_the_first_one(app, client):
    page = client.post("/logout").text

    assert 'href="/?lang=id" lang="id"' in page


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["8 January 2025", "January 2025", "1,635", "+0.33", "\u22120.50", "0.00"]),
        ("id", ["8 Januari 2025", "Januari 2025", "1.635", "+0,33", "\u22120,50", "0,00"]),
    ],
)
def test_dates_and_numbers_are_printed_as_the_language_does(speaking, language, told):
    def say():
        return [
            locale.days(date(2025, 1, 8)),
            locale.days("2025-01"),
            locale.number(1635),
            locale.score(1 / 3),
            locale.score(-0.5),
            locale.score(-0.001),
        ]

    assert speaking(language, say) == told


@pytest.mark.engines("sqlite")
def test_what_is_missing_is_printed_as_nothing(speaking):
    def say():
        nothing = (locale.days, locale.moment, locale.number, locale.score, locale.label)
        return {f(None) for f in (*nothing, locale.language_name, locale.country_name)}

    assert speaking("en", say) == {""}


@pytest.mark.engines("sqlite")
def test_words_of_the_vocabulary_have_the_readers_language(speaking):
    def say():
        return [
            locale.stance_label("oppose", "factual"),
            locale.stance_label(Stance.OPPOSE, ClaimKind.POLICY),
            locale.stance_sentence("oppose", "factual"),
            locale.side_heading(Side.FOR, "policy"),
            locale.label(Delivery.VOTE),
            locale.label("plain text"),
            locale.language_name("ko"),
            locale.country_name("us"),
            locale.moment(datetime(2025, 1, 8, 14, 30, tzinfo=UTC)),
        ]

    assert speaking("id", say) == [
        "membantah",
        "menentang",
        "membantah bahwa",
        "Mendukung",
        "Pemungutan suara",
        "plain text",
        "Korea",
        "Amerika Serikat",
        "8 Januari 2025, 14.30 UTC",
    ]


@pytest.fixture
def pseudo(database_url):
    """The application in the language that shows what was never translated."""
    app = create_app(
        DATABASE_URL=database_url,
        SECRET_KEY="x" * 32,
        TESTING=True,
        LANGUAGES=("en", "qps"),
    )
    yield app
    app.extensions["database"].dispose()


@pytest.mark.engines("sqlite")
def test_the_pseudo_language_marks_all_that_went_through_translation(pseudo):
    page = pseudo.test_client().get("/login?lang=qps").text

    assert '<html lang="qps">' in page
    assert "⟦Sign in⟧" in page
    assert "⟦Email address⟧" in page
    assert "⟦⟦" not in page


@pytest.mark.engines("sqlite")
def test_the_pseudo_language_prints_dates_and_names_in_greek(pseudo):
    with pseudo.test_request_context("/?lang=qps"):
        told = [
            locale.days(date(2025, 1, 8)),
            locale.language_name("ko"),
            locale.stance_label("oppose", "factual"),
            locale.gettext("%(n)s rows", n=3),
            locale.ngettext("%(num)s row", "%(num)s rows", 2),
        ]

    assert told == ["8 Ιανουαρίου 2025", "Κορεατικά", "⟦denies⟧", "⟦3 rows⟧", "⟦2 rows⟧"]


@pytest.mark.engines("sqlite")
def test_messages_in_templates_are_escaped_where_they_are_filled_in(app):
    with app.test_request_context("/"):
        told = render_template_string("{{ _('Hello %(name)s', name='<b>') }}")

    assert told == "Hello &lt;b&gt;"


CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Claims"
msgstr "Klaim"

msgid "%(num)s state"
msgid_plural "%(num)s states"
msgstr[0] "%(num)s negara"

msgid "Not yet"
msgstr ""

#, fuzzy
msgid "Unsure"
msgstr "Ragu"
"""


def test_a_catalogue_is_read_from_its_text(tmp_path):
    (tmp_path / "id.po").write_text(CATALOGUE)

    catalogue = read_catalogue("id", tmp_path)

    assert catalogue.gettext("Claims") == "Klaim"
    assert catalogue.ngettext("%(num)s state", "%(num)s states", 1) == "%(num)s negara"
    assert catalogue.ngettext("%(num)s state", "%(num)s states", 2) == "%(num)s negara"
    assert catalogue.gettext("Not yet") == "Not yet"
    assert catalogue.gettext("Unsure") == "Unsure"


def test_a_language_without_a_catalogue_speaks_english(tmp_path):
    catalogue = read_catalogue("fr", tmp_path)

    assert catalogue == Catalogue("fr")
    assert [catalogue.ngettext("one", "many", n) for n in (1, 2)] == ["one", "many"]


def test_outside_of_a_request_the_tracker_speaks_english():
    assert locale.language() == "en"
    assert locale.gettext("Claims") == "Claims"


@pytest.mark.engines("sqlite")
def test_of_many_holders_a_stance_is_told_in_the_plural(speaking):
    told = speaking("en", lambda: [locale.stance_label(s, "factual", 2) for s in Stance])
    policies = speaking("en", lambda: [locale.stance_label(s, "policy", 2) for s in Stance])

    assert told[:5] == ["assert", "suggest", "say both", "doubt", "deny"]
    assert told[5:] == ["ask", "mention", "decline to say"]
    assert policies[:3] == ["support", "support with conditions", "neutral, abstain"]
    assert speaking("id", lambda: locale.stance_label("oppose", "factual", 2)) == "membantah"
