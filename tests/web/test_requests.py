"""What every answer carries, and what is refused before a view sees it."""

import re

import pytest

from tests.accounts.people import form_token, signed_in
from tests.soak.amounts import ENGINES
from tracker.app import create_app

pytestmark = pytest.mark.engines(*ENGINES)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/login", 200), ("/healthz", 200), ("/none", 404), ("/static/tracker.css", 200)],
)
def test_every_answer_is_strict(client, path, status):
    answer = client.get(path, buffered=True)

    assert answer.status_code == status
    assert answer.headers.getlist("Content-Security-Policy") == [POLICY]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_pages_of_people_who_are_signed_in_are_kept_nowhere(app):
    client = signed_in(app)

    assert client.get("/login").headers["Cache-Control"] == "private, no-store"
    assert app.test_client().get("/login").headers["Cache-Control"] == "private, no-cache"


def test_the_style_sheet_may_be_kept(client):
    page = client.get("/login").text
    address = re.search(r'href="(/static/tracker.css[^"]*)"', page)
    assert address is not None

    answer = client.get(address[1], buffered=True)

    assert answer.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/probe/%00", 404),
        ("/probe/a%00b.json", 404),
        ("/probe/?outlet=%00", 400),
        ("/probe/?%00=1", 400),
        ("/probe/?outlet=%FF", 400),
        ("/probe/%FF", 200),
        ("/probe/?cursor=nonsense", 422),
        ("/probe/?cursor=a&cursor=b", 422),
        ("/probe/?outlet=a&outlet=b", 422),
        ("/probe/?sort=id%3BDROP", 422),
        ("/probe/?outlet=" + "x" * 600, 422),
    ],
)
def test_an_odd_address_is_answered_with_a_page(client, path, status):
    answer = client.get(path)

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"title=%FF", 400),
        (b"title=\xff", 400),
        (b"ti%20tle=x", 400),
        (b"rows-123456-claim=x", 400),
        (b"rows-\xc2\xb2-claim=x", 400),
        (b"&".join(b"topics=x" for _ in range(5_001)), 413),
    ],
)
def test_a_body_that_no_form_can_send_is_refused(app, body, status):
    client = signed_in(app)
    body += b"&csrf_token=" + form_token(client).encode()

    answer = client.post("/probe/form", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == status


@pytest.mark.parametrize(("value", "status"), [(b"\xff\xfe", 400), ("ä".encode(), 422)])
def test_a_body_in_parts_is_text_too(app, value, status):
    client = signed_in(app)
    token = form_token(client).encode()
    parts = [(b"csrf_token", token), (b"words", value)]
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % part for part in parts
    )

    answer = client.post(
        "/probe/form", data=body + b"--x--\r\n", content_type="multipart/form-data; boundary=x"
    )

    assert answer.status_code == status


def test_a_body_over_the_limit_is_too_large(app):
    client = signed_in(app)

    answer = client.post("/probe/form", data={"words": "x" * app.config["MAX_BODY"]})

    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_long_text_below_the_limit_is_read(app):
    client = signed_in(app)
    head = f"csrf_token={form_token(client)}&title=&words=".encode()

    answer = client.post(
        "/probe/form",
        data=head + b"x" * 5_000_000,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("token", ["", "nonsense", None])
def test_a_form_without_its_own_token_is_refused(app, token):
    client = signed_in(app)
    sent = {"title": "x"} if token is None else {"title": "x", "csrf_token": token}

    answer = client.post("/probe/form", data=sent)

    assert answer.status_code == 400
    assert "The form has expired" in answer.text


def test_the_token_may_come_in_a_header(app):
    client = signed_in(app)

    answer = client.post(
        "/probe/form", data={"title": "x"}, headers={"X-CSRFToken": form_token(client)}
    )

    assert answer.status_code == 200


def test_a_field_of_a_small_form_is_sent_once(app):
    client = signed_in(app)
    token = form_token(client)

    once = client.post("/probe/single", data={"csrf_token": token, "reason": "x"})
    twice = client.post("/probe/single", data={"csrf_token": token, "reason": ["x", "y"]})

    assert (once.json, twice.status_code) == ({"reason": "x"}, 400)


def test_the_time_and_the_sql_of_an_answer_are_told_when_asked_for(database_url):
    app = timed_app(database_url)

    told = app.test_client().get("/login").headers["Server-Timing"]

    app.extensions["database"].dispose()
    assert re.fullmatch(r'sql;desc="1", app;dur=\d+\.\d', told)


def timed_app(url):
    return create_app(DATABASE_URL=url, SECRET_KEY="x" * 32, TESTING=True, TIMING=True)


def test_the_time_is_not_told_otherwise(client):
    assert "Server-Timing" not in client.get("/login").headers


def test_a_picker_is_answered_with_options(client):
    answer = client.get("/probe/pick?q=%20Russia%20")

    assert answer.json["options"] == [
        {"key": "1", "label": "Russia", "hint": ""},
        {"key": "2", "label": "b", "hint": "hint"},
        {"key": "c", "label": "d", "hint": ""},
    ]
