"""`/metrics` counts for all processes together and answers only who may know."""

import multiprocessing
import re

import pytest

from tests.accounts.people import EMAIL, PASSWORD, add_person, form_token, sign_in, signed_in
from tracker.app import create_app
from tracker.db import Database
from tracker.models import Head
from tracker.web.counters import Counters

TOKEN = "a token for tests alone"


def value(text: str, line: str) -> float:
    """The number of one line of the answer."""
    found = re.search(rf"^{re.escape(line)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_requests_are_counted_by_route_and_method_and_status(app, client):
    for path in ("/probe/a", "/claims/", "/claims/", "/claims/17-none", "/none"):
        client.get(path)
    client.post("/login")

    told = client.get("/metrics").text

    counted = 'tracker_requests_total{method="%s",route="%s",status="%s"}'
    assert value(told, counted % ("GET", "/claims/", "2xx")) == 2
    assert value(told, counted % ("GET", "/claims/<key>", "4xx")) == 1
    assert value(told, counted % ("POST", "/login", "4xx")) == 1
    assert value(told, 'tracker_request_seconds_count{method="GET",route="/claims/"}') == 2
    assert value(told, "tracker_sql_statements_total") > 4
    assert "17-none" not in told


def test_the_buckets_of_the_times_add_up(client):
    client.get("/claims/")

    told = client.get("/metrics").text

    bucket = 'tracker_request_seconds_bucket{le="%s",method="GET",route="/claims/"}'
    ends = ("0.005", "0.1", "1.0", "10.0", "+Inf")
    counts = [value(told, bucket % end) for end in ends]
    assert counts == sorted(counts)
    assert counts[-1] == 1


def test_the_record_is_told(app, client, make):
    make.statement()
    signed_in(app)

    told = client.get("/metrics").text

    with app.extensions["database"].reading() as session:
        assert value(told, "tracker_record_revision") == session.get_one(Head, 1).number
    assert value(told, "tracker_record_entries_open") == 1
    assert value(told, "tracker_sessions") == 1
    assert value(told, "tracker_database_up") == 1


def test_without_its_database_it_still_tells_what_was_counted(app, client, tmp_path):
    client.get("/probe/raise/busy")
    app.extensions["database"].dispose()
    app.extensions["database"] = Database(f"sqlite:///{tmp_path}/no/record.db")

    answer = client.get("/metrics")

    assert answer.status_code == 200
    assert value(answer.text, "tracker_database_up") == 0
    assert value(answer.text, "tracker_unavailable_total") == 1
    assert "tracker_record_revision" not in answer.text


def test_signing_in_is_counted(app, client):
    add_person(app.extensions["database"])
    for password in ("not the right words", PASSWORD):
        sign_in(client, EMAIL, password)

    told = client.get("/metrics").text

    assert value(told, 'tracker_sign_ins_total{result="ok"}') == 1
    assert value(told, 'tracker_sign_ins_total{result="refused"}') == 1
    assert value(told, "tracker_throttled_total") == 0


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 404),
        ("192.0.2.7", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"X-Real-IP": "192.0.2.7"}, 404),
        ("192.0.2.7", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("192.0.2.7", {"Authorization": f"bearer {TOKEN}"}, 200),
        ("192.0.2.7", {"Authorization": "Bearer nonsense"}, 404),
        ("192.0.2.7", {"Authorization": "Bearer "}, 404),
        ("192.0.2.7", {"Authorization": TOKEN}, 404),
    ],
)
@pytest.mark.engines("sqlite")
def test_only_this_machine_and_who_shows_the_token_may_read_it(app, address, headers, status):
    app.config["METRICS_TOKEN"] = TOKEN

    answer = app.test_client().get(
        "/metrics", headers=headers, environ_base={"REMOTE_ADDR": address}
    )

    assert answer.status_code == status
    assert ("tracker_" in answer.text) == (status == 200)


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer "])
@pytest.mark.engines("sqlite")
def test_where_no_token_is_set_none_is_right(app, shown):
    answer = app.test_client().get(
        "/metrics", headers={"Authorization": shown}, environ_base={"REMOTE_ADDR": "192.0.2.7"}
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("forwarded", "status"),
    [
        ("127.0.0.1", 200),
        ("192.0.2.7", 404),
        ("127.0.0.1, 192.0.2.7", 404),
        ("127.0.0.1, ", 404),
        ('"127.0.0.1, 192.0.2.7', 404),
        ("nonsense", 404),
    ],
)
@pytest.mark.engines("sqlite")
def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(database_url, forwarded, status):
    app = create_app(
        DATABASE_URL=database_url, SECRET_KEY="x" * 32, TESTING=True, TRUSTED_PROXIES=1
    )

    answer = app.test_client().get("/metrics", headers={"X-Forwarded-For": forwarded})

    app.extensions["database"].dispose()
    assert answer.status_code == status


@pytest.mark.engines("sqlite")
def test_one_proxy_less_than_trusted_lets_nobody_in(database_url):
    app = create_app(
        DATABASE_URL=database_url, SECRET_KEY="x" * 32, TESTING=True, TRUSTED_PROXIES=2
    )

    answer = app.test_client().get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"})

    app.extensions["database"].dispose()
    assert answer.status_code == 404


def test_processes_count_together_and_a_successor_goes_on():
    counters = Counters([("a",), ("b",)]).shared(2)

    for share in (0, 1, 0):
        process = multiprocessing.get_context("fork").Process(target=_count, args=(counters, share))
        process.start()
        process.join()

    assert dict(counters.sums()) == {("a",): 3.0, ("b",): 6.0}


def _count(counters, share):
    counters.take(share)
    counters.add(("a",))
    counters.add(("b",), 2)
    counters.add(("c",))


def test_a_form_is_counted_under_its_own_route(app):
    client = signed_in(app)
    client.post("/topics/new", data={"csrf_token": form_token(client)})

    told = client.get("/metrics").text

    line = 'tracker_requests_total{method="POST",route="/topics/new",status="4xx"}'
    assert value(told, line) == 1
