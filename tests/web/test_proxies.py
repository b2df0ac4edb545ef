"""Behind proxies and under a path, addresses, cookies and links are the visitor's."""

from urllib.parse import unquote, urljoin, urlsplit

import pytest
from flask import jsonify, request
from lxml import html

from tests.accounts.people import PASSWORD, add_person, form_token, sign_in
from tests.journeys.crawl import visits
from tests.journeys.world import GeorgianMake, fill_world, token_for
from tracker.app import create_app
from tracker.web.addresses import safe_next
from tracker.web.browser import COOKIE
from tracker.web.proxies import prefix_of

HOST = "https://record.example.org"
FORWARDED = {
    "X-Forwarded-For": "198.51.100.4, 192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "record.example.org",
}


@pytest.fixture
def served(database_url):
    """The application with settings of a server, as in `served(TRUSTED_PROXIES=1)`."""
    made = []

    def make(**settings):
        app = create_app(DATABASE_URL=database_url, SECRET_KEY="x" * 32, TESTING=True, **settings)
        app.add_url_rule("/seen", "seen", seen)
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["database"].dispose()


def seen():
    """What the application takes for the visitor's address and its own."""
    return jsonify(address=request.remote_addr, root=request.root_url)


@pytest.mark.parametrize(
    ("trusted", "address", "root"),
    [
        (0, "127.0.0.1", "http://localhost/"),
        (1, "192.0.2.7", f"{HOST}/"),
        (2, "198.51.100.4", "http://localhost/"),
        (3, "127.0.0.1", "http://localhost/"),
    ],
)
@pytest.mark.engines("sqlite")
def test_as_many_proxies_are_believed_as_are_trusted(served, trusted, address, root):
    client = served(TRUSTED_PROXIES=trusted).test_client()

    told = client.get("/seen", headers=FORWARDED).json

    assert told == {"address": address, "root": root}


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("192.0.2.7:4711", "192.0.2.7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:DB8::7", "2001:db8::7"),
        ("nonsense", "127.0.0.1"),
        ('"198.51.100.4, 192.0.2.7', "192.0.2.7"),
        ("198.51.100.4, nonsense", "127.0.0.1"),
    ],
)
@pytest.mark.engines("sqlite")
def test_an_address_is_one_or_it_is_the_proxys_own(served, forwarded, address):
    client = served(TRUSTED_PROXIES=1).test_client()

    told = client.get("/seen", headers={"X-Forwarded-For": forwarded}).json

    assert told["address"] == address


@pytest.mark.parametrize("prefix", ["//evil.test", "/a b", "/<script>", "evil", "/a//b", "/.."])
@pytest.mark.engines("sqlite")
def test_a_path_that_no_proxy_would_tell_is_left_out(served, prefix):
    client = served(TRUSTED_PROXIES=1).test_client()

    told = client.get("/seen", headers={**FORWARDED, "X-Forwarded-Prefix": prefix}).json

    assert told["root"] == f"{HOST}/"


@pytest.mark.engines("sqlite")
def test_the_path_that_a_trusted_proxy_tells_is_used(served):
    client = served(TRUSTED_PROXIES=1).test_client()

    told = client.get("/seen", headers={**FORWARDED, "X-Forwarded-Prefix": "/record"}).json

    assert told["root"] == f"{HOST}/record/"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/record", 308), ("/record/", 200), ("/recording", 404), ("/claims/", 200)],
)
@pytest.mark.engines("sqlite")
def test_a_prefix_is_a_whole_part_of_a_path(served, path, status):
    client = served(URL_PREFIX="/record").test_client()

    assert client.get(path).status_code == status


@pytest.mark.parametrize(
    ("setting", "prefix"), [("", ""), ("/", ""), ("record/", "/record"), ("/a/b", "/a/b")]
)
def test_a_prefix_may_be_written_in_several_ways(setting, prefix):
    assert prefix_of(setting) == prefix


