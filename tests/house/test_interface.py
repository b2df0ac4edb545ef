"""The names that strangers rely on exist: commands, addresses and make targets."""

import re
import subprocess
import sys

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tests.fixtures.missing import ROOT

COMMANDS = [
    *("init", "upgrade", "version", "demo", "serve", "verify"),
    *("users add", "users set", "users list"),
    *("backup", "restore", "copy", "state"),
    *("anchor", "redact"),
]
OPTIONS = {
    "demo": ("--set", "--host", "--port", "--no-serve"),
    "serve": ("--host", "--port", "--processes"),
    "backup": ("FILE",),
    "copy": ("--to", "--json"),
    "restore": ("FILE", "--force"),
    "state": ("--json",),
    "upgrade": ("--check", "--no-copy"),
    "verify": ("--deep", "--json", "--anchor N:HASH"),
    "anchor": ("--json",),
    "redact": ("UID", "--reason", "--json"),
    "users add": ("--role", "--name", "--password-stdin", "--invite"),
    "users set": ("--role", "--disable", "--enable", "--password-stdin", "--unlock"),
}
NOUNS = ("statements", "claims", "speakers", "sources", "outlets", "occasions", "topics")
ADDRESSES = [
    *(("GET", address) for address in ("/", "/healthz", "/login", "/metrics", "/patterns")),
    *(("POST", address) for address in ("/login", "/logout")),
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
    ("GET", "/admin"),
    *(("GET", "/admin/redact"), ("POST", "/admin/redact")),
    *(
        ("POST", f"/statements/1/{step}")
        for step in ("submit", "recall", "publish", "withdraw", "reinstate")
    ),
]
TARGETS = ["demo", "check", "test", "screenshots", "soak", "faults"]


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_promised_command_exists_with_its_options(command: str):
    answer = subprocess.run(
        [sys.executable, "-m", "tracker", *command.split(), "--help"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )

    assert answer.returncode == 0, answer.stderr
    assert [option for option in OPTIONS.get(command, ()) if option not in answer.stdout] == []


@pytest.mark.engines("sqlite")
def test_promised_addresses_exist(app):
    addresses = app.url_map.bind("localhost")
    missing = []

    for method, address in ADDRESSES:
        try:
            addresses.match(address, method=method)
        except RequestRedirect:
            continue
        except (NotFound, MethodNotAllowed):
            missing.append((method, address))

    assert missing == []


@pytest.mark.parametrize("target", TARGETS)
def test_a_promised_make_target_exists(target: str):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
