"""Twenty statements are decided without a mouse, with a key or two for each."""

from collections import Counter
from itertools import cycle, islice

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.fixtures.browser import follow, watch
from tests.journeys.world import token_for
from tracker.models import Edition
from tracker.vocabulary import EditionState
from tracker.web.browser import COOKIE

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.unmeasured]

WAITING = 20
REASON = "Not so."


class Keys:
    """A keyboard that counts how often it is struck."""

    def __init__(self, page):
        self.page, self.strokes = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def press_and_go(self, key):
        with self.page.expect_navigation():
            self.press(key)


def decide(keys, step):
    """Publish with one key; else write the reason, and go on to the button."""
    if step == "publish":
        keys.press_and_go("p")
        return
    keys.press("r", *REASON)
    if step == "return":
        keys.press_and_go("Control+Enter")
        return
    keys.press("Tab", "Tab", "Tab")
    keys.press_and_go("Enter")


@pytest.fixture
def page(app, make, browser, live_server):
    context = browser.new_context(base_url=live_server, locale="en-GB")
    token = token_for(app, make.reviewer)
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server}])
    page = context.new_page()
    problems = watch(page)
    yield page
    context.close()
    assert problems == []


def test_twenty_are_decided_by_keyboard(make, database, page, told):
    for _ in range(WAITING):
        make.submitted()
    steps = list(islice(cycle(["publish", "publish", "publish", "return", "reject"]), WAITING))
    keys = Keys(page)
    page.goto("/queue")
    # Past the head of the page and its filters, as the tabulator goes.
    while not page.evaluate("document.activeElement.matches('[action$=\"/queue/next\"] button')"):
        keys.press("Tab")
    keys.press_and_go("Enter")

    for step in steps:
        expect(page.locator("[data-desk]")).to_be_focused()
        decide(keys, step)

    expect(page.get_by_text("That was the last one")).to_be_visible()
    with database.reading() as session:
        decided = Counter(session.scalars(select(Edition.state)))
    assert decided == {
        EditionState.PUBLISHED: 12,
        EditionState.RETURNED: 4,
        EditionState.REJECTED: 4,
    }
    typed = 8 * len(REASON)
    told(f"{WAITING} decisions: {keys.strokes} keystrokes, {typed} of them letters of reasons")
    assert keys.strokes - typed <= 4 * WAITING


def test_keys_are_letters_where_somebody_writes(make, page, database):
    make.submitted()
    page.goto("/queue")
    follow(page.get_by_role("button", name="Begin with the oldest"))

    page.get_by_label("Reason").fill("")
    page.keyboard.type("perhaps")

    expect(page.get_by_label("Reason")).to_have_value("perhaps")
    with database.reading() as session:
        assert session.scalars(select(Edition.state)).one() is EditionState.SUBMITTED