@pytest.mark.parametrize("setting", ["/a b", "//a//b", "https://host/record", "/a?b", "/.."])
def test_what_is_no_path_is_no_prefix(setting):
    with pytest.raises(ValueError, match="URL_PREFIX"):
        prefix_of(setting)


@pytest.mark.parametrize("cut_off", [True, False], ids=["stripping", "passing"])
@pytest.mark.engines("sqlite")
def test_signing_in_under_a_prefix_stays_there_and_its_cookies_too(served, cut_off):
    app = served(URL_PREFIX="/record", TRUSTED_PROXIES=1)
    add_person(app.extensions["database"], "rara@example.org")
    before = "" if cut_off else "/record"
    client = app.test_client(use_cookies=False)
    page = client.get(f"{before}/login", headers=FORWARDED)

    token = html.document_fromstring(page.text).xpath("//main//input[@name='csrf_token']/@value")[0]
    answer = client.post(
        f"{before}/login",
        data={"email": "rara@example.org", "password": PASSWORD, "csrf_token": token},
        headers={
            **FORWARDED,
            "Origin": HOST,
            "Cookie": page.headers["Set-Cookie"].partition(";")[0],
        },
    )

    assert answer.status_code == 303
    assert answer.location == "/record/"
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert len(cookies) >= 2
    for cookie in cookies:
        assert "Path=/record" in cookie
        assert "Secure" in cookie


@pytest.mark.engines("sqlite")
def test_every_link_and_form_of_every_page_leads_to_a_route_under_the_prefix(served, database):
    app = served(URL_PREFIX="/record")
    make = GeorgianMake(database)
    world = fill_world(make)
    client = app.test_client()
    client.set_cookie(COOKIE, token_for(app, make.admin), path="/")
    routes, strays, dead = app.url_map.bind("localhost"), [], []

    for visit in visits(app, world.first()):
        for path in links_of(client.get(visit.path), visit.path):
            told = f"{visit.path} → {path}"
            if not f"{path}/".startswith("/record/"):
                strays.append(told)
            elif not routes.allowed_methods(unquote(path.removeprefix("/record")) or "/"):
                dead.append(told)

    assert (strays, sorted(set(dead))) == ([], [])


def links_of(answer, path):
    """The paths on this host that an answer leads to."""
    found = [answer.location] if answer.location else []
    if answer.mimetype == "text/html":
        page = html.document_fromstring(answer.text)
        found += page.xpath("//@href | //@src | //@action | //@formaction")
        found += [v for name in ("hx-get", "hx-post") for v in page.xpath(f"//@{name}")]
        data = page.xpath("//@*[starts-with(name(), 'data-')]")
        found += [v for v in data if v.startswith("/")]
    elif answer.mimetype == "application/json":
        found += [word for word in texts(answer.json) if word.startswith("/")]
    for link in found:
        parts = urlsplit(urljoin(f"http://localhost/record{path}", link))
        if parts.netloc == "localhost":
            yield parts.path


def texts(value):
    """All texts within a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


@pytest.mark.engines("sqlite")
def test_without_trusted_proxies_no_cookie_is_secure_over_http(served):
    client = served().test_client()

    answer = client.get("/login", headers=FORWARDED)

    assert "Secure" not in answer.headers["Set-Cookie"]


@pytest.mark.engines("sqlite")
def test_the_form_of_signing_in_works_without_any_proxy(served):
    app = served()
    add_person(app.extensions["database"], "rara@example.org")
    client = app.test_client()

    assert form_token(client)
    assert sign_in(client).location == "/"


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/record/claims/", "/record/claims/"),
        ("/record?lang=id", "/record?lang=id"),
        ("/other/", "/record/"),
        ("/records/", "/record/"),
        ("/", "/record/"),
    ],
)
@pytest.mark.engines("sqlite")
def test_after_signing_in_one_stays_under_the_prefix(served, wanted, leads):
    app = served(URL_PREFIX="/record")

    with app.test_request_context("/record/login", environ_overrides={"SCRIPT_NAME": "/record"}):
        assert safe_next(wanted) == leads
