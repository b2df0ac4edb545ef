"""axe finds nothing on any page: wide and narrow, light and dark, in both languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Literal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, ViewportSize

from tests.fixtures.browser import watch
from tests.fixtures.missing import ROOT
from tests.fixtures.web import SECRET, serving
from tests.journeys.crawl import SEND, broken_forms, readable, visits
from tests.journeys.shapes import Shapes
from tests.journeys.world import GeorgianMake, World, token_for
from tests.soak.amounts import IS_FULL
from tracker.app import create_app
from tracker.web.browser import COOKIE

# What axe looks at has been covered by tests that assert more; measuring would double the time.
pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.unmeasured]

AXE = ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
LOOK = """async (rules) => {
  const found = await axe.run({runOnly: rules, resultTypes: ["violations"], preload: false});
  return found.violations.map(v =>
    `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")}`);
}"""
# What is folded away is a part of the page too.
OPEN = "document.querySelectorAll('details').forEach(part => { part.open = true; })"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
ALL = {"type": "tag", "values": RULES}
# Each rendering is held against the rules that it can break and another one cannot. In the
# dark colours differ; in another language words do, and with them how wide things are.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
ROOM = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
Look = tuple[ViewportSize, Literal["light", "dark"], object]
LOOKS: dict[str, tuple[Look, ...]] = {
    "en": (
        (WIDE, "light", ALL),
        (WIDE, "dark", COLOURS),
        (NARROW, "dark", COLOURS),
        (NARROW, "light", ALL),
    ),
    "id": ((WIDE, "light", ALL), (NARROW, "light", ROOM))
    if IS_FULL
    else ((NARROW, "light", ROOM),),
}
NARROWEST: ViewportSize = {"width": 320, "height": 700}

# Where most is to be seen at once: 192 holders, 50 rows, every position of a state.
DEMO = ("/", "/claims/un-dprk-human-rights?holder=state", "/speakers/", "/speakers/iso-id")
# Who looks, and at how many pages at least: what a visitor sees, what is new to editors …
LEAST = {"nobody": 35, "editor": 40, "reviewer": 2, "admin": 6}
FORMS = ("/new", "/edit")
TOKEN = "main form[method=post] [name=csrf_token]"

LANGUAGES = pytest.mark.parametrize("language", ["en", "id"])


@pytest.fixture
def make(database):
    return GeorgianMake(database)


@contextmanager
def browsing(browser: Browser, url: str, token: str | None) -> Iterator[tuple[Page, list[str]]]:
    """A page of one person, and what it complains of."""
    context = browser.new_context(base_url=url, locale="en-GB", reduced_motion="reduce")
    context.add_init_script(path=AXE)
    if token:
        context.add_cookies([{"name": COOKIE, "value": token, "url": url}])
    page = context.new_page()
    problems = watch(page)
    yield page, problems
    context.close()


@pytest.fixture
def known_shapes(filled_file):
    """What the pages of a full record are made of."""
    return World.from_json(filled_file.with_suffix(".json").read_text()).shapes


@pytest.fixture
def walking(browser, live_server):
    """Opens a page of this server as the person with a token."""
    return partial(browsing, browser, live_server)


def faults(page: Page, name: str) -> Iterator[str]:
    """What axe finds at each width and in each scheme, and whether the page scrolls sideways."""
    page.evaluate(OPEN)
    for size, scheme, rules in LOOKS[page.evaluate("document.documentElement.lang")]:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(LOOK, rules)
        yield from (f"{name} ({size['width']}, {scheme}): {fault}" for fault in found)
    page.set_viewport_size(NARROWEST)
    if page.evaluate(SIDEWAYS):
        yield f"{name}: scrolls sideways at {NARROWEST['width']}"


def pages_of(world: World, who: str) -> list[str]:
    """What one looks at: whatever is not made of what was looked at before; in a soak all."""
    return sorted((world.readable if IS_FULL else world.telling)[who])


def visitor(app: Flask, token: str | None) -> FlaskClient:
    """A quick look at what one would be shown, without a browser."""
    client = app.test_client()
    if token:
        client.set_cookie(COOKIE, token)
    return client


def told(*found: list[str]) -> str:
    """The faults, each once, one a line."""
    return "\n".join(dict.fromkeys(fault for some in found for fault in some))


@LANGUAGES
@pytest.mark.parametrize("who", LEAST)
def test_axe_finds_nothing_in_a_full_record(app, make, world, walking, who, language):
    paths, found = pages_of(world, who), list[str]()
    token = None if who == "nobody" else token_for(app, getattr(make, who))

    with walking(token) as (page, said):
        for path in paths:
            page.goto(f"{path}?lang={language}")
            found += faults(page, f"{who} {path}")

    assert told(found, said) == ""
    assert len(paths) >= LEAST[who]


@LANGUAGES
def test_axe_finds_nothing_in_an_empty_record(app, make, known_shapes, walking, language):
    found, looked, shapes = list[str](), 0, Shapes(known_shapes)

    for person in (None, make.editor):
        token = token_for(app, person) if person else None
        client = visitor(app, token)
        with walking(token) as (page, said):
            for path in readable(app, World(), token):
                if IS_FULL or shapes.has_news(client.get(path).text):
                    page.goto(f"{path}?lang={language}")
                    found += faults(page, path)
                    looked += 1
        found += said

    assert told(found) == ""
    assert looked >= 2


@LANGUAGES
def test_axe_finds_nothing_on_a_form_that_came_back(app, make, world, walking, language):
    found, codes, token = list[str](), set(), token_for(app, make.editor)
    shapes, client = Shapes(world.shapes), visitor(app, token)
    forms = [path for path in world.readable["editor"] if path.endswith(FORMS)]
    first = {visit.path for visit in visits(app, world.first())}
    paths = dict.fromkeys([path for path in forms if path in first] + forms[-2:])

    with walking(token) as (page, said):
        for path in paths:
            ways = list(broken_forms(client.get(path).text))
            # In the second language the sentences alone are others: one way of three is enough.
            for form in ways if language == "en" else ways[1:2]:
                if not IS_FULL and not shapes.has_news(client.post(path, data=form).text):
                    continue
                page.goto(f"{path}?lang={language}")
                # What was sent above belongs to another window, with another token.
                sent = {**form, "csrf_token": [page.input_value(TOKEN)]}
                with page.expect_navigation() as moved:
                    page.evaluate(SEND, sent)
                codes.add(moved.value.status)
                found += faults(page, f"{path} {moved.value.status}")

    assert told(found, said) == ""
    assert codes >= ({409, 422} if language == "en" else {422})


@LANGUAGES
def test_axe_finds_nothing_where_something_is_wrong(app, make, walking, language):
    found = list[str]()

    with walking(token_for(app, make.editor)) as (page, said):
        page.goto(f"/login?lang={language}")  # remembered from here on
        for path, status in (("/nothing", 404), ("/claims/?cursor=x", 422)):
            answer = page.goto(path)
            found += faults(page, path)
            assert answer is not None
            assert answer.status == status
        page.goto("/login")
        with page.expect_navigation() as moved:
            page.evaluate(SEND, {"email": ["x"]})
        found += faults(page, "a form without its token")

    assert moved.value.status == 400
    assert told(found, said) == ""


@LANGUAGES
def test_axe_finds_nothing_in_the_demo(demo_database_url, browser, language):
    app, found = create_app(DATABASE_URL=demo_database_url, SECRET_KEY=SECRET), list[str]()

    with serving(app) as url, browsing(browser, url, None) as (page, said):
        for path in DEMO:
            page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
            found += faults(page, path)
    app.extensions["database"].dispose()

    assert told(found, said) == ""


def test_a_fault_would_be_seen(walking):
    with walking(None) as (page, _):
        page.goto("/login")
        page.evaluate(
            "document.querySelector('main').innerHTML +="
            ' \'<img src="/static/icon.svg"><p class="wide">x</p>\''
        )
        page.evaluate("document.querySelector('p.wide').style.width = '500px'")

        found = list(faults(page, "/login"))

    assert found[0].startswith("/login (1280, light): image-alt")
    assert found[-1] == "/login: scrolls sideways at 320"
