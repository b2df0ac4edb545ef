"""What a browser says comes from another site is refused before anything else is asked."""

import pytest

from tests.accounts.people import form_token, signed_in
from tests.soak.amounts import ENGINES
from tracker.app import create_app
from tracker.vocabulary import AccountRole
from tracker.web.session import SAFE_METHODS

pytestmark = pytest.mark.engines(*ENGINES)

OURS = "http://localhost"


def post(client, **headers):
    named = {name.replace("_", "-"): told for name, told in headers.items()}
    return client.post("/probe/single", data={"csrf_token": form_token(client)}, headers=named)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": OURS},
        {"Origin": "http://LOCALHOST:80"},
        {"Referer": f"{OURS}/claims/?q=1"},
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "same-origin", "Origin": OURS, "Referer": f"{OURS}/"},
    ],
)
def test_a_form_of_ours_is_taken(app, headers):
    assert post(signed_in(app), **headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "nonsense"},
        {"Origin": "http://evil.test"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost:8001"},
        {"Origin": "http://localhost.evil.test"},
        {"Origin": "http://localhost@evil.test"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://localhost:99999"},
        {"Referer": "http://evil.test/http://localhost/"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "http://evil.test"},
    ],
)
def test_a_form_of_another_site_is_refused_with_a_page(app, headers):
    answer = post(signed_in(app), **headers)

    assert answer.status_code == 403
    assert "This did not come from a page of this site" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


def test_another_site_may_link_here(app):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.test"}

    assert signed_in(app).get("/probe/", headers=headers).status_code == 200


@pytest.mark.engines("sqlite")
def test_every_route_that_changes_something_is_guarded(app):
    client = signed_in(app, role=AccountRole.ADMIN)
    headers = {"Origin": "http://evil.test"}
    answers = {}

    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - SAFE_METHODS:
            values = dict.fromkeys(rule.arguments, "1")
            values |= {"suffix": "json"} if "suffix" in values else {}
            built = rule.build(values, append_unknown=False)
            assert built is not None
            answer = client.open(built[1], method=method, headers=headers)
            answers[f"{method} {rule}"] = answer.status_code

    assert len(answers) > 20
    assert {route for route, status in answers.items() if status != 403} == set()


@pytest.mark.engines("sqlite")
def test_behind_a_proxy_the_origin_is_the_one_that_visitors_see(database_url):
    app = create_app(
        DATABASE_URL=database_url, SECRET_KEY="x" * 32, TESTING=True, TRUSTED_PROXIES=1
    )
    client = signed_in(app)
    told = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "record.example.org"}
    answers = [
        post(client, Origin=origin, **told)
        for origin in ("https://record.example.org", "http://record.example.org", OURS)
    ]

    app.extensions["database"].dispose()
    # The first is refused only for want of a form's token: it was set for another host.
    pages = ["did not come from a page of this site" in answer.text for answer in answers]
    assert pages == [False, True, True]


@pytest.mark.engines("sqlite")
def test_the_address_in_the_settings_is_ours_too(app):
    app.config["PUBLIC_URL"] = "https://record.example.org/record"

    assert post(signed_in(app), Origin="https://record.example.org").status_code != 403


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "NONSENSE"])
def test_other_methods_are_refused(app, method):
    answer = signed_in(app).open("/probe/single", method=method)

    assert answer.status_code == 405


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_makes_another_method_of_a_request(app, header):
    client = signed_in(app)

    assert client.get("/probe/", headers={header: "POST"}).status_code == 400


def test_no_field_makes_another_method_of_a_form(app):
    client = signed_in(app)
    sent = {"csrf_token": form_token(client), "_method": "DELETE"}

    assert client.post("/probe/single", data=sent).status_code == 400
