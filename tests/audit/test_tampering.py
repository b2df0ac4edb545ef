"""Who drops the triggers and changes anything is found, and what was changed is named."""

import hashlib
import json

import pytest
from sqlalchemy import select, text

from tracker.chain import GENESIS, canonical, digest_of, hash_of
from tracker.models import Entry, Head, Revision
from tracker.record.verify import Anchor, verify
from tracker.text import sha256
from tracker.vocabulary import Delivery, Stance

OTHER = hashlib.sha256(b"another").hexdigest()


@pytest.fixture
def kept(database, make):
    """Three published statements, one of them corrected, one withdrawn; no trigger stands."""
    person, claim = make.speaker("Shea"), make.claim("it is so")
    source = make.source(words="He said: it is so, in part.")
    said = {"speaker": person, "source": source, "locator": "", "quote_language": "en"}
    said |= {"delivery": Delivery.VERBATIM}
    make.statement(**said, quote="it is so", stances={claim: Stance.SUPPORT})
    second = make.statement(
        **said, quote="in part", stances={claim: Stance.LEAN_SUPPORT}, said_on="2025-02"
    )
    draft = make.draft(**said, quote="in part", stances={claim: Stance.MIXED}, said_on="2025-02")
    make.correct(second, draft)
    make.withdraw(
        make.statement(
            speaker=person, source=source, stances={claim: Stance.OPPOSE}, said_on="2024"
        )
    )
    with database.engine.begin() as connection:
        on = "" if connection.dialect.name == "sqlite" else " ON revision"
        for trigger in ("revision_update", "revision_delete"):
            connection.execute(text(f"DROP TRIGGER {trigger}{on}"))
    assert failed(database) == {}
    return database


def failed(database, **asked):
    report = verify(database, **asked)
    return {check.name: check.first_bad for check in report.checks if not check.ok}


def run(database, *statements):
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def newest(database):
    with database.reading() as session:
        return session.execute(select(Head.number, Head.hash)).one()


CLOSED = '(SELECT min(id) FROM entry WHERE "left" IS NOT NULL)'
OPEN = '(SELECT min(id) FROM entry WHERE "left" IS NULL)'
MOVED = (
    "UPDATE entry SET {0} = r.number, {0}_at = r.at FROM revision AS r WHERE r.number = "
    "(SELECT e.{0} - 1 FROM entry AS e WHERE e.id = {1}) AND entry.id = {1}"
)
COLUMNS = ", ".join(f'"{column.name}"' for column in Entry.__table__.columns if column.name != "id")
AGAIN = f"INSERT INTO entry ({COLUMNS}) SELECT {COLUMNS} FROM entry WHERE id = {CLOSED}"
LEDGER = {
    "the moment an entry came": (MOVED.format("entered", OPEN), "entry 1: it, or one beside it"),
    "the moment a closed entry came": (
        MOVED.format("entered", CLOSED),
        "entry 2: it, or one beside it",
    ),
    "the moment an entry left": (
        MOVED.format('"left"', CLOSED).replace('"left"_at', "left_at"),
        "entry 2: it, or one beside it",
    ),
    **{
        f"{column} of an entry that left": (
            f"UPDATE entry SET {column} = {value} WHERE id = {CLOSED}",
            "entry 2: it, or one beside it, is not what revision",
        )
        for column, value in {
            "statement_id": "1",
            "edition_id": "1",
            "stance_id": "1",
            "claim_kind": "'value'",
            "role_id": "NULL, body_id = 1",
            "state_id": "1",
            "occasion_on": "'2025'",
            "delivery": "'reported'",
            "language": "'id'",
            "coder_id": "NULL",
            "first_on": "'2025-01-31'",
            "last_on": "'2026-02-28'",
            "order_key": "'x'",
            "code": "'oppose'",
            "value": "-2",
            "act": "'denies'",
        }.items()
    },
    "an entry that never was": (AGAIN, "entry 2: it, or one beside it"),
    "an entry that left": (f"DELETE FROM entry WHERE id = {CLOSED}", "revision "),
}


def test_whatever_is_altered_in_the_ledger_is_found_and_named(kept):
    run(kept, "CREATE TABLE spare AS SELECT * FROM entry")
    found = {}

    for name, (statement, _told) in LEDGER.items():
        run(kept, statement)
        found[name] = failed(kept).get("history", "")
        run(kept, "DELETE FROM entry", "INSERT INTO entry SELECT * FROM spare")

    told = {name: words for name, (_statement, words) in LEDGER.items()}
    assert {name: words[: len(told[name])] for name, words in found.items()} == told


