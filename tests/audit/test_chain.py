"""The chain shows every tampering, and names the first row that is wrong."""

import hashlib

import pytest
from sqlalchemy import select, text

from tracker.chain import broken_links, canonical, digest_of
from tracker.models import Head, Outlet, Revision
from tracker.record.verify import verify

ROWS = 6


@pytest.fixture
def chained(database):
    """Six revisions, and no trigger that would keep anybody from touching them."""
    for number in range(ROWS):
        with database.transaction(why=f"reason {number}") as session:
            session.add(Outlet(name=f"Outlet {number}"))
    with database.engine.begin() as connection:
        for trigger in ("revision_update", "revision_delete"):
            on = "" if connection.dialect.name == "sqlite" else " ON revision"
            connection.execute(text(f"DROP TRIGGER {trigger}{on}"))
    return database


def run(database, *statements):
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def first_bad(database):
    failed = {check.name: check.first_bad for check in verify(database).checks if not check.ok}
    assert set(failed) <= {"history"}
    return failed.get("history")


OTHER = hashlib.sha256(b"another").hexdigest()
TAMPERINGS = {
    "a text": ("UPDATE revision SET after = '{}' WHERE number = 3", 3),
    "a reason": ("UPDATE revision SET why = 'another' WHERE number = 4", 4),
    "a reason where none was": ("UPDATE revision SET before = 'x' WHERE number = 2", 2),
    "who": ("UPDATE revision SET by_id = 1 WHERE number = 3", 3),
    "when": ("UPDATE revision SET at = '2020-01-01 00:00:00.000000' WHERE number = 5", 5),
    "the request": ("UPDATE revision SET request = 'x' WHERE number = 1", 1),
    "the kind": ("UPDATE revision SET kind = 'claim' WHERE number = 3", 3),
    "the object": ("UPDATE revision SET object_id = 99 WHERE number = 3", 3),
    "the action": ("UPDATE revision SET action = 'delete' WHERE number = 6", 6),
    "the salt": ("UPDATE revision SET salt = 'x' WHERE number = 3", 3),
    "the digest": (f"UPDATE revision SET digest = '{OTHER}' WHERE number = 3", 3),
    "the link": (f"UPDATE revision SET previous = '{OTHER}' WHERE number = 3", 3),
    "the hash": (f"UPDATE revision SET hash = '{OTHER}' WHERE number = 3", 3),
    "a text whose salt was removed": (
        "UPDATE revision SET salt = NULL, after = '{}' WHERE number = 3",
        3,
    ),
    "a row in the middle": ("DELETE FROM revision WHERE number = 3", 3),
    "the first row": ("DELETE FROM revision WHERE number = 1", 1),
    "the last row": ("DELETE FROM revision WHERE number = 6", 6),
    "the last two rows": ("DELETE FROM revision WHERE number > 4", 5),
    "all rows": ("DELETE FROM revision", 1),
    "the number": ("UPDATE revision SET number = 9 WHERE number = 6", 6),
}


@pytest.mark.parametrize(("statement", "number"), TAMPERINGS.values(), ids=list(TAMPERINGS))
def test_a_tampering_is_found_where_it_begins(chained, make, statement, number):
    assert make  # it only brings the fixtures that make accounts
    if "by_id" in statement:
        columns = "uid, email, role, password_hash, is_active, created_at, changed_at, version"
        values = "'a', 'a', 'editor', 'x', true, '2025-01-08', '2025-01-08', 1"
        run(chained, f"INSERT INTO account ({columns}) VALUES ({values})")

    run(chained, statement)

    assert first_bad(chained) == f"revision {number}"


def test_two_rows_that_changed_places_are_found(chained):
    run(
        chained,
        "UPDATE revision SET number = 99 WHERE number = 2",
        "UPDATE revision SET number = 2 WHERE number = 4",
        "UPDATE revision SET number = 4 WHERE number = 99",
    )

    assert first_bad(chained) == "revision 2"


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("number", "5", "revision 6"),
        ("number", "9", "revision 7"),
        ("hash", f"'{OTHER}'", "revision 7"),
        ("at", "'2020-01-01 00:00:00.000000'", "the head of the chain"),
    ],
)
def test_an_edited_head_is_found(chained, column, value, told):
    run(chained, f"UPDATE head SET {column} = {value}")

    assert str(first_bad(chained)).startswith(told)


def test_a_missing_head_is_found(chained):
    run(chained, "DELETE FROM head")

    assert first_bad(chained) == "the head of the chain is missing"


BLANK = "UPDATE revision SET before = NULL, after = NULL, why = NULL, salt = NULL"


def test_a_chain_with_texts_taken_out_is_whole_but_somebody_must_have_said_so(chained):
    assert first_bad(chained) is None

    run(chained, f"{BLANK} WHERE number IN (2, 6)")

    with chained.reading() as session:
        rows = session.execute(select(Revision.__table__).order_by(Revision.number)).all()
        head = session.execute(select(Head.number, Head.hash)).one()
    assert list(broken_links(rows, tuple(head))) == []
    assert first_bad(chained) == "revision 2: blanked, but by no redaction"


def test_an_empty_chain_is_whole(database):
    assert list(broken_links([], (0, "0" * 64))) == []
    assert verify(database).ok


def test_equal_changes_have_different_digests():
    assert digest_of("one", None, "{}", "") != digest_of("two", None, "{}", "")
    assert digest_of("", "a", None, "") != digest_of("", None, "a", "")
    assert canonical({"b": "é", "a": None}) == '{"a":null,"b":"é"}'
