"""Pages of polarisation, unity, coverage and activity: they tell what their data has."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from tests.accounts.people import signed_in
from tracker.models import Decision
from tracker.vocabulary import AccountRole, Stance, Transition

# What stands in the rows is another test's matter; here they are shown.
pytestmark = pytest.mark.engines("sqlite")

FOR, AGAINST = Stance.SUPPORT, Stance.OPPOSE
SUBMIT, PUBLISH = Transition.SUBMIT, Transition.PUBLISH


@pytest.fixture
def divided(make):
    """Three for and two against, all for one body, in one outlet."""
    claim, body = make.claim("It is so"), make.speaker("Union", "organisation")
    source = make.source(outlet=make.outlet("Harian"))
    for number, code in enumerate((FOR, FOR, FOR, AGAINST, AGAINST), 1):
        make.statement(
            speaker=make.speaker(),
            stances={claim: code},
            said_on=f"2025-01-0{number}",
            body=body,
            source=source,
        )
    return claim


def told(client, name, query=""):
    """The page without its folds, and its rows: those of the JSON, which the CSV must have too."""
    page = client.get(f"/reports/{name}{query}")
    rows = client.get(f"/reports/{name}.json{query}").json["rows"]
    printed = csv.DictReader(io.StringIO(client.get(f"/reports/{name}.csv{query}").text))
    as_text = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
    assert list(printed) == as_text
    return " ".join(page.text.split()), rows


def test_polarisation_tells_the_most_disputed_claim_and_opens_its_numbers(client, divided):
    page, (row,) = told(client, "polarisation")

    assert "On “It is so”, 3 for and 2 against, dispute 80%" in page
    assert (row["for"], row["against"], row["dispute"]) == (3, 2, 0.8)
    within = f"/reports/polarisation?claim={divided}&amp;side=for"
    assert f'<a href="{within}&amp;then=2025#opened">3</a>' in page
    assert f'<a href="{within}#opened">3</a>' in page
    assert "1 − |3 − 2| / 5 = 80%." in page


def test_unity_tells_the_least_united_body_and_what_divides_it(client, divided):
    page, (row,) = told(client, "unity")

    assert "1 body of 1 is divided; the least united is Union, at 20%" in page
    assert (row["claims"], row["unity"], row["several"]) == (1, 0.2, 1)
    (number,) = set(re.findall(r"/speakers/(\d+)-union", page))
    opened = f"/statements/?claim={divided}&amp;speaker={number}&amp;holder=body"
    assert f'<a href="{opened}">3 for and 2 against</a>' in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("polarisation?period=decade", "“decade” is none of these"),
        ("coverage?by=weather", "“weather” is none of these"),
        ("unity?as_of=r99999", "There is no revision r99999 yet"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(client, asked, sentence):
    answer = client.get(f"/reports/{asked}")

    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_coverage_warns_in_words_and_opens_its_rows(client, divided):
    page, rows = told(client, "coverage")
    _, claims = told(client, "coverage", "?by=claim")

    assert "5 statements from 1 outlet; of 1 claim, 0 have one side only, 1 one outlet only" in page
    assert "<td>one outlet only</td>" in page
    assert f'<a href="/statements/?claim={divided}">5</a>' in page
    assert claims == [row for row in rows if row["by"] == "claim"]
    assert [row["n"] for row in claims] == [5]


def test_an_outlet_that_readers_do_not_know_of_is_not_named(client, make):
    source = make.source(outlet=make.outlet("Zqhidden"))
    statement = make.statement(source=source)
    revision = client.get("/reports/coverage.json").json["revision"]
    before, _ = told(client, "coverage", f"?by=outlet&as_of=r{revision}")
    make.withdraw(statement)

    after, rows = told(client, "coverage", f"?by=outlet&as_of=r{revision}")

    assert "Zqhidden" in before
    assert "Zqhidden" not in after
    assert "an outlet that is not public" in after
    assert [(row["n"], row["value_label"]) for row in rows] == [(1, "")]


def test_activity_is_for_editors_and_above(app, client, make):
    make.statement()
    editor, reader = signed_in(app), signed_in(app, "reader@example.org", AccountRole.READER)

    page, rows = told(editor, "activity")

    assert [reader.get(f"/reports/activity{end}").status_code for end in ENDS] == [403] * 4
    assert client.get("/reports/activity.csv").status_code != 200
    assert "activity" not in reader.get("/reports/").text
    assert "1 logged and 1 published: 2 people, 1 week" in page
    done = sorted((row["logged"], row["submitted"], row["published"]) for row in rows)
    assert done == [(0, 0, 1), (1, 1, 0)]


ENDS = ("", ".csv", ".json", ".xlsx")


def test_the_median_wait_is_that_of_the_hours_since_each_was_submitted(app, database, make):
    # By hand: 1, 1.5 and 7 hours; the middle one is 1.5, their mean would be 3.17.
    start = datetime(2025, 1, 8, 12, tzinfo=UTC)
    for hours in (7, 1, 1.5):
        statement = make.statement()
        with database.engine.begin() as connection:
            mine = update(Decision).where(Decision.statement_id == statement)
            for step, at in ((SUBMIT, start), (PUBLISH, start + timedelta(hours=hours))):
                connection.execute(mine.where(Decision.step == step).values(at=at))

    page, rows = told(signed_in(app), "activity")

    assert [row["median_hours"] for row in rows if row["published"]] == [1.5]
    assert "The longest median here: 1.5 hours, of" in page


@pytest.mark.parametrize("name", ["polarisation", "unity", "coverage", "activity"])
def test_a_spreadsheet_has_the_rows_of_the_json(app, divided, name):
    client = signed_in(app)
    rows = client.get(f"/reports/{name}.json").get_json()["rows"]

    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/reports/{name}.xlsx").data))
    head, *lines = book.get_sheet_by_index(0).to_python()

    assert [dict(zip(head, line, strict=True)) for line in lines] == [
        {column: "" if value is None else value for column, value in row.items()} for row in rows
    ]
