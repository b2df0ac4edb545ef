"""The names that strangers rely on exist: commands, addresses and make targets."""

import re
from collections.abc import Sequence

import pytest
from click.testing import CliRunner
from lxml import html
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import MapAdapter, RequestRedirect

from tests.accounts.people import signed_in
from tests.fixtures.missing import ROOT
from tests.house.promises import (
    ORIGINAL,
    PAGE,
    addresses,
    commands,
    fields,
    section,
    targets,
)
from tracker.cli.main import tracker as cli
from tracker.statements.forms import StatementForm
from tracker.web.forms import all_fields

# What commands take besides.
OPTIONS = {
    "backup": ("FILE",),
    "copy": ("--json",),
    "restore": ("FILE",),
    "state": ("--json",),
    "upgrade": ("--no-copy",),
    "verify": ("--json", "--anchor N:HASH"),
    "anchor": ("--json",),
    "redact": ("UID", "--json"),
    "users set": ("--reset-link", "--remove-second-factor"),
}
NOUNS = ("statements", "claims", "speakers", "sources", "outlets", "occasions", "topics")
ADDRESSES = [
    ("GET", "/"),
    ("POST", "/login"),
    ("POST", "/logout"),
    *(
        (method, f"/{noun}/{rest}")
        for noun in NOUNS
        for method, rest in [
            *(("GET", rest) for rest in ("", "new", "1", "1-slug", "1/edit")),
            *(("GET", f"1/history{rest}") for rest in ("", ".json", ".csv", "/1")),
            *(("POST", rest) for rest in ("new", "1/edit", "1/restore")),
        ]
    ),
    *(("GET", f"/{noun}.json") for noun in NOUNS),
    *(("GET", f"/{noun}.csv") for noun in NOUNS),
    ("GET", "/claims/un-dprk-human-rights.json"),
    ("GET", "/admin/people/1/history"),
    *(("GET", "/admin/redact"), ("POST", "/admin/redact")),
]


def test_the_page_of_names_is_the_one_we_are_held_to():
    assert not ORIGINAL.is_file() or ORIGINAL.read_text() == PAGE.read_text()


def test_all_kinds_of_names_are_found_on_the_page():
    found = dict(commands())

    assert {"init", "users set", "verify", "copy", "redact"} <= found.keys()
    assert {"import", "reindex", "work"}.isdisjoint(found)
    assert {"/admin", "/topics/", "/statements/1/publish"} <= set(addresses())
    assert {"speakers-0-role", "client_token", "stances-0-evidence"} <= fields()
    assert {"demo", "soak", "faults"} <= set(targets())


@pytest.mark.parametrize(("command", "options"), [*commands(), *OPTIONS.items()])
def test_a_promised_command_exists_with_its_options(command: str, options: Sequence[str]):
    answer = CliRunner().invoke(cli, [*command.split(), "--help"])

    assert answer.exit_code == 0, answer.output
    assert [option for option in options if option not in answer.output] == []


@pytest.mark.engines("sqlite")
def test_every_address_of_the_page_exists(app):
    known = app.url_map.bind("localhost")
    missing = []

    for address in addresses():
        methods = {method for method in ("GET", "POST") if _leads(known, address, method)}
        if not methods:
            missing.append(address)

    assert missing == []


@pytest.mark.engines("sqlite")
def test_the_form_for_logging_has_every_field_of_the_page(app):
    page = html.fromstring(signed_in(app).get("/statements/new").text)
    shown = set(page.xpath("//form//@name"))
    with app.test_request_context("/statements/new", method="POST", data={}):
        known = {field.name for field in all_fields(StatementForm())}

    assert fields() - known - shown == {"confirm"}
    assert fields() - shown == {"confirm", "speakers-0-role", "citations-0-source"}, "asked later"


@pytest.mark.engines("sqlite")
def test_health_says_what_the_page_promises(client):
    promised = re.search(r"`(\{\"ok\",\"version\"[^`]*)`", section("Web"))

    assert promised is not None
    assert set(re.findall(r'"(\w+)"(?=[,:}])', promised[1])) == set(client.get("/healthz").json)


@pytest.mark.engines("sqlite")
def test_promised_addresses_exist(app):
    known = app.url_map.bind("localhost")

    missing = [(method, one) for method, one in ADDRESSES if not _leads(known, one, method)]

    assert missing == []


def _leads(known: MapAdapter, address: str, method: str) -> bool:
    try:
        known.match(address, method=method)
    except RequestRedirect:
        return True
    except (NotFound, MethodNotAllowed):
        return False
    return True


@pytest.mark.parametrize("target", targets())
def test_a_promised_make_target_exists(target: str):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
