"""No visitor and no reader is shown a word that is not public, at any address."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from tests.doors import planting
from tests.doors.places import places
from tests.doors.planting import PLANTED, SAID
from tests.doors.world import PEOPLE, World
from tracker.web.browser import COOKIE

# The two engines answer alike; which rows a viewer may see is tested on both elsewhere.
# A thousand pages that other tests assert more of: measuring would take as long again.
pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.slow, pytest.mark.unmeasured]

# The words that stand in planting.py. They are sought whole: by chance a token has a few letters.
WORDS = {word.lower() for word in PLANTED.findall(Path(planting.__file__).read_text())}
NAMES = {f"zqperson{name}" for name in PEOPLE}
NEXT = re.compile(r'"next": "([^"]+)"|href="([^"]+cursor=[^"]+)"')


# Where editors work with what is not public: enough to see that the walk comes by every word.
OBJECTS = re.compile(r"/\w+/\d+(/history)?|/verdicts/[0-9a-f]{32}")


def planted(told: str, words: set[str]) -> set[str]:
    folded = told.lower()
    return {word for word in words if word in folded}


def shown(
    app: Flask,
    world: World,
    who: str,
    paths: list[str],
    language: str,
    words: set[str] = WORDS | NAMES,
) -> dict[str, set[str]]:
    """The planted words that each address shows somebody, headers included; pages are followed."""
    client = app.test_client()
    client.get(f"/login?lang={language}")  # remembered from here on
    if who in world.cookies:
        client.set_cookie(COOKIE, world.cookies[who])
    found, left = {}, list(paths)
    while left:
        path = left.pop()
        answer = client.get(path, buffered=True)
        assert answer.status_code < 500, path
        told = answer.get_data(as_text=True) + "\n".join(answer.headers.values())
        found[path] = planted(told, words) - {f"zqperson{who}"}
        following = {unescape(a or b) for a, b in NEXT.findall(answer.get_data(as_text=True))}
        left += sorted(following - set(found))
    return found


@pytest.mark.parametrize(("who", "language"), [("anonymous", "en"), ("reader", "id")])
def test_no_address_shows_anybody_a_word_that_is_not_public(copied, who, language):
    with copied(f"planted_{who}") as (app, world):
        paths = places(app, app.extensions["database"], world)
        found = shown(app, world, who, paths, language)

    assert {path: words for path, words in found.items() if words} == {}
    assert len(found) > 450


def test_editors_are_shown_every_word_so_the_walk_comes_by_them(copied):
    with copied("planted_editor") as (app, world):
        paths = places(app, app.extensions["database"], world)
        paths = [path for path in paths if OBJECTS.fullmatch(path)]
        found = shown(app, world, "editor", paths, "en")

    assert set().union(*found.values()) >= WORDS
    assert len(WORDS) > 35


def test_readers_see_the_quote_with_its_surroundings_and_no_more(copied):
    with copied("planted_quote") as (app, world):
        published = world.keys["statements"]["published"]
        page = app.test_client().get(f"/statements/{published}").text

    assert SAID in page
    assert "the talk went on for long" in page
    assert planted(page, WORDS | NAMES) == set()
