"""The state tells everything that is true now, once, in the same bytes wherever it stands."""

import json
import unicodedata
from datetime import UTC, datetime

import pytest

from tests.upkeep.conftest import state_of
from tests.upkeep.world import SAID
from tracker import audit
from tracker.db import Database
from tracker.models import (
    Account,
    Base,
    Claim,
    ClaimRelation,
    ExternalId,
    Name,
    Setting,
    Speaker,
    Topic,
)
from tracker.upkeep.shapes import LEFT_OUT, TABLES, is_left_out, tables_told
from tracker.vocabulary import RelationKind

TOLD = set(tables_told())


def objects(value):
    """Every JSON object in a value."""
    if isinstance(value, dict):
        yield value
    for inside in value.values() if isinstance(value, dict) else value:
        if isinstance(inside, dict | list):
            yield from objects(inside)


def test_every_table_is_told_or_left_out_with_a_reason():
    assert sorted(Base.metadata.tables) == sorted([*TOLD, *(LEFT_OUT.keys() & TABLES.keys())])


def test_nothing_is_left_out_that_is_not_there():
    there = {f"{name}.{column.name}" for name in TOLD for column in TABLES[name].c}
    everywhere = {f"*.{place.partition('.')[2]}" for place in there}

    assert set(LEFT_OUT) <= there | everywhere | TABLES.keys()
    assert all(LEFT_OUT.values())


@pytest.mark.engines("sqlite")
def test_every_column_that_is_not_left_out_is_told(database_url, ids):
    lines = [json.loads(line) for line in state_of(database_url)]
    names = {frozenset(found) for found in objects(lines)}

    for table in TOLD:
        columns = [c for c in TABLES[table].c if not is_left_out(table, c.name)]
        wanted = {c.name.removesuffix("_id") if c.foreign_keys else c.name for c in columns}
        assert any(wanted - {"uid"} <= found for found in names), table


def test_lines_are_canonical_and_in_the_order_of_their_bytes(database_url, ids):
    lines = state_of(database_url)

    dumped = [
        json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for line in lines
    ]
    encoded = [line.encode() for line in lines]
    assert dumped == lines
    assert encoded == sorted(encoded)
    assert len(set(lines)) == len(lines) > 20
    assert all(unicodedata.is_normalized("NFC", line) for line in lines)


def test_the_command_prints_the_state(tracker, database_url, ids):
    done = tracker("--database", database_url, "state", "--json", PYTHONIOENCODING="latin-1")

    assert done.returncode == 0
    assert done.stdout == "".join(f"{line}\n" for line in state_of(database_url))
    assert SAID in done.stdout


@pytest.mark.engines("sqlite")
def test_what_is_secret_or_passes_is_not_told(database_url, ids):
    told = "\n".join(state_of(database_url))

    for word in ("password", "token", "kept", "created_at", "version", "entered", "folded"):
        assert f'"{word}' not in told


@pytest.mark.engines("sqlite")
def test_a_topic_that_was_left_is_not_told(database_url, ids):
    claims = [json.loads(line) for line in state_of(database_url) if '"kind":"claim"' in line]

    assert sorted(len(claim["values"]["topics"]) for claim in claims)[-2:] == [0, 2]


@pytest.mark.engines("sqlite")
def test_a_contradiction_is_told_by_both_claims(database_url, ids):
    lines = [json.loads(line) for line in state_of(database_url)]
    told = [line["values"]["relations"] for line in lines if line["kind"] == "claim"]

    kinds = sorted([relation["kind"] for relation in found] for found in told if found)
    assert kinds == [["contradicts"], ["contradicts", "entails"]]


@pytest.mark.engines("sqlite")
def test_an_edition_is_told_with_its_parts_in_their_places(database_url, ids):
    lines = [json.loads(line)["values"] for line in state_of(database_url)]
    told = next(line for line in lines if "editions" in line and len(line["decisions"]) == 2)

    (edition,) = told["editions"]
    assert [part["place"] for part in edition["stances"]] == [0, 1]
    assert edition["speakers"][0]["role"]["title_en"] == "Envoy"
    assert edition["citations"][0]["exact"] == SAID
    assert [decision["step"] for decision in told["decisions"]] == ["submit", "publish"]


def rows_in_order():
    """Rows that do not depend on each other: in which order they came is nothing."""
    names = [Name(text=word, language="id") for word in ("Beta", "alfa", "Álfa")]
    marks = [ExternalId(scheme="wikidata", value=value) for value in ("Q2", "Q10")]
    claims = [Claim(uid=f"{n}c", kind="factual", text=f"it is {n}", language="en") for n in (1, 2)]
    return names, marks, claims


def write(url, *, backwards):
    names, marks, claims = rows_in_order()
    step = -1 if backwards else 1
    database = Database(url)
    with database.transaction(why="test") as session:
        speaker = Speaker(uid="1s", kind="person", name="Alfa", names=names[::step])
        speaker.external_ids = marks[::step]
        rows = [speaker, Speaker(uid="2s", kind="person", name="Beta"), *claims]
        rows += [Account(uid="1a", email="a@example.org", role="admin", password_hash="")]
        rows += [Setting(name=name, value="1") for name in ("name", "contact")]
        rows += [Topic(uid="1t", name_en="Arms")]
        for row in rows[::step]:
            session.add(row)
            session.flush()
        # By their ids, as the table wants it: the two worlds store it the other way round.
        one, other = sorted(claim.id for claim in claims)
        session.add(ClaimRelation(claim_id=one, other_id=other, kind=RelationKind.CONTRADICTS))
        audit.expect_stamps(session)
    database.dispose()


def test_the_order_in_which_it_came_changes_nothing(new_database_url):
    first, second = new_database_url(), new_database_url()

    write(first, backwards=False)
    write(second, backwards=True)

    assert state_of(first) == state_of(second)


@pytest.mark.engines("sqlite")
def test_a_changed_word_changes_the_state(database, database_url, ids):
    before = state_of(database_url)

    with database.transaction(why="test") as session:
        session.get_one(Speaker, ids["person"]).about = "An envoy."

    after = state_of(database_url)
    assert len(set(before) ^ set(after)) == 2


@pytest.mark.engines("sqlite")
def test_a_moment_of_writing_changes_nothing(database, database_url, ids):
    before = state_of(database_url)

    with database.transaction(why="test") as session:
        session.get_one(Speaker, ids["person"]).created_at = datetime(2020, 1, 1, tzinfo=UTC)

    assert state_of(database_url) == before
