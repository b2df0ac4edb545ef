"""What a visitor sees when something is wrong."""

import pytest

from tests.accounts.people import signed_in
from tests.soak.amounts import ENGINES
from tracker.vocabulary import AccountRole
from tracker.web.access import unsafe_routes_without_role

pytestmark = pytest.mark.engines(*ENGINES)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/none", 404, "There is no such page"),
        ("/probe/raise/missing", 404, "There is no such page"),
        ("/probe/raise/stale", 409, "Somebody else changed this"),
        ("/probe/raise/refused", 422, "No way."),
        ("/probe/raise/busy", 503, "cannot be reached"),
        ("/probe/raise/unreachable", 503, "cannot be reached"),
        ("/probe/raise/fault", 500, "Something went wrong on our side"),
    ],
)
def test_each_problem_has_its_page(app, client, path, status, words):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = client.get(path)

    assert answer.status_code == status
    assert words in answer.text
    assert "<h1" in answer.text
    assert "Traceback" not in answer.text
    assert "secret detail" not in answer.text


def test_a_visitor_who_should_come_again_is_told_when(client):
    assert client.get("/probe/raise/busy").headers["Retry-After"] == "5"


def test_a_wrong_method_names_the_right_ones(client):
    answer = client.put("/probe/raise/busy")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("path", "status"), [("/none.json", 404), ("/probe/raise/fault.json", 500)]
)
def test_where_json_was_asked_for_the_problem_is_json(app, client, path, status):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = client.get(path)

    assert answer.status_code == status
    assert answer.json["error"]["code"] == status
    assert answer.json["error"]["request"] == answer.headers["X-Request-ID"]
    assert "secret detail" not in answer.text


def test_where_a_table_was_asked_for_the_problem_is_plain_text(client):
    answer = client.get("/none.csv")

    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


def test_a_misspelt_name_in_a_template_is_a_fault_and_not_an_empty_place(app, client):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    assert client.get("/probe/misspelt").status_code == 500


def test_a_problem_has_a_page_even_where_pages_cannot_be_drawn(app, client):
    app.jinja_env.globals.pop("url_for")

    answer = client.get("/none")

    assert answer.status_code == 404
    assert "<h1>There is no such page</h1>" in answer.text


def test_an_anonymous_visitor_is_sent_to_sign_in_and_back(client):
    answer = client.get("/probe/needs-reviewer?a=1")

    assert answer.status_code == 303
    assert answer.location == "/login?next=%2Fprobe%2Fneeds-reviewer%3Fa%3D1"


def test_somebody_without_the_role_is_refused(app):
    client = signed_in(app, role=AccountRole.EDITOR)

    answer = client.get("/probe/needs-reviewer")

    assert answer.status_code == 403
    assert "Your account may not do this" in answer.text


@pytest.mark.parametrize("role", [AccountRole.REVIEWER, AccountRole.ADMIN])
def test_somebody_with_the_role_or_a_higher_one_gets_the_page(app, role):
    client = signed_in(app, role=role)

    assert client.get("/probe/needs-reviewer").text == "Rara"


def test_every_route_that_changes_something_names_its_role(app):
    assert unsafe_routes_without_role(app) == []


def test_a_route_that_forgets_its_role_is_found(app):
    app.add_url_rule("/forgotten", "forgotten", lambda: "", methods=["POST"])

    assert unsafe_routes_without_role(app) == ["/forgotten (forgotten)"]


def test_a_site_that_is_not_public_shows_nothing_before_signing_in(app, client):
    app.config["PUBLIC"] = False

    answers = {path: client.get(path).status_code for path in ("/probe/", "/login", "/healthz")}

    assert answers == {"/probe/": 303, "/login": 200, "/healthz": 200}
    assert signed_in(app).get("/probe/").status_code == 200
