"""Lists: pages by keyset, three forms of the same rows, filters and orders from the address."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from tests.accounts.people import signed_in
from tracker.errors import Refused
from tracker.models import Outlet
from tracker.web.paging import Key, page_of

NAMES = ["Antara", "Antara", "BBC", "Detik", "Kompas", "Kompas", "Tempo", "Tempo", "Tempo", "Ĉu"]


@pytest.fixture
def outlets(database):
    """Ten outlets, some of the same name."""
    with database.transaction(why="a test") as session:
        session.add_all([Outlet(name=name) for name in NAMES])
    with database.reading() as session:
        return [row.uid for row in session.scalars(select(Outlet).order_by(Outlet.name, Outlet.id))]


def link_in(page, name):
    """The address of a link to another page; "" where there is none."""
    found = re.search(rf'class="{name}" href="([^"]*)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def cursor_in(page):
    """The cursor of the next page."""
    return link_in(page, "next").partition("cursor=")[2].partition("&")[0]


def follow(client, path, link):
    """The names on each page from this one on, by the links."""
    pages = []
    while path:
        page = client.get(path).text
        pages.append(re.findall(r'class="row">([^<]*)<', page))
        path = link_in(page, link)
        last = page
    return pages, last


def test_the_pages_forward_hold_every_row_once(client, outlets):
    pages, _ = follow(client, "/probe/", "next")

    assert [len(page) for page in pages] == [3, 3, 3, 1]
    assert [name for page in pages for name in page] == NAMES


def test_the_pages_back_are_the_same(client, outlets):
    forward, _ = follow(client, "/probe/", "next")
    path = "/probe/"
    for _ in forward[1:]:
        page = client.get(path).text
        path = link_in(page, "next")

    backward, _ = follow(client, path, "previous")

    assert backward == forward[::-1]


@pytest.mark.parametrize("sort", ["name", "-name", "newest", "-newest"])
def test_each_order_has_every_row_once(client, outlets, sort):
    pages, _ = follow(client, f"/probe/?sort={sort}", "next")

    assert sorted(name for page in pages for name in page) == sorted(NAMES)


def test_a_page_does_not_shift_when_a_row_is_added_before_it(client, database, outlets):
    page = client.get("/probe/").text
    following = link_in(page, "next")
    before = client.get(following).text
    with database.transaction(why="a test") as session:
        session.add(Outlet(name="AAA"))

    after = client.get(following).text

    names = re.compile(r'class="row">([^<]*)<')
    assert names.findall(after) == names.findall(before)


def test_a_cursor_of_rows_that_are_gone_gives_an_empty_page(client, database, outlets):
    page = client.get("/probe/?size=9").text
    following = link_in(page, "next")
    with database.transaction(why="a test") as session:
        for row in session.scalars(select(Outlet)):
            session.delete(row)

    answer = client.get(following)

    assert answer.status_code == 200
    assert 'class="row"' not in answer.text


def test_a_cursor_is_good_for_its_own_order_alone(app, client, outlets):
    page = client.get("/probe/").text
    cursor = cursor_in(page)

    answers = [client.get(f"/probe/?cursor={c}&sort=newest") for c in (cursor, "WyJhZnRlciJd")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "This link to a page of the list is broken." in answers[0].text


def test_a_cursor_cannot_be_changed(client, outlets):
    cursor = cursor_in(client.get("/probe/").text)

    answer = client.get(f"/probe/?cursor={cursor[:-2]}xx")

    assert answer.status_code == 422


def test_a_key_that_may_be_null_is_a_mistake_of_ours(app, database, outlets):
    with app.test_request_context("/"), database.reading() as session:
        found = select(Outlet.id)

        with pytest.raises(ValueError, match="never NULL"):
            page_of(session, found, keys=(Key(Outlet.key), Key(Outlet.id)), size=2)
        with pytest.raises(Refused):
            page_of(session, found, keys=(Key(Outlet.id),), cursor="x", size=2)


def test_json_and_csv_have_the_rows_of_the_page(client, outlets):
    shown = re.findall(r'class="row">([^<]*)<', client.get("/probe/?outlet=T").text)

    told = client.get("/probe.json?outlet=T").json
    table = client.get("/probe.csv?outlet=T")

    assert [row["name"] for row in told["rows"]] == shown
    assert (told["total"], told["next"]) == (3, None)
    assert told["rows"][0] == {"name": "Tempo", "url": None}
    assert table.mimetype == "text/csv"
    assert table.text.startswith("name,url\r\nTempo,\r\n")
    assert [row["name"] for row in csv.DictReader(io.StringIO(table.text))] == shown


def test_data_link_to_their_next_page_in_their_own_form(client, outlets):
    told = client.get("/probe.json").json
    table = client.get("/probe.csv")

    assert told["next"].startswith("/probe.json?cursor=")
    assert table.headers["Link"].startswith("</probe.csv?cursor=")
    assert client.get(told["next"]).json["rows"][0]["name"] == "Detik"


def test_a_cell_that_a_spreadsheet_would_run_is_told_as_text(client, database):
    with database.transaction(why="a test") as session:
        session.add(Outlet(name="=HYPERLINK(0)", url="-1"))

    assert client.get("/probe.csv").text == "name,url\r\n'=HYPERLINK(0),'-1\r\n"
    assert client.get("/probe.json").json["rows"][0]["name"] == "=HYPERLINK(0)"


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_an_object_has_its_data_beside_its_page(client, suffix):
    assert client.get(f"/probe/12-a.b.{suffix}").json == {"key": "12-a.b"}
    assert client.get("/probe/12-a.b").json == {"key": "12-a.b"}


def test_a_filter_is_shown_with_a_way_to_drop_it(client, outlets):
    page = client.get("/probe/?outlet=T&sort=-name").text

    assert '<a class="filter" href="/probe/?sort=-name">Outlet: T</a>' in page
    assert 'class="clear" href="/probe/?sort=-name"' in page
    assert '<p class="total">3</p>' in page


@pytest.mark.parametrize("n", [5, 60])
def test_a_list_costs_four_statements_however_long_it_is(app, database, queries, n):
    client = signed_in(app)
    with database.transaction(why="a test") as session:
        session.add_all([Outlet(name=f"Outlet {number}") for number in range(n)])

    with queries.at_most(4):
        client.get("/probe/?size=50")


def test_the_data_of_a_list_is_found_with_and_without_the_slash(client):
    assert client.get("/claims/.json").json == client.get("/claims.json").json
    assert client.get("/claims/.csv").data == client.get("/claims.csv").data