TABLES = {
    "the words that stand": ("UPDATE edition SET quote = 'it was so' WHERE id = 1", "edition 1"),
    "the words of a claim": ("UPDATE claim SET text = 'it is not so'", "claim 1"),
    "a stance": ("UPDATE stance SET code = 'oppose' WHERE id = 1", "stance 1"),
    "a citation": ("UPDATE citation SET prefix = 'x' WHERE id = 1", "citation 1"),
    "a name": ("UPDATE name SET text = 'Someone' WHERE id = 1", "name 1"),
    "a name that is emptied": ("UPDATE speaker SET folded = '' WHERE id = 1", "speaker 1"),
    "a decision": ("UPDATE decision SET reason = 'x' WHERE id = 1", "decision 1"),
    "who decided": ("UPDATE decision SET by_id = NULL WHERE id = 2", "decision 2"),
    "a role": ("UPDATE account SET role = 'admin' WHERE id = 1", "account 1"),
    "a text and its hash": (
        f"UPDATE snapshot SET text = 'He said.', sha256 = '{sha256('He said.')}'",
        "snapshot 1",
    ),
    "a row that is gone": ("DELETE FROM citation WHERE id = 4", "citation 4"),
    "a row that came": (
        "INSERT INTO external_id (speaker_id, scheme, value) VALUES (1, 'wikidata', 'Q1')",
        "external_id 1",
    ),
}


@pytest.mark.parametrize("name", list(TABLES))
def test_what_is_changed_behind_the_back_of_the_history_is_found(kept, name):
    statement, row = TABLES[name]

    run(kept, statement)

    assert failed(kept)["history"].startswith(f"{row}: ")


def test_two_changes_that_would_cancel_out_are_found(kept):
    run(
        kept,
        "UPDATE decision SET reason = 'x' WHERE id = 1",
        "UPDATE decision SET reason = 'x' WHERE id = 2",
        "UPDATE stance SET place = 7 WHERE id = 1",
        "UPDATE stance SET place = 0, note = '7' WHERE id = 2",
    )

    assert failed(kept)["history"].startswith(("decision 1: ", "stance 1: "))


def test_a_chain_written_anew_is_found_by_an_anchor(kept):
    number, digits = newest(kept)
    rewrite(kept, since=number - 2)

    assert failed(kept) == {}
    assert failed(kept, anchors=[Anchor(number, digits)]) == {
        "history": f"revision {number}: not the one of the anchor"
    }


def rewrite(database, since):
    """Give a reason anew, and every later row its link: what somebody with time can do."""
    table = Revision.metadata.tables["revision"]
    with database.engine.begin() as connection:
        rows = connection.execute(select(table).order_by(table.c.number)).mappings().all()
        previous = GENESIS
        for row in rows:
            values = dict(row)
            if row["number"] >= since:
                values |= {"why": "Another reason.", "previous": previous}
                texts = (values["salt"], values["before"], values["after"], values["why"])
                values["digest"] = digest_of(*texts)
                facts = [values[n] for n in ("by_id", "request", "kind", "object_id", "action")]
                facts += [values["digest"], previous]
                values["hash"] = hash_of(row["number"], row["at"], *facts)
                change = table.update().where(table.c.number == row["number"])
                connection.execute(change.values(**values))
            previous = values["hash"]
        head = Head.metadata.tables["head"]
        connection.execute(head.update().values(hash=previous))


def test_an_anchor_of_the_future_or_of_another_chain_is_found(kept):
    number, _ = newest(kept)

    assert failed(kept, anchors=[Anchor(number + 5, OTHER)]) == {
        "history": f"revision {number + 1}: cut off, the anchor {number + 5} is later"
    }
    assert set(failed(kept, anchors=[Anchor(0, OTHER)])) == {"history"}
    assert failed(kept, anchors=[Anchor(0, GENESIS)]) == {}


def test_what_an_older_version_stamped_is_compared_from_then_on(kept):
    """The first release told the chain nothing of its ledger: it must not be called damaged."""
    forget_ledger(kept)

    assert failed(kept) == {}
    run(kept, MOVED.format("entered", CLOSED))
    assert failed(kept) == {}


def forget_ledger(database):
    """The history as the first release wrote it."""
    table = Revision.metadata.tables["revision"]
    with database.engine.begin() as connection:
        for row in connection.execute(select(table)).mappings().all():
            told = json.loads(row["after"] or "{}")
            if told.pop("ledger", None) is not None:
                change = table.update().where(table.c.number == row["number"])
                connection.execute(change.values(after=canonical(told)))
    rewrite(database, since=1)
