"""The main job, whole, in a browser: log the article, publish it, read who denies claim C."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from tests.accounts.people import PASSWORD, add_person
from tests.fixtures.browser import follow
from tests.journeys import article
from tests.journeys.article import SHEA, Said
from tracker.models import Entry, Statement
from tracker.record.verify import verify
from tracker.vocabulary import AccountRole

# A new page has no mark; on this one the exchange takes it away.
ASKED = """() => {
  const page = document.documentElement;
  page.dataset.asked = "";
  document.addEventListener("htmx:after:swap", () => { delete page.dataset.asked; }, {once: true});
}"""
# The first mention of somebody or something adds it from inside the log form.


class Desk:
    """An editor or a reviewer before the screen."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.known: set[str] = set()

    def sign_in(self, email: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.url}/login?lang=en")
        self.page.locator("#email").fill(email)
        self.page.locator("#password").fill(PASSWORD)
        follow(self.page.locator("main").get_by_role("button", name="Sign in", exact=True))

    def choose(self, field: str, words: str) -> None:
        """Type into a picker and take the first answer."""
        box = self.page.locator(f"#{field}")
        box.fill("")
        box.press_sequentially(words[:40])
        option = self.page.locator(f"#{field}__listbox").get_by_role("option").first
        expect(option).to_contain_text(words[:25])
        option.click()
        expect(option).to_be_hidden()

    def send(self, button: Locator) -> None:
        """Press a button and wait for what it asks for: another page, or a part of this one."""
        self.page.evaluate(ASKED)
        button.click()
        expect(self.page.locator("html[data-asked]")).to_have_count(0, timeout=30_000)
        self.page.wait_for_load_state("load")

    def press(self, words: str) -> None:
        self.send(self.page.get_by_role("button", name=words, exact=True).first)

    def add(self, field: str, name: str, **typed: str) -> None:
        """Add what a picker does not find, from inside the form."""
        self.page.locator(f"#{field}").fill(name)
        self.page.keyboard.press("Escape")
        self.send(self.page.locator(f"button[value='new:{field}']"))
        kind = typed.pop("kind")
        self.page.locator("#new-kind").select_option(kind)
        for column, value in typed.items():
            if column == "body":
                self.choose("new-body", value)
            else:
                self.page.locator(f"#new-{column}").fill(value)
        self.press("Add and choose it")
        expect(self.page.locator("#creation")).to_have_count(0)

    def refer(self, field: str, name: str, **typed: str) -> None:
        """Choose what is there already, else add it."""
        if name in self.known:
            self.choose(field, name)
        else:
            self.add(field, name, **typed)
            self.known.add(name)

    def log(self, said: Said, *, then: str) -> None:
        page = self.page
        if not page.locator("#source").input_value():
            self.refer("source", article.SOURCE, kind="article", language="id")
        page.locator("#citations-0-locator").fill(f"paragraph {said.paragraph}")
        page.locator("#gloss_en").fill(said.gloss)
        page.locator("#said_on").fill("2025-01")
        title, jabatan, state = article.TITLES[said.speaker]
        self.refer(
            "speakers-0-speaker",
            said.speaker,
            kind="person",
            title_en=title,
            title_id=jabatan,
            body=article.STATES[state][0],
        )
        expect(page.locator("#speakers-0-role option:checked")).to_contain_text(title)
        if not page.locator("#occasion").input_value():
            council = article.COUNCIL[0]
            self.refer(
                "occasion", article.OCCASION, kind="meeting", held_on="2025-01", body=council
            )
        self._take_stances(said)
        if said.replies_to:
            page.get_by_text("Unnamed, relayed, in reply").click()
            self.choose("replies_to", SHEA)
        self.press(then)

    def _take_stances(self, said: Said) -> None:
        for n, taken in enumerate(said.stances):
            if n:
                self.press("Add a stance")
            kind, words = article.CLAIMS[taken.claim]
            self.refer(f"stances-{n}-claim", words, kind=kind, language="en")
            self.page.locator(f"#stances-{n}-code input[value={taken.code}]").check(force=True)
            self.page.locator(f"#stances-{n}-act").select_option(taken.act)
            explicit = "explicit" if taken.explicit else "inferred"
            self.page.locator(f"#stances-{n}-explicit").select_option(explicit)
            for state in taken.targets:
                self.choose(f"stances-{n}-targets", article.STATES[state][0])
                chosen = self.page.get_by_role("checkbox", name=article.STATES[state][0])
                expect(chosen).to_be_checked()


@pytest.mark.slow
@pytest.mark.unmeasured
def test_the_article_from_the_form_to_the_reader(page, live_server, database):
    add_person(database, "editor@example.org", AccountRole.EDITOR)
    add_person(database, "reviewer@example.org", AccountRole.REVIEWER)
    desk = Desk(page, live_server)

    log_everything(desk)
    publish_everything(desk)

    page.context.clear_cookies()
    page.goto(f"{live_server}/claims/?lang=en")
    page.get_by_role("link", name=article.CLAIMS["C"][1]).first.click()
    expect(page.locator("section[data-side=for] article")).to_contain_text(SHEA)
    against = page.locator("section[data-side=against] article")
    expect(against).to_contain_text("Vassily Nebenzia")
    expect(against).to_contain_text("denies")
    expect(against.get_by_role("link", name=SHEA)).to_be_visible()
    page.goto(f"{page.url.partition('?')[0]}?holder=state&lang=id")
    expect(page.locator("section[data-side=against] article")).to_contain_text("membantah")
    expect(page.locator("section[data-side=for] article")).to_contain_text("United States")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Statement)) == 7
        assert session.scalar(select(func.count()).select_from(Entry)) == 9
    assert verify(database).ok


def log_everything(desk: Desk) -> None:
    """As the editor: the bodies by their own form, all else from inside the log form."""
    desk.sign_in("editor@example.org")
    bodies = [("state", name, code) for code, (name, _) in article.STATES.items()]
    for kind, name, code in [*bodies, ("organisation", article.COUNCIL[0], "")]:
        desk.page.goto(f"{desk.url}/speakers/new")
        desk.page.locator("#kind").select_option(kind)
        desk.page.locator("#name").fill(name)
        desk.page.locator("#iso_code").fill(code)
        desk.page.locator("main button[type=submit], main button.main").first.click()
    desk.page.goto(f"{desk.url}/statements/new")
    for number, said in enumerate(article.STATEMENTS, 1):
        is_last = number == len(article.STATEMENTS)
        desk.log(said, then="Submit for review" if is_last else "Submit, next from this source")
        expect(desk.page.locator(".message.done")).to_be_visible()


def publish_everything(desk: Desk) -> None:
    """As the reviewer, one after the other."""
    desk.sign_in("reviewer@example.org")
    for number in range(1, 8):
        desk.page.goto(f"{desk.url}/statements/{number}")
        desk.page.get_by_role("button", name="Publish").click()
        expect(desk.page.locator(".message.done")).to_be_visible()
