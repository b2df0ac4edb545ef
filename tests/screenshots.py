"""Pictures of the pages with the demo in them, for docs/screenshots: `make screenshots`."""

import logging
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright
from sqlalchemy import func, select

from tests.accounts.stepping import give_codes, set_up_app
from tests.fixtures.browser import FLAGS, find_chromium
from tests.fixtures.missing import ROOT
from tests.fixtures.web import SECRET, serving
from tests.journeys.crawl import SEND
from tracker import schema
from tracker.accounts.demo import DEMO_ACCOUNTS
from tracker.accounts.sessions import open_session
from tracker.app import create_app
from tracker.db import Database
from tracker.exchange.demo import load, load_story
from tracker.models import Account, Edition, Passkey, Sampled, SampledState, Statement
from tracker.reports.views_record import PAGES
from tracker.reviews import commands as reviews
from tracker.statements.commands import submit
from tracker.statements.contents import content_of, write_content
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, EditionState, StatementState
from tracker.web.browser import COOKIE

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = {"wide": 1280, "narrow": 390}
# A list of fifty is shown by its beginning.
MOST = 3600


# What an editor has typed when the form comes back: a day that there is not, and no stance.
TYPED = {
    "source": ["seed-article"],
    "citations-0-locator": ["paragraph 4"],
    "delivery": ["reported"],
    "gloss_en": ["Denies that Russia shares military technology with North Korea."],
    "speakers-0-speaker": ["seed-nebenzia"],
    "said_on": ["2025-02-31"],
    "stances-0-claim": ["seed-c"],
}


@dataclass(frozen=True)
class Shot:
    """One page: as whom, in which language, and the looks it is taken in."""

    name: str
    path: str
    language: Literal["en", "id"]
    looks: tuple[str, ...]
    who: str = ""
    is_broken: bool = False


BOTH, WIDE, NARROW = ("wide-light", "narrow-light"), ("wide-light",), ("narrow-light",)
ALL = ("wide-light", "wide-dark", "narrow-light", "narrow-dark")
VOTES = "/claims/un-dprk-human-rights?holder=state"
SHOTS = (
    Shot("home", "/", "en", BOTH),
    Shot("home", "/", "id", ("wide-dark",)),
    Shot("home-reviewer", "/", "en", WIDE, who="reviewer"),
    Shot("claims", "/claims/", "id", WIDE),
    Shot("claim", "/claims/seed-c", "en", ALL),
    Shot("claim-states", "/claims/seed-c?holder=state", "id", BOTH),
    Shot("claim-votes", VOTES, "en", (*BOTH, "wide-dark")),
    Shot("claim-votes", VOTES, "id", WIDE),
    Shot("speaker", "/speakers/iso-id", "en", WIDE),
    Shot("speaker", "/speakers/iso-id", "id", ("narrow-dark",)),
    Shot("statements", "/statements/", "en", WIDE),
    Shot("statements", "/statements/", "id", NARROW),
    Shot("statement", "/statements/seed-6", "en", ("wide-light", "narrow-dark")),
    Shot("log-form", "/statements/new", "en", ALL, who="editor", is_broken=True),
    Shot("log-form", "/statements/new", "id", WIDE, who="editor", is_broken=True),
    Shot("patterns", "/patterns", "en", (*BOTH, "wide-dark"), who="editor"),
)
# Of what was changed since: taken last, so that the pages above show the demo as it comes.
LATER = (
    Shot("history", "/statements/seed-6/history", "en", ("wide-light", "narrow-dark")),
    Shot("history", "/statements/seed-6/history", "id", WIDE, who="editor"),
    Shot("account", "/account", "en", BOTH, who="editor"),
    Shot("admin", "/admin", "en", WIDE, who="admin"),
    Shot("people", "/admin/people", "en", WIDE, who="admin"),
    Shot("people", "/admin/people", "id", ("narrow-dark",), who="admin"),
    Shot("redact", "/admin/redact?uid={uid}", "en", BOTH, who="admin"),
)
# Of the story set, in which there is work for reviewers: {sampled} waits for its second coder,
# on {differing} two coders differ.
STORY = (
    Shot("queue", "/queue", "en", BOTH, who="reviewer"),
    Shot("queue", "/queue", "id", ("wide-dark",), who="reviewer"),
    Shot("deciding", "/queue/{waiting}", "en", ("wide-light", "narrow-dark"), who="reviewer"),
    Shot("corrections", "/corrections", "en", BOTH),
    Shot("withdrawn", "/statements/{withdrawn}", "en", WIDE),
    Shot("mistakes", "/queue/mistakes", "en", WIDE, who="reviewer"),
    Shot("coding", "/coding/{sampled}", "en", BOTH, who="reviewer"),
    Shot("settling", "/coding/{differing}", "en", ("wide-light", "narrow-dark"), who="admin"),
    Shot("claims-desk", "/claims/desk?show=disputed", "en", BOTH, who="reviewer"),
    Shot("codebook", "/codebook", "en", WIDE),
    Shot("codebook", "/codebook", "id", NARROW),
    Shot("merge", "/speakers/9/merge?into=12", "en", WIDE, who="reviewer"),
    Shot("notifications", "/notifications", "en", NARROW, who="editor"),
)
# What is asked of the votes of the demo, where a report would otherwise say little of them.
_STATES = "claim=un-dprk-human-rights&holder=state"
ASKED = {
    "matrix": f"{_STATES}&columns=occasion",
    "shifts": _STATES,
    "timeline": f"{_STATES}&period=year",
    "polarisation": _STATES,
    "network": "rows=state&columns=claim&mode=two",
    "compare": "speaker=iso-id&holder=state",
}


