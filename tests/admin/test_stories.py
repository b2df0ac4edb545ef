"""An invitation, a forgotten password and a change of role, as people do it in their browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.people import EMAIL, PASSWORD, add_person
from tests.accounts.stepping import code_of, set_up_app
from tests.admin.conftest import link_in
from tests.fixtures.browser import follow, watch
from tests.journeys.test_accessibility import AXE, faults
from tests.journeys.world import token_for
from tracker.accounts.throttling import FAILURES, count_failure, subjects
from tracker.vocabulary import AccountRole
from tracker.web.browser import COOKIE

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.unmeasured]

CHOSEN = "five purple umbrellas dancing"
Open = Callable[..., Page]


@pytest.fixture
def visitor(browser, live_server) -> Iterator[Open]:
    """Opens a page in a browser of its own; complaints of scripts fail the test."""
    with ExitStack() as opened:
        said: list[list[str]] = []

        def open_page(cookie: str = "") -> Page:
            context = browser.new_context(base_url=live_server, locale="en-GB")
            opened.callback(context.close)
            if cookie:
                context.add_cookies([{"name": COOKIE, "value": cookie, "url": live_server}])
            page: Page = context.new_page()
            said.append(watch(page))
            return page

        yield open_page
        assert [one for one in said if one] == []


@pytest.fixture
def ada(app, make, visitor) -> Page:
    """A page of an administrator."""
    page: Page = visitor(token_for(app, make.admin))
    return page


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    follow(page.get_by_role("main").get_by_role("button", name="Sign in", exact=True))


def choose_password(page: Page, words: str) -> None:
    page.get_by_label("New password", exact=True).fill(words)
    page.get_by_label("New password again").fill(words)


def test_an_invited_person_comes_in_and_later_again(ada, visitor):
    ada.goto("/")
    follow(ada.get_by_role("link", name="Administration"))
    follow(ada.get_by_role("link", name="Invite a person"))
    ada.get_by_label("Email address").fill("nina@example.org")
    ada.get_by_label("Role").select_option("reviewer")
    follow(ada.get_by_role("button", name="Invite"))
    link = ada.get_by_label("Link for nina@example.org").input_value()
    nina = visitor()
    nina.goto(link)
    nina.get_by_label("Your name").fill("Nina Kartika")
    choose_password(nina, "nina kartika nina kartika")
    follow(nina.get_by_role("button", name="Begin"))
    expect(nina.locator("#password-error")).to_contain_text("easy to guess")
    choose_password(nina, CHOSEN)
    follow(nina.get_by_role("button", name="Begin"))
    expect(nina.get_by_text("Welcome. Your account is ready.")).to_be_visible()
    follow(nina.get_by_role("button", name="Sign out"))
    sign_in(nina, "nina@example.org", CHOSEN)
    expect(nina.get_by_role("link", name="Nina Kartika")).to_be_visible()
    nina.goto(link)
    expect(nina.get_by_role("heading", level=1)).to_have_text("This link no longer works")


def test_a_forgotten_password_is_replaced_by_mail(database, visitor, mailing):
    add_person(database)
    page = visitor()
    page.goto("/reset")
    page.get_by_label("Email address").fill(EMAIL)
    follow(page.get_by_role("button", name="Send the link"))
    expect(page.get_by_text("If there is an account with this address")).to_be_visible()
    (letter,) = mailing()
    page.goto(link_in(letter))
    choose_password(page, CHOSEN)
    follow(page.get_by_role("button", name="Save the password"))
    expect(page.get_by_text("Your new password is saved.")).to_be_visible()
    sign_in(page, EMAIL, PASSWORD)
    expect(page.get_by_text("The email address or the password is wrong.").first).to_be_visible()
    sign_in(page, EMAIL, CHOSEN)
    expect(page.get_by_role("link", name="Rara")).to_be_visible()


def test_a_change_of_role_and_shutting_out_reach_the_other_browser_at_once(
    app, ada, database, visitor, make
):
    rara = visitor(token_for(app, make.account("Rara", AccountRole.EDITOR)))
    rara.goto("/statements/new")
    ada.goto("/admin/people?role=editor")
    follow(ada.get_by_role("link", name="Rara"))
    ada.get_by_label("Role").select_option("reviewer")
    follow(ada.get_by_role("button", name="Save"))
    expect(ada.get_by_text("Saved.")).to_be_visible()
    rara.goto("/statements/new")
    expect(rara.get_by_role("heading", level=1)).to_have_text("Sign in")
    back = visitor(token_for(app, make.account("Rara", AccountRole.EDITOR)))
    back.goto("/statements/new")
    follow(ada.get_by_role("button", name="Shut out"))
    expect(ada.get_by_role("button", name="Let in again")).to_be_visible()
    back.goto("/statements/new")
    expect(back.get_by_role("heading", level=1)).to_have_text("Sign in")
    follow(ada.get_by_role("button", name="Let in again"))
    expect(ada.get_by_role("button", name="Shut out")).to_be_visible()


def test_a_role_that_needs_a_second_factor_gets_one_before_anything_else(
    app, ada, database, visitor, make
):
    person = make.account("Rara", AccountRole.EDITOR)
    rara = visitor(token_for(app, person))
    ada.goto("/admin/settings")
    ada.get_by_role("group", name="Roles that must have").get_by_label("Editor").check()
    follow(ada.get_by_role("button", name="Save"))
    expect(ada.get_by_text("Saved.")).to_be_visible()
    rara.goto("/statements/new")
    expect(rara.get_by_text("One step is left.")).to_be_visible()
    follow(rara.get_by_role("link", name="Set up an app"))
    follow(rara.get_by_role("button", name="Begin"))
    rara.get_by_label("Code from the app").fill(code_of(database, person.account_id))
    follow(rara.get_by_role("button", name="Finish"))
    expect(rara.get_by_text("Your authenticator app is set up")).to_be_visible()
    rara.goto("/statements/new")
    expect(rara.get_by_role("heading", level=1)).to_have_text("Log a statement")


def test_whose_phone_is_lost_gets_in_when_an_administrator_has_removed_it(ada, database, visitor):
    person = add_person(database)
    set_up_app(database, person)
    rara = visitor()
    sign_in(rara, EMAIL, PASSWORD)
    expect(rara.get_by_role("heading", level=1)).to_have_text("Second step")
    ada.goto(f"/admin/people/{person}")
    follow(ada.get_by_role("button", name="Remove second factors"))
    expect(ada.get_by_role("button", name="Remove second factors")).to_be_hidden()
    sign_in(rara, EMAIL, PASSWORD)
    expect(rara.get_by_role("link", name="Rara")).to_be_visible()


def test_who_failed_too_often_is_unlocked_by_an_administrator(ada, database, visitor):
    person = add_person(database)
    for _ in range(FAILURES):
        count_failure(database, subjects(EMAIL, "127.0.0.1"))
    rara = visitor()
    sign_in(rara, EMAIL, PASSWORD)
    expect(rara.get_by_text("Too many tries went wrong.")).to_be_visible()
    ada.goto(f"/admin/people/{person}")
    follow(ada.get_by_role("button", name="Unlock"))
    expect(ada.get_by_text("This person may try again at once.")).to_be_visible()
    sign_in(rara, EMAIL, PASSWORD)
    expect(rara.get_by_role("link", name="Rara")).to_be_visible()


def test_a_site_made_private_sends_visitors_to_sign_in(ada, visitor):
    reader = visitor()
    reader.goto("/claims/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Claims")
    ada.goto("/admin/settings")
    ada.get_by_label("Anybody may read what is published").uncheck()
    follow(ada.get_by_role("button", name="Save"))
    expect(ada.get_by_text("Saved.")).to_be_visible()
    reader.goto("/claims/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_words_are_redacted_and_axe_finds_nothing_on_the_way(ada, visitor, make):
    found: list[str] = []
    speaker = make.speaker("Nina Kartika")
    make.statement(speaker=speaker, gloss_en="Says that Nina Kartika lives there.")
    ada.context.add_init_script(path=AXE)
    ada.goto("/statements/1/history")
    follow(ada.get_by_role("link", name="Redact …"))
    expect(ada.get_by_text("Says that Nina Kartika lives there.")).to_be_visible()
    found += faults(ada, "what would go")
    ada.get_by_label("Reason, for readers").fill("Order of a court.")
    follow(ada.get_by_role("button", name="Redact for ever"))
    expect(ada.get_by_role("heading", level=1)).to_have_text("Redacted")
    found += faults(ada, "what went")
    reader = visitor()
    reader.goto("/statements/1")
    expect(reader.get_by_text("Words were removed here for ever")).to_contain_text("a court")
    expect(reader.get_by_text("Nina Kartika lives there")).to_have_count(0)
    assert found == []
