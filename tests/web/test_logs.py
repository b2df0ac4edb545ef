"""The log tells what happened, and never what somebody typed."""

import ast
import json
import logging
import re

import pytest

from tests.accounts.people import form_token, sign_in, signed_in
from tests.house.sources import TRACKER, tree_of
from tests.soak.amounts import ENGINES
from tracker.vocabulary import AccountRole
from tracker.web import logs

pytestmark = pytest.mark.engines(*ENGINES)

SECRET = "swordfish-7c1e"
FIELDS = (
    *("email", "password", "new_password", "current", "code", "name", "role", "title", "text"),
    *(
        "words",
        "reason",
        "note",
        "url",
        "language",
        "quote",
        "version",
        "uid",
        "contact",
        "licence",
    ),
    *("citations-0-source", "citations-0-exact", "speakers-0-speaker", "stances-0-note", "confirm"),
)


def lines(capsys) -> list[dict]:
    """What was logged since this was last asked."""
    told = capsys.readouterr().err.splitlines()
    return [json.loads(line) for line in told if line.startswith("{")]


def events(capsys, name):
    return [line for line in lines(capsys) if line["event"] == name]


def test_a_refusal_is_one_line_with_all_that_helps_to_find_it(app, capsys):
    client = signed_in(app, role=AccountRole.READER)

    answer = client.get(f"/probe/needs-reviewer?q={SECRET}")

    (line,) = events(capsys, "refused")
    assert line["moment"].endswith("Z")
    assert (line["level"], line["status"], line["method"]) == ("warning", 403, "GET")
    assert line["route"] == "/probe/needs-reviewer"
    assert line["request"] == answer.headers["X-Request-ID"]
    assert line["request"] in answer.text
    assert (line["account"], line["address"]) == (1, "127.0.0.1")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/none", 404), ("GET", "/probe/?cursor=nonsense", 422), ("GET", "/probe/", 200)],
)
def test_looking_for_what_is_not_there_is_no_refusal(client, capsys, method, path, status):
    answer = client.open(path, method=method)

    assert answer.status_code == status
    assert events(capsys, "refused") == []
    # A number that is in no log would send somebody looking in vain.
    assert "Number of this request" not in answer.text


def test_a_form_that_is_refused_says_why(app, capsys):
    client = signed_in(app)
    token = form_token(client)
    capsys.readouterr()

    client.post("/probe/form", data={"title": "x"})
    client.post("/probe/form", data={"csrf_token": token}, headers={"Origin": "http://evil.test"})
    client.post("/probe/form", data={"csrf_token": token, "title": ""})

    told = [(line["status"], line.get("reason")) for line in events(capsys, "refused")]
    assert told == [(400, "form token"), (403, "origin"), (422, None)]


def test_a_fault_is_told_with_its_place_and_the_number_on_the_page(app, client, capsys):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = client.get("/probe/raise/fault")

    (line,) = events(capsys, "fault")
    assert (line["level"], line["status"], line["cause"]) == ("error", 500, "RuntimeError")
    assert "probe.py" in line["calls"][-1]
    assert line["request"] in answer.text


def test_what_cannot_be_reached_is_told_with_the_cause(client, capsys):
    answer = client.get("/probe/raise/unreachable")

    (line,) = events(capsys, "unavailable")
    assert (line["cause"], line["why"]) == ("OperationalError", "gone")
    assert line["request"] in answer.text


def test_a_slow_request_is_told_with_its_time_and_its_statements(app, client, capsys):
    app.config["SLOW_MS"] = 0

    client.get("/probe/")

    (line,) = events(capsys, "slow")
    assert line["route"] == "/probe/"
    assert line["ms"] >= 0
    assert line["sql"] >= 2


def test_a_request_that_is_not_slow_is_not_told(client, capsys):
    client.get("/probe/")

    assert lines(capsys) == []


def test_nothing_that_was_typed_is_ever_logged(app, capsys):
    app.config.update(PROPAGATE_EXCEPTIONS=False, SLOW_MS=0)
    client = signed_in(app)
    headers = {"User-Agent": SECRET, "Referer": f"http://localhost/{SECRET}", "X-Any": SECRET}
    sent = {"csrf_token": form_token(client)}
    sent |= dict.fromkeys(("title", "words", "said_on", "at", "language", "outlet"), SECRET)
    paths = (f"/{SECRET}", f"/probe/{SECRET}", f"/reset/{SECRET}", f"/claims/{SECRET}/edit")

    sign_in(app.test_client(), f"{SECRET}@example.org", SECRET)
    for path in paths:
        client.get(f"{path}?lang={SECRET}&q={SECRET}", headers=headers)
        client.post(f"{path}?next={SECRET}", data=sent, headers=headers)
    client.post("/probe/form", data=sent, headers=headers)
    client.post("/probe/form", data={**sent, SECRET: SECRET}, headers={"Origin": SECRET})
    client.open("/probe/form", method=SECRET.upper())
    client.get(f"/probe/raise-quoting/{SECRET}")

    told = capsys.readouterr().err
    assert told.count("\n") > 10
    assert SECRET not in told.lower()


@pytest.mark.engines("sqlite")
def test_no_form_of_any_page_leaves_a_word_in_the_log(app, capsys):
    app.config.update(PROPAGATE_EXCEPTIONS=False, SLOW_MS=0)
    client = signed_in(app, role=AccountRole.ADMIN)
    typed = dict.fromkeys(FIELDS, SECRET) | {"csrf_token": form_token(client)}
    posted = 0

    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "accounts.logout":
            continue
        for key in (SECRET, "1"):
            path = re.sub(r"<[^>]+>", key, rule.rule)
            client.post(f"{path}?next={SECRET}", data=typed, follow_redirects=True)
            posted += 1

    told = capsys.readouterr().err
    assert posted > 50
    assert told.count("\n") > posted
    assert SECRET not in told


FACTS = {
    *("level", "status", "reason", "ms", "sql", "cause", "code", "why", "calls", "wait"),
    *("account", "how", "factor", "kind", "process", "processes"),
}


def test_a_fact_of_the_log_is_one_of_few_and_never_what_was_typed():
    told = {
        fact.arg
        for file in TRACKER
        for call in ast.walk(tree_of(file))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"tell", "logs.tell", "failed", "arriving.failed"}
        for fact in call.keywords
        if fact.arg is not None
    }

    assert len(told) > 5
    assert told - FACTS == set()


def test_what_a_library_logs_is_told_in_the_same_way_without_its_arguments(app, capsys):
    library = logging.getLogger("waitress")
    try:
        int(SECRET)
    except ValueError:
        library.exception("Exception while serving %s", f"/reset/{SECRET}")

    (line,) = lines(capsys)
    assert (line["event"], line["logger"]) == ("Exception while serving %s", "waitress")
    assert line["cause"] == "ValueError"
    assert "test_logs.py" in line["calls"][-1]


def test_for_people_a_line_is_text(app, client, capsys):
    logs.prepare("text")

    client.post("/login")

    told = capsys.readouterr().err
    assert " warning  refused  " in told
    assert "route=/login" in told


def test_another_format_is_refused(app):
    with pytest.raises(ValueError, match="LOG_FORMAT is 'xml'"):
        logs.prepare("xml")


def test_a_full_disk_under_the_log_stops_no_request(client, monkeypatch):
    class Full:
        def write(self, _text):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("sys.stderr", Full())

    assert client.post("/login").status_code == 400