def reports_of(prefix: str, asked: Mapping[str, str]) -> Iterator[Shot]:
    """Every report, wide and narrow, light and dark, in both languages."""
    for name in ("", *PAGES):
        path = f"/reports/{name}?{asked.get(name, '')}".rstrip("?")
        who = "reviewer" if name in ("activity", "agreement") else ""
        shown = f"{prefix}-{name or 'reports'}"
        yield Shot(shown, path, "en", WIDE, who=who)
        yield Shot(shown, path, "id", ("narrow-dark",), who=who)


WHY = "The article says that he spoke of what was done, not of what is planned."
CORRECTED = "Denies that Moscow has passed military technology on to Pyongyang."
CORRECTED_ID = "Membantah bahwa Moskow telah meneruskan teknologi militer kepada Pyongyang."


def main() -> int:
    """Load the demo into a file of its own, and take all pictures anew."""
    chromium = find_chromium()
    if chromium is None:
        print("No Chromium: apt-get install chromium, or set TRACKER_TEST_CHROMIUM.")
        return 1
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # one page asks for many files
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        with _served(f"sqlite:///{folder}/demo.db", load) as (database, people, url):
            tokens = _tokens(database, people)
            _take_all(browser, url, [*SHOTS, *reports_of("demo", ASKED)], tokens)
            uid = _live_on(database, people)
            _take_all(browser, url, _filled(LATER, {"uid": uid}), tokens)
        with _served(f"sqlite:///{folder}/story.db", load_story) as (database, people, url):
            work = _at_work(database)
            shots = [*_filled(STORY, work), *reports_of("story", {})]
            _take_all(browser, url, shots, _tokens(database, people))
        browser.close()
    return 0


@contextmanager
def _served(
    address: str, fill: Callable[[Database], object]
) -> Iterator[tuple[Database, Mapping[str, Viewer], str]]:
    """A filled database of its own, who works there, and where it is served."""
    schema.upgrade(address)
    database = Database(address)
    fill(database)
    with serving(create_app(DATABASE_URL=address, SECRET_KEY=SECRET)) as url:
        yield database, _people(database), url
    database.dispose()


def _filled(shots: Iterable[Shot], known: Mapping[str, object]) -> list[Shot]:
    return [replace(shot, path=shot.path.format_map(known)) for shot in shots]


