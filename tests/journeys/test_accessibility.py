"""axe finds nothing on any page: wide and narrow, light and dark, in both languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize

from tests.fixtures.browser import watch
from tests.fixtures.missing import ROOT
from tests.fixtures.web import SECRET, serving
from tests.journeys.crawl import SEND, broken_forms, visits
from tests.journeys.world import GeorgianMake, World, fill_world, token_for
from tracker.app import create_app
from tracker.web.browser import COOKIE

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AXE = ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
LOOK = """async (rules) => {
  const found = await axe.run({runOnly: rules, resultTypes: ["violations"]});
  return found.violations.map(v =>
    `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")}`);
}"""
# What is folded away is a part of the page too.
OPEN = "document.querySelectorAll('details').forEach(part => { part.open = true; })"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SIZES = ((1280, 900), (390, 844))
# In the dark only colours differ: what depends on nothing else is looked at once.
SCHEMES: dict[Literal["light", "dark"], object] = {
    "light": {"type": "tag", "values": RULES},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
NARROWEST: ViewportSize = {"width": 320, "height": 700}

# Where most is to be seen at once: 192 holders, 50 rows, every position of a state.
DEMO = ("/", "/claims/un-dprk-human-rights?holder=state", "/speakers/", "/speakers/iso-id")
# Who looks, and at how many pages at least: what a visitor sees, what editors see besides …
LEAST = {"nobody": 25, "editor": 35, "reviewer": 10}
FORMS = ("/new", "/edit")

LANGUAGES = pytest.mark.parametrize("language", ["en", "id"])


@pytest.fixture
def make(database):
    return GeorgianMake(database)


@contextmanager
def browsing(browser: Browser, url: str, token: str | None) -> Iterator[tuple[Page, list[str]]]:
    """A page of one person, and what it complains of."""
    context = browser.new_context(base_url=url, locale="en-GB", reduced_motion="reduce")
    if token:
        context.add_cookies([{"name": COOKIE, "value": token, "url": url}])
    page = context.new_page()
    problems = watch(page)
    yield page, problems
    context.close()


@pytest.fixture
def walking(browser, live_server):
    """Opens a page of this server as the person with a token."""
    return partial(browsing, browser, live_server)


def faults(page: Page, name: str) -> Iterator[str]:
    """What axe finds at each width and in each scheme, and whether the page scrolls sideways."""
    page.evaluate(AXE.read_text())
    page.evaluate(OPEN)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(LOOK, rules)
            yield from (f"{name} ({width}, {scheme}): {fault}" for fault in found)
    page.set_viewport_size(NARROWEST)
    if page.evaluate(SIDEWAYS):
        yield f"{name}: scrolls sideways at {NARROWEST['width']}"


def readable(app: Flask, world: World, token: str | None) -> list[str]:
    """The addresses that give a person a page."""
    client = app.test_client()
    if token:
        client.set_cookie(COOKIE, token)
    answers = {visit.path: client.get(visit.path) for visit in visits(app, world)}
    return [p for p, a in answers.items() if a.status_code == 200 and a.mimetype == "text/html"]


def told(*found: list[str]) -> str:
    """The faults, each once, one a line."""
    return "\n".join(dict.fromkeys(fault for some in found for fault in some))


@LANGUAGES
@pytest.mark.parametrize("who", LEAST)
def test_axe_finds_nothing_in_a_full_record(app, make, walking, who, language):
    world, found = fill_world(make), list[str]()
    tokens: dict[str, str | None] = {"nobody": None}
    tokens |= {name: token_for(app, getattr(make, name)) for name in ("editor", "reviewer")}
    paths = set(readable(app, world, tokens[who]))
    if who == "editor":
        unseen = paths - set(readable(app, world, None))
        paths = {path for path in unseen if path.startswith("/statements/")}
        paths |= set(readable(app, world.first(), tokens[who]))
    if who == "reviewer":
        paths = {path for path in paths if path.startswith(("/statements/", "/claims/1/"))}

    with walking(tokens[who]) as (page, said):
        for path in sorted(paths):
            page.goto(f"{path}?lang={language}")
            found += faults(page, f"{who} {path}")

    assert told(found, said) == ""
    assert len(paths) >= LEAST[who]


@LANGUAGES
def test_axe_finds_nothing_in_an_empty_record(app, make, walking, language):
    found = list[str]()

    for person in (None, make.editor):
        token = token_for(app, person) if person else None
        with walking(token) as (page, said):
            for path in readable(app, World(), token):
                page.goto(f"{path}?lang={language}")
                found += faults(page, path)
        found += said

    assert told(found) == ""


@LANGUAGES
def test_axe_finds_nothing_on_a_form_that_came_back(app, make, walking, language):
    world, found, codes = fill_world(make), list[str](), set()
    token = token_for(app, make.editor)
    paths = [path for path in readable(app, world.first(), token) if path.endswith(FORMS)]
    paths += [path for path in readable(app, world, token) if path.endswith(FORMS)][-2:]

    with walking(token) as (page, said):
        for path in paths:
            page.goto(f"{path}?lang={language}")
            ways = list(broken_forms(page.content()))
            # In the second language the sentences alone are others: one way of three is enough.
            for form in ways if language == "en" else ways[1:2]:
                page.goto(path)
                with page.expect_navigation() as moved:
                    page.evaluate(SEND, form)
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
