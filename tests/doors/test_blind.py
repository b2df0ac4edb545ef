"""Who is to code a statement is shown its words where they code it, and how others did nowhere."""

import re

import pytest
from sqlalchemy import select

from tests.doors.places import places
from tests.doors.test_planted import shown
from tracker.models import Account

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.slow, pytest.mark.unmeasured]

# What was noted of the coding (planting_samples.py), and the words that were coded.
NOTES = {"zqfirstnote", "zqsecondnote"}
WORDS = {"zqsampledgloss"}
ONE_OBJECT = re.compile(r"/\w+/(\d+|[0-9a-f]{32})\b.*")


def everywhere(app, world):
    """Every route, every list, and the object and the people that it is about."""
    database, sampled = app.extensions["database"], world.keys["statements"]["sampled"]
    with database.reading() as session:
        people = session.scalars(select(Account.id)).all()
    about = {f"/{noun}/{known['unpublished']}" for noun, known in world.keys.items()
             if "unpublished" in known}  # fmt: skip
    about |= {f"/statements/{sampled}", f"/statements/{world.uids[f'statements/{sampled}']}"}
    return [
        # Other objects have pages of their own, which have nothing to tell of this one.
        *(path for path in places(app, database, world)
          if not ONE_OBJECT.fullmatch(path) or any(path.startswith(own) for own in about)),
        *(f"/coding/{number}" for number in world.codings.values()),
        *(f"/queue/{sampled}{query}" for query in ("", "?claim=1")),
        *(f"/queue?{name}={n}" for name in ("claim", "topic", "speaker") for n in (1, 2, 3)),
        *(f"/admin/people/{n}/history{kind}" for n in people for kind in ("", ".json", ".csv")),
        f"/comments/{world.uids['comments/sampled']}",
        f"/admin/redact?uid={world.uids[f'statements/{sampled}']}",
    ]  # fmt: skip


def found_by(copied, who, of_interest=""):
    """Which of the words stand at which addresses."""
    with copied(f"blind_{who}") as (app, world):
        paths = [path for path in everywhere(app, world) if path.startswith(of_interest)]
        told = shown(app, world, who, paths, "en", words=NOTES | WORDS)
        own = f"/coding/{world.codings['sampled']}"
    return {path: words for path, words in told.items() if words}, own, len(told)


def test_a_second_coder_is_shown_the_words_alone_and_only_where_they_code(copied):
    found, own, looked_at = found_by(copied, "coder")

    assert {path for path, words in found.items() if words & NOTES} == set()
    assert {path for path in found if not path.startswith("/coding")} == set()
    assert found[own] == WORDS
    assert looked_at > 300


def test_an_administrator_who_is_to_code_it_finds_nothing_in_what_people_did(copied):
    found, _, looked_at = found_by(copied, "admin", "/admin")

    assert found == {}
    assert looked_at > 30


def test_who_has_coded_it_is_shown_all_of_it_so_the_walk_comes_by_the_words(copied):
    found, _, _ = found_by(copied, "reviewer", "/statements")

    assert set().union(*found.values()) == NOTES | WORDS
    assert len(found) > 10
