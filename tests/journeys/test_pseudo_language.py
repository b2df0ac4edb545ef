"""Everything the interface says goes through translation: nothing is left over in English."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from lxml import html
from werkzeug.test import TestResponse

from tests.accounts.people import form_token
from tests.fixtures.web import COMPILED, SECRET
from tests.journeys.crawl import broken_forms, get_routes, visits
from tests.journeys.world import GeorgianMake, georgian, token_for
from tests.soak.amounts import IS_FULL
from tracker.accounts import tokens
from tracker.accounts.arriving import SECOND_COOKIE
from tracker.app import create_app
from tracker.db import Database
from tracker.models import Passkey, TokenKind
from tracker.web.browser import COOKIE
from tracker.web.catalogue import PSEUDO

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.slow]

# What is the same in every language, and why.
ALLOWED = (
    r"On the Record",  # the name of the product
    r"[0-9a-f]{8,}(-[0-9a-f]+)*",  # uids, digests and numbers of requests
    r"\S+@example\.org",  # an address of a person
    r"https?://\S+",  # an address of a page
    r"(?<!\w)(CSV|XLSX|JSON|SVG|PNG|GRAPHML|GEXF|UTC|SHA-256)(?!\w)",  # formats, time
    r"(?<!\w)iso-[a-z]{2}(?!\w)|(?<!\w)[A-Z]{2}(?!\w)",  # keys and codes of states
    r"ministry",  # the key of an organisation
    r"(?<!\w)(Ctrl|Enter|Tab)(?!\w)",  # what stands on keys
)
ATTRIBUTES = (
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "placeholder",
    "label",
    "data-none",
    "data-help",
    "data-found",
    "data-short",
)
OWN_NAME = "ancestor-or-self::*[@hreflang]"  # a language is called by its own name
# Only who is half way in sees it: it has a test of its own.
SECOND = "/login/second"
# Its samples are invented words of people; its parts are those of all other pages.
SAMPLES = "/patterns"
MOVED = range(300, 400)
UNSAID = ("script", "style", "code", "pre")
WORD = re.compile(r"[^\W\d_\u0080-\uffff]{2,}")


@pytest.fixture
def app(database_url):
    app = create_app(
        DATABASE_URL=database_url, SECRET_KEY=SECRET, TESTING=True, LANGUAGES=("en", "id", PSEUDO)
    )
    app.jinja_env.bytecode_cache = COMPILED
    yield app
    for extension in app.extensions.values():
        if isinstance(extension, Database):
            extension.dispose()


@pytest.fixture
def make(database):
    return GeorgianMake(database)


@pytest.mark.unmeasured
def test_nothing_is_left_untranslated(app, make, world):
    found: Counter[str] = Counter()
    seen = set()

    people = {"nobody": None, "editor": make.editor, "reviewer": make.reviewer, "admin": make.admin}
    for name, person in people.items():
        client, telling = app.test_client(), set(world.telling[name])
        if person:
            client.set_cookie(COOKIE, token_for(app, person))
        for visit in visits(app, world):
            # Every route once, and whatever has something that no page before it has.
            if not IS_FULL and visit.route in seen and visit.path not in telling:
                continue
            answer = client.get(f"{visit.path}?lang={PSEUDO}")
            if answer.status_code == 200:
                seen.add(visit.route)
            found.update(left_over(visit.route, answer))

    assert not found, "\n".join(sorted(found))
    assert {str(rule) for rule in get_routes(app)} - seen == {SECOND}


def test_the_second_step_of_signing_in_is_translated(app, make, database):
    assert make.editor.account_id is not None
    with database.transaction() as session:
        key = Passkey(account_id=make.editor.account_id, credential_id="c", public_key="k")
        session.add(key)
        half = tokens.issue(session, TokenKind.SECOND_STEP, make.editor.account_id, minutes=5)
    client = app.test_client()
    client.set_cookie(SECOND_COOKIE, half, path="/login")

    page = client.get(f"{SECOND}?lang={PSEUDO}")
    again = client.post(SECOND, data={"csrf_token": form_token(client)})

    assert (page.status_code, again.status_code) == (200, 422)
    assert [left for answer in (page, again) for left in left_over(SECOND, answer)] == []


@pytest.mark.unmeasured
def test_no_form_that_came_back_is_left_untranslated(app, make, world):
    found: Counter[str] = Counter()
    answers = Counter[int]()
    people = {who: app.test_client() for who in (make.editor, make.admin)}
    for who, browser in people.items():
        browser.set_cookie(COOKIE, token_for(app, who))

    for visit in visits(app, world):
        of_admins = visit.path.startswith("/admin")
        if not (of_admins or visit.path.endswith(("/new", "/edit", "/login", "/reset"))):
            continue
        client = people[make.admin if of_admins else make.editor]
        page = client.get(f"{visit.path}?lang={PSEUDO}")
        for form in broken_forms(page.text) if page.status_code == 200 else ():
            answer = client.post(visit.path, data=form)
            answers[answer.status_code] += 1
            found.update(left_over(visit.route, answer))

    assert not found, "\n".join(sorted(found))
    assert answers[422] > 10
    assert answers[409] > 5


def test_no_answer_of_a_picker_is_left_untranslated(app, make, world):
    client = app.test_client()
    client.set_cookie(COOKIE, token_for(app, make.editor))
    pickers = [str(rule) for rule in get_routes(app) if str(rule).endswith("/pick")]

    answers = {p: client.get(f"{p}?q={georgian('e')}&lang={PSEUDO}").json for p in pickers}

    assert all(answer["options"] for answer in answers.values()), answers
    words = [text for a in answers.values() for o in a["options"] for text in o.values() if text]
    assert [found for text in words for found in _plain(str(text))] == []


@pytest.mark.parametrize("path", ["/nothing", "/claims/999", "/claims/?cursor=x", "/login"])
def test_no_page_of_an_error_is_left_untranslated(app, path):
    client = app.test_client()
    client.get(f"/?lang={PSEUDO}")  # remembered from here on

    pages = [client.get(path), client.delete(path), client.post(path, data={})]

    assert [found for page in pages for found in left_over(path, page)] == []


def test_an_empty_record_is_told_in_the_readers_language(app, make):
    found: Counter[str] = Counter()

    for person in (None, make.editor):
        client = app.test_client()
        if person:
            client.set_cookie(COOKIE, token_for(app, person))
        for rule in get_routes(app):
            if not rule.arguments:
                found.update(left_over(str(rule), client.get(f"{rule}?lang={PSEUDO}")))

    assert not found, "\n".join(sorted(found))


def left_over(route: str, answer: TestResponse) -> Iterator[str]:
    """What a page shows untranslated, with the route; not of data, and not of a redirection."""
    if answer.mimetype == "text/html" and answer.status_code not in MOVED and route != SAMPLES:
        yield from (f"{route}: {words}" for words in untranslated(answer.text))


def untranslated(page: str) -> Iterator[str]:
    """The texts of a page, allowed ones aside, that stand outside of ⟦ and ⟧."""
    document = html.document_fromstring(page)
    for value in document.xpath(f"//body//*[not({OWN_NAME})]/attribute::node()[{_named()}]"):
        yield from _plain(str(value))
    for value in document.xpath("//input[@type='submit' or @type='button']/@value"):
        yield from _plain(str(value))
    depth = 0
    for part in document.xpath(f"//text()[not(parent::*[{OWN_NAME}])]"):
        if part.getparent().tag in UNSAID and not part.is_tail:
            continue
        outside = ""
        for sign in str(part):
            depth += (sign == "⟦") - (sign == "⟧")
            outside += " " if depth or sign == "⟧" else sign
        yield from _plain(outside)
    if depth:
        yield f"{depth} more ⟦ than ⟧"


def _named() -> str:
    return " or ".join(f"name()='{name}'" for name in ATTRIBUTES)


def _plain(text: str) -> Iterator[str]:
    while (inner := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = inner
    for allowed in ALLOWED:
        text = re.sub(allowed, " ", text)
    if WORD.search(text):
        yield " ".join(text.split())
