"""Every report as data: CSV, JSON, XLSX and the command line tell the same rows."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from tests.reviews.visitors import as_person
from tracker.reports.catalogue import REPORTS
from tracker.reports.views_record import PAGES
from tracker.web.listing import csv_cell


@pytest.fixture
def database_url(story_database_url):
    return story_database_url


def in_a_sheet(value):
    """As a sheet holds it: nothing for what is missing, sixteen digits of a number."""
    return "" if value is None else float(f"{value:.16g}") if isinstance(value, float) else value


@pytest.mark.parametrize("name", PAGES)
def test_csv_json_xlsx_and_the_command_tell_the_same(app, make, printed, name):
    person = as_person(app, make.admin)

    told = person.get(f"/reports/{name}.json").get_json()
    as_csv = list(csv.DictReader(io.StringIO(person.get(f"/reports/{name}.csv").text)))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(person.get(f"/reports/{name}.xlsx").data))
    head, *as_xlsx = sheet.get_sheet_by_name("rows").to_python(skip_empty_area=False)

    rows = [[row[column] for column in head] for row in told["rows"]]
    assert rows
    assert tuple(head) == REPORTS[name].columns
    assert as_csv == printed(name)
    assert [list(row.values()) for row in as_csv] == [[csv_cell(v) for v in row] for row in rows]
    assert as_xlsx == [[in_a_sheet(value) for value in row] for row in rows]


@pytest.mark.parametrize("name", PAGES)
def test_a_sheet_says_what_it_is(app, make, name):
    answer = as_person(app, make.admin).get(f"/reports/{name}.xlsx")

    about = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_name("about")
    fixed = "?as_of=r" if REPORTS[name].knows_past else ""
    assert f"/reports/{name}{fixed}" in str(about.to_python())