def _at_work(database: Database) -> Mapping[str, object]:
    """What of the story waits for somebody, by the name it has in the paths."""
    with database.reading() as session:
        newest = Edition.number == Statement.newest
        mine = Edition.statement_id == Statement.id
        waiting = select(func.max(Statement.id)).join(Edition, mine).where(newest)
        asked = {
            "waiting": waiting.where(Edition.state == EditionState.SUBMITTED, Edition.number > 1),
            "withdrawn": select(func.max(Statement.id)).where(
                Statement.state == StatementState.WITHDRAWN
            ),
            "sampled": select(func.max(Sampled.id)).where(Sampled.state == SampledState.WAITING),
            "differing": select(func.max(Sampled.id)).where(
                Sampled.state == SampledState.DIFFERING
            ),
        }
        return {name: session.scalar(found) for name, found in asked.items()}


def _people(database: Database) -> Mapping[str, Viewer]:
    """The demo's people by the part they play."""
    with database.reading() as session:
        known = {row.email: row for row in session.scalars(select(Account))}
        found = {person.part: known[person.email] for person in DEMO_ACCOUNTS}
        return {part: Viewer(row.id, row.role, row.name) for part, row in found.items()}


def _tokens(database: Database, people: Mapping[str, Viewer]) -> Mapping[str, str]:
    """A session of each."""
    with database.transaction() as session:
        return {
            part: open_session(session, person.account_id or 0, hours=1)
            for part, person in people.items()
        }


def _live_on(database: Database, people: Mapping[str, Viewer]) -> str:
    """A correction, second factors and an invitation; the UID of what somebody wants redacted."""
    editor, reviewer = people["editor"], people["reviewer"]
    with database.transaction(by=editor.account_id, why=WHY) as session:
        said = session.scalars(select(Statement).where(Statement.key == "seed-6")).one()
        edition = reviews.correct(session, said, by=editor, version=None, reason=WHY)
        corrected = replace(content_of(edition), gloss_en=CORRECTED, gloss_id=CORRECTED_ID)
        write_content(session, edition, corrected)
        session.flush()
        submit(session, said, by=editor, version=None)
    with database.transaction(by=reviewer.account_id) as session:
        said = session.scalars(select(Statement).where(Statement.key == "seed-6")).one()
        reviews.publish(session, said, by=reviewer, version=None)
    account_id = editor.account_id or 0
    set_up_app(database, account_id)
    give_codes(database, account_id)
    with database.transaction(by=account_id) as session:
        key = {"credential_id": "shown", "public_key": "shown", "name": "Edi’s phone"}
        session.add(Passkey(account_id=account_id, **key))
    with database.transaction(by=people["admin"].account_id) as session:
        email = "nina@demo.example"
        session.add(Account(email=email, role=AccountRole.EDITOR, name="", password_hash=""))
        return session.scalars(select(Statement.uid).where(Statement.key == "seed-5")).one()


def _take_all(browser: Browser, url: str, shots: Iterable[Shot], tokens: Mapping[str, str]) -> None:
    for shot in shots:
        for file in take(browser, url, shot, tokens):
            print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB")


def take(browser: Browser, url: str, shot: Shot, tokens: Mapping[str, str]) -> Iterator[Path]:
    """Take one page in each of its looks."""
    for look in shot.looks:
        file = FOLDER / f"{shot.name}-{shot.language}-{look}.png"
        with _opened(browser, url, look) as page:
            if shot.who:
                token = tokens[shot.who]
                page.context.add_cookies([{"name": COOKIE, "value": token, "url": url}])
            page.goto(f"{shot.path}{'&' if '?' in shot.path else '?'}lang={shot.language}")
            if shot.is_broken:
                _send_with_faults(page)
            height = min(page.evaluate("document.documentElement.scrollHeight"), MOST)
            clip: FloatRect = {
                "x": 0,
                "y": 0,
                "width": page.evaluate("innerWidth"),
                "height": height,
            }
            page.screenshot(path=file, full_page=True, clip=clip, caret="hide")
        yield file


@contextmanager
def _opened(browser: Browser, url: str, look: str) -> Iterator[Page]:
    width, scheme = look.split("-")
    context = browser.new_context(
        base_url=url,
        viewport={"width": WIDTHS[width], "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def _send_with_faults(page: Page) -> None:
    token = page.get_attribute("main form input[name=csrf_token]", "value")
    with page.expect_navigation():
        page.evaluate(SEND, {**TYPED, "csrf_token": [token], "action": ["submit"]})


if __name__ == "__main__":
    sys.exit(main())
