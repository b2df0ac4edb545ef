"""The story of an account in Chromium: password, app, codes, passkeys; axe looks at each page."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from tests.accounts.people import EMAIL, PASSWORD, add_person
from tests.accounts.stepping import code_of, set_up_app
from tests.fixtures.browser import follow, watch
from tests.journeys.test_accessibility import AXE, faults
from tracker.models import BrowserSession, now

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.unmeasured]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(database):
    return add_person(database)


@pytest.fixture
def page(browser, live_server, person):
    """A page of a browser whose device holds passkeys; WebAuthn wants a name, not a number."""
    site = live_server.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=site, locale="en-GB", reduced_motion="reduce")
    context.add_init_script(path=AXE)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def press(page: Page, name: str) -> None:
    follow(page.get_by_role("button", name=name, exact=True))


def give_password(page: Page, path: str = "/login") -> None:
    page.goto(path)
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.locator("main").get_by_role("button", name="Sign in", exact=True))


def give_code(page: Page, code: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    follow(page.locator("main").get_by_role("button", name="Sign in", exact=True))


def looked_at(page: Page, found: list[str]) -> None:
    """Let axe look at the page as it is now."""
    found += faults(page, page.url)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_an_app_and_recovery_codes_from_beginning_to_end(page, database, person):
    found: list[str] = []
    problems = watch(page)
    give_password(page)
    page.goto("/account")
    looked_at(page, found)
    follow(page.get_by_role("link", name="Set up an app"))
    looked_at(page, found)
    press(page, "Begin")
    looked_at(page, found)
    page.get_by_label("Code from the app").fill(code_of(database, person))
    press(page, "Finish")
    press(page, "Make ten new codes")
    looked_at(page, found)
    codes = page.locator(".codes code").all_inner_texts()
    follow(page.get_by_role("link", name="I have kept them"))
    expect(page.get_by_text("10 codes are left")).to_be_visible()
    looked_at(page, found)

    press(page, "Sign out")
    give_password(page, "/login?next=/claims/")
    looked_at(page, found)
    give_code(page, codes[3])

    expect(page).to_have_url("/claims/")
    page.goto("/account")
    expect(page.get_by_text("9 codes are left")).to_be_visible()
    assert len(codes) == 10
    assert found == []
    assert problems == []


def test_a_passkey_from_beginning_to_end(page, database, person):
    found: list[str] = []
    problems = watch(page)
    give_password(page)
    page.goto("/account/passkeys/new")
    looked_at(page, found)
    page.get_by_label("What you call it").fill("My computer")
    press(page, "Add a passkey")
    page.wait_for_url("/account/recovery-codes")
    page.goto("/account")
    expect(page.get_by_text("My computer").first).to_be_visible()
    looked_at(page, found)

    press(page, "Sign out")
    page.goto("/login?next=/claims/")
    press(page, "Sign in with a passkey")
    page.wait_for_url("/claims/")

    press(page, "Sign out")
    give_password(page)
    looked_at(page, found)
    press(page, "Use a passkey")
    page.wait_for_url("/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    page.goto("/account")
    follow(page.get_by_role("button", name="Remove My computer"))
    expect(page.get_by_text("The passkey “My computer” is removed.")).to_be_visible()
    assert found == []
    assert problems == []


def test_a_device_without_the_passkey_is_told_so(page, person):
    page.goto("/login")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("found no passkey for this site")).to_be_visible()
    expect(page).to_have_url("/login")


def test_a_browser_without_passkeys_says_so_and_needs_none(page, database, person):
    set_up_app(database, person)
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/login")
    expect(page.get_by_text("This browser cannot use passkeys.")).to_be_visible()

    give_password(page)
    give_code(page, code_of(database, person))

    expect(page).to_have_url("/")


def test_without_a_script_all_but_passkeys_works(browser, live_server, database, person):
    set_up_app(database, person)
    page = browser.new_context(base_url=live_server, java_script_enabled=False).new_page()

    give_password(page)
    give_code(page, code_of(database, person))
    page.goto("/account/passkeys/new")

    expect(page.get_by_text("An authenticator app works without it.")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()


def test_a_new_password_and_the_sessions_of_others(page, browser, live_server, person):
    found: list[str] = []
    give_password(page)
    other = browser.new_context(base_url=live_server).new_page()
    give_password(other)
    page.goto("/account/sessions")
    expect(page.get_by_text("this one")).to_have_count(1)
    looked_at(page, found)
    follow(page.get_by_role("button", name="Sign out there"))
    other.goto("/account")
    expect(other).to_have_url("/login?next=%2Faccount")

    page.goto("/account/password")
    looked_at(page, found)
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("plum tractor ninety willow")
    page.get_by_label("New password again").fill("plum tractor ninety willow")
    press(page, "Change the password")

    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    assert found == []
    other.context.close()


def test_who_signed_in_a_while_ago_is_asked_again_before_a_passkey_is_added(page, database, person):
    found: list[str] = []
    give_password(page)
    with database.transaction() as session:
        session.execute(update(BrowserSession).values(confirmed_at=now() - timedelta(hours=1)))

    page.goto("/account/passkeys/new")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    looked_at(page, found)
    page.get_by_label("Password").fill("not the password")
    press(page, "Go on")
    expect(page.get_by_text("This is not your password.").first).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Go on")

    expect(page.get_by_role("heading", level=1)).to_have_text("Add a passkey")
    assert found == []


def test_one_click_signs_out_everywhere_else(page, browser, live_server, person):
    give_password(page)
    other = browser.new_context(base_url=live_server).new_page()
    give_password(other)

    page.goto("/account/sessions")
    press(page, "Sign out everywhere else")

    expect(page.get_by_text("this one")).to_be_visible()
    other.goto("/account")
    expect(other).to_have_url("/login?next=%2Faccount")
    other.context.close()
