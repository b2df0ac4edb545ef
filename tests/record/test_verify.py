"""Each check of `tracker verify` fails for its own damage, and names the first bad row."""

import hashlib

import pytest
from sqlalchemy import select, text

from tracker.models import Entry, Head, Statement
from tracker.record.verify import verify
from tracker.reviews import commands as reviews
from tracker.vocabulary import Delivery, Stance

FORGED = hashlib.sha256(b"forged").hexdigest()


@pytest.fixture
def world(database, make):
    """Two statements of one person about one claim, the second corrected; one citation.

    And somebody who is for and against on one day.
    """
    person, claim = make.speaker("Shea"), make.claim()
    ministry = make.speaker("Ministry", "organisation", parent=make.state("Russia", "RU"))
    source = make.source(words="He said: it is so, in part.")
    kept = {
        "speaker": person,
        "role": make.role(person, ministry),
        "source": source,
        "locator": "",
        "delivery": Delivery.VERBATIM,
        "quote_language": "en",
        "gloss_en": "",
    }
    make.statement(quote="it is so", stances={claim: Stance.SUPPORT}, **kept)
    second = make.statement(
        quote="in part", stances={claim: Stance.LEAN_SUPPORT}, said_on="2025-02", **kept
    )
    draft = make.draft(quote="in part", stances={claim: Stance.MIXED}, said_on="2025-02", **kept)
    make.correct(second, draft)
    other = make.speaker("Envoy")
    for code in (Stance.SUPPORT, Stance.OPPOSE):
        make.statement(speaker=other, stances={claim: code})
    return database


def failed(database, *, deep=False):
    report = verify(database, deep=deep)
    assert report.ok == all(check.ok for check in report.checks)
    return {check.name: check.first_bad for check in report.checks if not check.ok}


def damage(database, *statements):
    """Change the database as somebody could who has its password."""
    is_sqlite = database.engine.dialect.name == "sqlite"
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        if is_sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            for statement in statements:
                if statement.startswith("ALTER TABLE") and is_sqlite:
                    continue
                connection.execute(text(statement))
        if is_sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys = ON")


def test_an_untouched_record_is_whole(world):
    report = verify(world, deep=True)

    assert failed(world, deep=True) == {}
    assert [check.name for check in report.checks] == [
        "schema",
        "foreign_keys",
        "history",
        "record",
        "positions",
        "contradictions",
        "citations",
    ]
    assert all(check.rows > 0 for check in report.checks)
    with world.reading() as session:
        head = session.execute(select(Head.number, Head.hash)).one()
        assert (report.revision, report.head) == tuple(head)


