"""Every list costs the same few SQL statements, however long it is."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import insert

from tests.accounts.people import signed_in
from tests.soak.amounts import IS_FULL
from tracker import record
from tracker.models import Base, Speaker, new_uid, now
from tracker.vocabulary import AccountRole

BUDGET = 4
NOUNS = ("claims", "speakers", "statements", "sources", "outlets", "occasions", "topics")


DAY = date(2025, 1, 8)
COLUMNS: dict[str, dict[str, Any]] = {
    "speaker": {"kind": "person", "name": "Speaker", "folded": "speaker"},
    "outlet": {"name": "Outlet", "folded": "outlet"},
    "source": {"kind": "article", "title": "Source", "language": "en", "is_free": False},
    "occasion": {
        "kind": "meeting",
        "name_en": "Meeting",
        "held_on": "2025-01-08",
        "first_on": DAY,
        "last_on": DAY,
    },
    "topic": {"name_en": "Topic", "folded": "topic"},
    "claim": {"kind": "factual", "text": "Claim", "language": "en", "is_mirrored": False},
    "statement": {"state": "published", "newest": 1},
}


def fill(database: Any, rows: int) -> None:
    """As many rows of every noun, each statement with a speaker, a stance and a source."""
    moment = now()
    numbers = range(1, rows + 1)
    made = {"created_at": moment, "changed_at": moment, "version": 1}
    with database.engine.begin() as connection:
        for name, columns in COLUMNS.items():
            nouns = [{"id": n, "uid": new_uid(), **made, **columns} for n in numbers]
            connection.execute(insert(Base.metadata.tables[name]), nouns)
        _connect(connection, list(numbers), moment)
    with database.transaction(why="fill") as session:
        session.get_one(Speaker, 1).about = "Touched."
        record.sync(session, record.Touched(statements=numbers))


def _connect(connection: Any, ids: list[int], moment: datetime) -> None:
    edition = {
        "number": 1,
        "state": "published",
        "is_standing": True,
        "said_on": "2025-01-08",
        "first_on": DAY,
        "last_on": DAY,
        "delivery": "reported",
        "gloss_en": "Says so.",
        "created_at": moment,
    }
    parts: dict[str, list[dict[str, Any]]] = {
        "edition": [{"id": n, "statement_id": n, "occasion_id": n, **edition} for n in ids],
        "edition_speaker": [{"edition_id": n, "place": 0, "speaker_id": n} for n in ids],
        "citation": [{"edition_id": n, "place": 0, "source_id": n} for n in ids],
        "stance": [
            {"edition_id": n, "place": 0, "claim_id": n, "code": "support", "is_explicit": True}
            for n in ids
        ],
        "claim_topic": [{"claim_id": n, "topic_id": n, "entered": 1} for n in ids],
    }
    for name, rows in parts.items():
        connection.execute(insert(Base.metadata.tables[name]), rows)
    source = Base.metadata.tables["source"]
    connection.execute(source.update().values(outlet_id=source.c.id))


@pytest.mark.slow
@pytest.mark.parametrize("rows", [50, 5_000 if IS_FULL else 500])
def test_every_list_keeps_its_budget(app, database, client, queries, rows):
    fill(database, rows)
    editor = signed_in(app, "editor@example.org", AccountRole.EDITOR)
    costs = {}

    for visitor, browser in (("anybody", client), ("editor", editor)):
        for noun in NOUNS:
            for suffix in ("/", ".json"):
                with queries.counted() as statements:
                    answer = browser.get(f"/{noun}{suffix}")
                assert answer.status_code == 200
                costs[visitor, noun, suffix] = len(statements)

    assert {place: n for place, n in costs.items() if n > BUDGET} == {}


def test_no_list_is_forgotten(app):
    lists = {
        rule.rule.strip("/")
        for rule in app.url_map.iter_rules()
        if rule.rule.endswith("/") and rule.rule != "/" and "GET" in (rule.methods or ())
    }

    # The list of reports asks the database for nothing.
    assert lists == {*NOUNS, "reports"}
