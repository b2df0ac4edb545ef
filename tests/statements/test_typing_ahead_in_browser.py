"""Whoever types faster than the server answers loses nothing, and is not moved elsewhere."""

import time

import pytest
from flask import request
from playwright.sync_api import expect

from tests.fixtures.browser import watch
from tests.journeys.world import token_for
from tracker.web.browser import COOKIE

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.unmeasured]

DENIES = "input[value=oppose]"
SLOW = 1.0  # seconds for an answer, longer than what is done meanwhile


@pytest.fixture
def page(app, make, browser, live_server):
    """The log form of an editor, whose exchanges with the server take their time."""
    make.claim("Taxes are too high", key="taxes")
    make.speaker("Mayor Prentice Dunmore")
    app.before_request(take_time)
    context = browser.new_context(base_url=live_server, locale="en-GB")
    token = token_for(app, make.editor)
    context.add_cookies([{"name": COOKIE, "value": token, "url": live_server}])
    page = context.new_page()
    problems = watch(page)
    page.goto("/statements/new")
    yield page
    context.close()
    assert problems == []


def take_time():
    if request.method == "POST":
        time.sleep(SLOW)


def choose(page, field, words):
    page.locator(f"#{field}").press_sequentially(words)
    option = page.locator(f"#{field}__listbox").get_by_role("option").first
    expect(option).to_be_visible()
    option.click()


def answered(page):
    """Wait for the exchange that `choose` has begun."""
    return page.expect_response("**/statements/new")


def test_what_is_chosen_before_the_answer_comes_stays(page):
    with answered(page):
        choose(page, "stances-0-claim", "Taxes")
        page.locator(f"#stances-0-code {DENIES}").check(force=True)
        page.locator("#stances-0-act").select_option("denies")
        page.locator("#stances-0-note").fill("In so many words.")
    expect(page.locator("#stances [data-reads-claim]")).to_contain_text("axes are too high")
    page.wait_for_timeout(200)

    expect(page.locator(f"#stances-0-code {DENIES}")).to_be_checked()
    expect(page.locator("#stances-0-act")).to_have_value("denies")
    expect(page.locator("#stances-0-note")).to_have_value("In so many words.")


def test_the_focus_stays_where_somebody_types(page):
    with answered(page):
        choose(page, "stances-0-claim", "Taxes")
        page.locator(f"#stances-0-code {DENIES}").check(force=True)
        page.locator("#gloss_en").focus()
        page.keyboard.type("The mayor", delay=20)
    page.wait_for_timeout(200)
    page.keyboard.type(" denies it.", delay=20)

    expect(page.locator("#gloss_en")).to_have_value("The mayor denies it.")
    expect(page.locator(f"#stances-0-code {DENIES}")).to_be_checked()


def test_whoever_waits_is_led_to_the_next_field(page):
    with answered(page):
        choose(page, "stances-0-claim", "Taxes")
    expect(page.locator("#stances-0-code-0")).to_be_focused()


def test_a_choice_in_the_same_part_survives_an_answer_that_is_late(page):
    with answered(page):
        choose(page, "stances-0-claim", "Taxes")
        choose(page, "stances-0-targets", "Mayor")
        page.locator(f"#stances-0-code {DENIES}").check(force=True)
    page.wait_for_timeout(3 * SLOW * 1000)

    expect(page.locator("#stances-0-claim")).to_have_value("Taxes are too high")
    expect(page.get_by_role("checkbox", name="Mayor Prentice Dunmore")).to_be_checked()
    expect(page.locator(f"#stances-0-code {DENIES}")).to_be_checked()


def test_words_in_a_picker_survive_an_answer_that_is_late(page):
    with answered(page):
        choose(page, "stances-0-claim", "Taxes")
        page.locator("#stances-0-targets").fill("Somebody whom nobody knows")
    page.wait_for_timeout(200)

    expect(page.locator("#stances-0-targets")).to_have_value("Somebody whom nobody knows")
    expect(page.locator("#stances-0-claim")).to_have_value("Taxes are too high")
