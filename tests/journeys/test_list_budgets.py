"""Every list costs the same few SQL statements, however long it is."""

from typing import Any

import pytest
from sqlalchemy import insert

from tests.accounts.people import signed_in
from tracker import record
from tracker.models import Base, Speaker, new_uid, now
from tracker.vocabulary import AccountRole

BUDGET = 4
NOUNS = ("claims", "speakers", "statements", "sources", "outlets", "occasions", "topics")


def fill(database: Any, rows: int) -> None:
    """As many rows of every noun, each statement with a speaker, a stance and a source."""
    tables = Base.metadata.tables
    moment = now()
    common = [
        {
            "id": n,
            "uid": new_uid(),
            "created_at": moment,
            "changed_at": moment,
            "version": 1,
        }
        for n in range(1, rows + 1)
    ]
    values: dict[str, dict[str, Any]] = {
        "speaker": {"kind": "person", "name": "Speaker", "folded": "speaker"},
        "outlet": {"name": "Outlet", "folded": "outlet"},
        "source": {
            "kind": "article",
            "title": "Source",
            "folded": "source",
            "language": "en",
            "is_free": False,
        },
        "occasion": {
            "kind": "meeting",
            "name_en": "Meeting",
            "folded": "meeting",
            "held_on": "2025",
            "first_on": moment.date().replace(2025, 1, 1),
            "last_on": moment.date().replace(2025, 12, 31),
        },
        "topic": {"name_en": "Topic", "folded": "topic"},
        "claim": {"kind": "factual", "text": "Claim", "language": "en", "is_mirrored": False},
        "statement": {"state": "published", "newest": 1},
    }
    with database.engine.begin() as connection:
        for name, columns in values.items():
            connection.execute(insert(tables[name]), [{**row, **columns} for row in common])
        _connect(connection, tables, common, moment)
    with database.transaction(why="fill") as session:
        session.get_one(Speaker, 1).about = "Touched."
        record.sync(session, record.Touched(statements=range(1, rows + 1)))


def _connect(connection: Any, tables: Any, common: list[dict[str, Any]], moment: Any) -> None:
    ids = [row["id"] for row in common]
    day = moment.date().replace(2025, 1, 8)
    edition = {
        "number": 1,
        "state": "published",
        "is_standing": True,
        "said_on": "2025-01-08",
        "first_on": day,
        "last_on": day,
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
        connection.execute(insert(tables[name]), rows)
    source = tables["source"]
    connection.execute(source.update().values(outlet_id=source.c.id))


@pytest.mark.slow
@pytest.mark.parametrize("rows", [50, 5_000])
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

    assert lists == set(NOUNS)