CLOSED = '(SELECT min(id) FROM entry WHERE "left" IS NOT NULL)'
OPEN = '(SELECT min(id) FROM entry WHERE "left" IS NULL)'
DAMAGES = {
    "the number of the schema": (
        ["UPDATE alembic_version SET version_num = '0003'"],
        {"schema": "schema 0003 is behind"},
    ),
    "a newer schema": (
        ["UPDATE alembic_version SET version_num = '9999'"],
        {"schema": "schema 9999 is ahead"},
    ),
    "a reference that leads nowhere": (
        [
            "ALTER TABLE occasion DROP CONSTRAINT fk_occasion_host_id",
            (
                "INSERT INTO occasion (uid, kind, host_id, held_on, first_on, last_on, created_at,"
                " changed_at, version) VALUES ('x', 'meeting', 777, '2025', '2025-01-01',"
                " '2025-12-31', '2025-01-08 00:00:00', '2025-01-08 00:00:00', 1)"
            ),
        ],
        {"foreign_keys": "occasion 1: host_id leads nowhere"},
    ),
    "the head": ([f"UPDATE head SET hash = '{FORGED}'"], {"history": "revision "}),
    "an entry that is missing": (
        [f"DELETE FROM entry WHERE id = {OPEN}"],
        {"record": "statement 1: an entry is missing", "positions": "position of speaker"},
    ),
    "an entry too many": (
        [
            f'UPDATE entry SET "left" = NULL, left_at = NULL WHERE id = {CLOSED}',
        ],
        {"record": "entry 2: nothing that stands says this", "positions": "position of speaker"},
    ),
    "an entry of another source": (
        [f"UPDATE entry SET language = 'id' WHERE id = {OPEN}"],
        {"record": "statement 1: an entry is missing or altered"},
    ),
    "an entry of another day": (
        [f"UPDATE entry SET entered_at = '2020-01-01 00:00:00' WHERE id = {OPEN}"],
        {"record": "entry 1: no revision entered it"},
    ),
    "an entry opened by no revision": (
        [f"UPDATE entry SET entered = 5000 WHERE id = {OPEN}"],
        {"record": "entry 1: no revision entered it"},
    ),
    "an entry closed by another revision": (
        [f'UPDATE entry SET "left" = "left" - 1 WHERE id = {CLOSED}'],
        {"record": "entry 2: no revision left it"},
    ),
    "an entry closed without a moment": (
        [f"UPDATE entry SET left_at = NULL WHERE id = {CLOSED}"],
        {"record": "entry 2: no revision left it"},
    ),
    "an entry that never stood": (
        [f'UPDATE entry SET "left" = 0 WHERE id = {CLOSED}'],
        {"record": "entry 2: no revision left it"},
    ),
    "the code of an entry that has left": (
        [f"UPDATE entry SET code = 'oppose', value = -2 WHERE id = {CLOSED}"],
        {"record": "entry 2: its edition says something else"},
    ),
    "the value of an entry that has left": (
        [f"UPDATE entry SET value = 2 WHERE id = {CLOSED}"],
        {"record": "entry 2: its edition says something else"},
    ),
    "the days of an entry that has left": (
        [f"UPDATE entry SET last_on = '2026-01-01' WHERE id = {CLOSED}"],
        {"record": "entry 2: its edition says something else"},
    ),
    "a position": (
        ["UPDATE position SET n_for = n_for + 1 WHERE level = 'body'"],
        {"positions": "position of body"},
    ),
    "a position that is missing": (
        ["DELETE FROM position WHERE level = 'state'"],
        {"positions": "position of state"},
    ),
    "a position of nobody": (
        [
            (
                "INSERT INTO position SELECT claim_id, 'state', 1, n, n_for, n_against, n_mixed,"
                " changes, first_on, last_on, code, value, is_retracted, statement_id"
                " FROM position WHERE level = 'speaker' AND code = 'mixed' LIMIT 1"
            )
        ],
        {"positions": "position of state"},
    ),
    "a contradiction that is missing": (
        ["DELETE FROM contradiction"],
        {"contradictions": "contradiction of entries 4 and 5: it is missing"},
    ),
    "a contradiction that is altered": (
        ["UPDATE contradiction SET gap_days = 7"],
        {"contradictions": "contradiction of entries 4 and 5: they make none"},
    ),
    "a contradiction that stands twice": (
        [
            (
                "INSERT INTO contradiction SELECT id + 1, level, kind, holder_id, before_id,"
                " after_id, claim_id, other_claim_id, gap_days, first_on, last_on, order_key"
                " FROM contradiction"
            )
        ],
        {"contradictions": "contradiction of entries 4 and 5: they make none, or it stands twice"},
    ),
    "the words that are cited": (
        ["UPDATE citation SET exact = 'it is not' WHERE id = 1"],
        {"citations": "citation 1"},
    ),
    "where the words stand": (
        ['UPDATE citation SET "end" = "end" + 1 WHERE id = 2'],
        {"citations": "citation 2"},
    ),
    "the source of a passage": (
        [
            (
                "INSERT INTO source (uid, kind, title, language, is_free, created_at, changed_at,"
                " version) VALUES ('x', 'article', 'X', 'en', false, '2025-01-08 00:00:00',"
                " '2025-01-08 00:00:00', 1)"
            ),
            "UPDATE snapshot SET source_id = 2",
        ],
        {"citations": "citation 1: the snapshot is of another source"},
    ),
}


@pytest.mark.parametrize("name", list(DAMAGES))
def test_a_damage_is_found_by_its_own_check(world, name):
    statements, wanted = DAMAGES[name]

    damage(world, *statements)

    found = failed(world)
    # Whatever was changed behind the back of the history is seen there too.
    assert set(wanted) <= set(found) <= {*wanted, "history"}
    assert {check: found[check][: len(words)] for check, words in wanted.items()} == wanted


def test_a_text_that_no_citation_covers_is_found_by_a_deep_look(world):
    damage(world, "UPDATE snapshot SET text = replace(text, 'He said', 'I said')")

    # Every span is two letters off now, but what no citation touches is seen by its hash alone.
    assert set(failed(world)) == {"citations"}
    damage(world, "UPDATE snapshot SET text = replace(text, 'I said', 'We said')")
    assert failed(world) == {}
    assert failed(world, deep=True) == {"citations": "snapshot 1"}


def test_what_stood_for_one_transaction_only_is_not_in_the_ledger(database, make):
    statement = make.submitted()
    from_now = make.reviewer

    with make.transaction(from_now) as session:
        row = session.get_one(Statement, statement)
        reviews.publish(session, row, by=from_now, version=None)
        reviews.withdraw(session, row, by=from_now, version=None, reason="At once.")

    with database.reading() as session:
        assert session.scalars(select(Entry)).all() == []
    assert failed(database) == {}


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    "change", ["stance SET code = 'loud'", "speaker SET kind = 'crowd'", "entry SET \"left\" = 'x'"]
)
def test_a_value_that_cannot_be_read_is_damage_not_a_fault(world, change):
    damage(world, "PRAGMA ignore_check_constraints = ON", f"UPDATE {change} WHERE id = 1")

    report = verify(world)

    bad = {check.name: check.first_bad or "" for check in report.checks if not check.ok}
    assert not report.ok
    assert any("cannot be read" in told for told in bad.values())
    table = change.partition(" ")[0]
    assert table == "entry" or bad["history"].startswith(f"{table} 1: its")
