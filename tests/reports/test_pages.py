"""The pages of reports: what they show is what the data has, and what it is cited by."""

import csv
import html
import io
import re

import pytest

from tests.accounts.people import signed_in
from tracker.app import create_app
from tracker.vocabulary import Stance


@pytest.fixture
def changed(make):
    """Ratu goes from one side to the other."""
    claim, speaker = make.claim("It is so"), make.speaker("Ratu")
    for day, code in ((1, Stance.OPPOSE), (2, Stance.SUPPORT)):
        make.statement(speaker=speaker, stances={claim: code}, said_on=f"2025-01-0{day}")
    return claim


def test_the_page_its_csv_and_its_json_tell_the_same_shift(client, changed):
    page = client.get("/reports/shifts").text
    told = client.get("/reports/shifts.json").json
    (row,) = csv.DictReader(io.StringIO(client.get("/reports/shifts.csv").text))

    assert "1 change of position: 1 holder changed, 1 time from one side to the other" in " ".join(
        page.split()
    )
    assert page.count('href="/statements/1"') == page.count('href="/statements/2"') == 1
    assert told["rows"] == [
        {name: value or None if name == "new_role" else value for name, value in row.items()}
        | {"new_role": False}
    ]
    assert row["extent"] == "full"


def test_a_view_is_cited_by_an_address_that_tells_the_same_later(client, make, changed):
    revision = client.get("/reports/shifts.json").json["revision"]
    cited = f"/reports/shifts?as_of=r{revision}"
    assert cited in client.get("/reports/shifts").text
    make.withdraw(2)

    assert "Nobody changed position" in client.get("/reports/shifts").text
    assert "1 change of position" in client.get(cited).text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_of=r99999", "There is no revision r99999 yet"),
        ("said_from=2025&said_to=2024", "The period ends before it begins."),
        ("claim=unknown", "There is nothing called “unknown” here."),
        ("holder=everybody", "is none of these"),
        ("language=english", "“english” is not a language. Write its code, such as en or id."),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(client, changed, query, sentence):
    answer = client.get(f"/reports/shifts?{query}")

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_claim_that_readers_do_not_know_of_is_unknown(client, make):
    hidden = make.claim("It is secret")

    assert client.get(f"/reports/shifts?claim={hidden}").status_code == 422


@pytest.mark.engines("sqlite")
def test_a_view_is_cited_by_the_address_of_the_site_once_with_its_prefix(database_url, changed):
    public = "https://record.example.org/record"
    app = create_app(
        DATABASE_URL=database_url, SECRET_KEY="x" * 32, PUBLIC_URL=public, URL_PREFIX="/record"
    )

    page = app.test_client().get("/record/reports/shifts?holder=speaker").text
    app.extensions["database"].dispose()

    assert f"{public}/reports/shifts?holder=speaker&amp;as_of=r" in page


def test_a_cell_opens_the_statements_that_it_counts_and_no_others(client, make):
    claim, ratu = make.claim("The wall stands"), make.speaker("Ratu")
    for day, code, language in (
        ("2024-02-01", "support", "en"),
        ("2024-03-01", "oppose", "en"),
        ("2024-04-01", "support", "id"),
        ("2025-03-01", "oppose", "en"),
    ):
        make.statement(speaker=ratu, stances={claim: code}, said_on=day, quote_language=language)
    make.statement(speaker=make.speaker("Lee"), stances={claim: "decline"}, said_on="2024-03-01")

    asked = f"language=EN&said_from=2024-02&claim={claim}"
    page = client.get(f"/reports/matrix?{asked}").text
    by_year = client.get(f"/reports/matrix?{asked}&columns=year").text

    assert "one cell of 2 says where somebody stands" in page
    assert [_opened(client, url) for url in re.findall(r'href="(/statements/\?[^"]+)"', page)] == [
        3
    ]
    first, *_ = re.findall(r'href="(/statements/\?[^"]+)"', by_year)
    assert _opened(client, first) == 2
    (shifts,) = re.findall(r'href="(/reports/shifts\?[^"]+)"', page)
    assert _opened(client, shifts) == 1
    assert "1 of 2 speakers stands elsewhere in a later year on “The wall stands”" not in by_year
    assert "0 of 2 speakers stand elsewhere in a later year on “The wall stands”" in by_year


def _opened(client, url):
    path, query = html.unescape(url).split("?")
    return len(client.get(f"{path.rstrip('/')}.json?{query}").json["rows"])


def test_a_period_of_states_opens_what_counts_for_a_state_and_is_published(app, make):
    iran, claim = make.state("Iran", "IR"), make.claim()
    make.statement(speaker=iran, stances={claim: "support"}, said_on="2025-01-08")
    make.statement(speaker=make.speaker("Lee"), stances={claim: "support"}, said_on="2025-01-08")
    make.drafted(speaker=iran, stances={claim: "support"}, said_on="2025-01-09")

    for client in (app.test_client(), signed_in(app)):
        page = client.get("/reports/timeline?holder=state").text
        opened = re.findall(r'href="(/statements/\?[^"]+)"', page)

        assert [_opened(client, url) for url in opened] == [1, 1]


def test_what_tex_reads_as_an_order_is_written_as_words_for_bibtex(client, make):
    claim = make.claim("R&D {costs} 5% of $3_000 #1 ~ \\input")
    make.statement(stances={claim: Stance.SUPPORT})

    page = html.unescape(client.get(f"/reports/shifts?claim={claim}").text)

    told = r"R\&D costs 5\% of \$3\_000 \#1 \textasciitilde{} input"
    assert f"title = {{Shifts; Claim: {told}}}" in page
