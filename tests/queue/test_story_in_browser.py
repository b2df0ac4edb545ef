"""One statement from draft to withdrawal, as an editor, two reviewers and a reader see it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import follow, watch
from tests.journeys.world import token_for
from tracker.vocabulary import AccountRole, Stance
from tracker.web.browser import COOKIE

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.unmeasured]


@pytest.fixture
def at_work(app, browser, live_server) -> Iterator[Callable[..., Page]]:
    """Opens a page as a person, or as a visitor; complaints of scripts fail the test."""
    with ExitStack() as opened:
        said: list[list[str]] = []

        def open_page(person=None) -> Page:
            context = browser.new_context(base_url=live_server, locale="en-GB")
            opened.callback(context.close)
            if person is not None:
                cookie = {"name": COOKIE, "value": token_for(app, person), "url": live_server}
                context.add_cookies([cookie])
            page: Page = context.new_page()
            said.append(watch(page))
            return page

        yield open_page
        assert [one for one in said if one] == []


def press(page: Page, words: str) -> None:
    """Press a button, and wait for the page that comes."""
    follow(page.get_by_role("main").get_by_role("button", name=words, exact=True))


def submit(page: Page, gloss: str) -> None:
    """Change the gloss, and send the form to the reviewers."""
    page.locator("#gloss_en").fill(gloss)
    follow(page.locator("button[name=action][value=submit]").first)


def reads(page: Page, place: str, words: str) -> None:
    """Open a page on which these words stand."""
    page.goto(place)
    expect(page.get_by_role("main")).to_contain_text(words)


def differs(page: Page, was: str, became: str) -> None:
    """Before and after stand side by side."""
    changed = page.get_by_role("table", name="What changed, side by side")
    expect(changed.locator("del").first).to_have_text(was)
    expect(changed.locator("ins").first).to_have_text(became)


def begin(page: Page) -> None:
    """Take up what has waited longest."""
    page.goto("/queue")
    press(page, "Begin with the oldest")


@pytest.fixture
def statement(make):
    """A draft that is coded as a doubt."""
    claim = make.claim("Russia shares military technology with North Korea")
    return make.drafted(
        speaker=make.speaker("Vassily Nebenzia"),
        stances={claim: Stance.LEAN_OPPOSE},
        gloss_en="Doubts that Russia shares military technology.",
    )


def turn_down(page: Page, reason: str) -> None:
    """Return it, without a reason first."""
    press(page, "Return to its author")
    expect(page.locator("#reason-error")).to_contain_text("Give the reason")
    page.get_by_label("Reason").fill(reason)
    press(page, "Return to its author")
    expect(page.get_by_text("That was the last one")).to_be_visible()


def withdraw(page: Page, place: str, reason: str) -> None:
    page.goto(place)
    form = page.locator(f"form[action='{place}/withdraw']")
    form.get_by_label("Reason, for readers").fill(reason)
    follow(form.get_by_role("button", name="Withdraw"))


def restored(page: Page, place: str) -> str:
    """Copy the first edition into a new draft; gives its gloss."""
    page.goto(f"{place}/history")
    page.get_by_role("link", name="Restore this edition").last.click()
    page.get_by_label("Reason").fill("The first wording was right.")
    press(page, "Copy into a new draft")
    return page.locator("#gloss_en").input_value()


def test_from_draft_to_withdrawal(make, at_work, statement):
    place = f"/statements/{statement}"
    editor, okafor = at_work(make.editor), at_work(make.reviewer)
    sato, reader = at_work(make.account("Sato", AccountRole.REVIEWER)), at_work()

    editor.goto(place)
    press(editor, "Submit")
    begin(okafor)
    expect(okafor.get_by_text("If published:")).to_contain_text("casts doubt on whether")
    turn_down(okafor, "“Membantah” is a denial, not a doubt.")

    editor.goto("/")
    expect(editor.get_by_role("complementary")).to_contain_text("“Membantah” is a denial")
    editor.goto(f"{place}/edit")
    submit(editor, "Denies that Russia shares military technology.")
    begin(sato)
    differs(sato, "Doubts", "Denies")
    reads(okafor, f"/queue/{statement}", "Sato is deciding about this until")
    press(sato, "Publish, then next")

    editor.goto(place)
    editor.get_by_label("Reason, for readers").fill("He said any technology.")
    press(editor, "Correct")
    submit(editor, "Denies that Russia shares any military technology.")
    reads(reader, place, "Denies that Russia shares military tech")
    begin(okafor)
    expect(okafor.get_by_role("main")).to_contain_text("He said any technology.")
    press(okafor, "Publish, then next")
    reader.goto(place)
    expect(reader.locator("#corrections")).to_contain_text("He said any technology.")
    reader.goto("/corrections")
    expect(reader.get_by_role("main").locator("ins")).to_contain_text("any")

    withdraw(sato, place, "The source took it back.")
    reader.goto(place)
    expect(reader.get_by_role("heading", level=1)).to_have_text("This statement was withdrawn")
    reads(reader, "/corrections", "The source took it back.")
    expect(reader.get_by_role("main")).not_to_contain_text("any military technology")

    assert restored(editor, place) == "Denies that Russia shares military technology."
