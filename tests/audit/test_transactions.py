"""A transaction is kept whole or not at all; who writes past the audit is stopped."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from tests.audit.told import newest, outlet, revisions
from tracker import audit
from tracker.models import (
    Claim,
    ClaimRelation,
    ClaimTopic,
    Edition,
    Outlet,
    Revision,
    Stance,
    Statement,
    Topic,
)
from tracker.record.verify import verify
from tracker.vocabulary import ClaimKind, RelationKind


@pytest.mark.parametrize(
    "statement",
    [
        insert(Outlet).values(name="x", uid="x"),
        update(Outlet).values(name="x"),
        delete(Outlet),
        delete(Edition),
        update(Stance).values(note="x"),
    ],
    ids=str,
)
def test_a_bulk_write_outside_of_the_audit_is_refused(database, statement):
    with pytest.raises(RuntimeError, match="goes through audit"), database.transaction() as session:
        session.execute(statement)


def test_bulk_inserts_leave_a_revision_per_block(database, monkeypatch):
    monkeypatch.setattr(audit, "BLOCK", 3)
    rows = [{"name": f"Outlet {n}", "folded": f"outlet {n}"} for n in range(7)]

    with database.transaction(why="import") as session:
        audit.insert_many(session, Outlet, rows)

    told = revisions(database)
    assert [(r[0], r[1], r[2], len(r[4])) for r in told] == [
        ("outlet", None, "insert", 3),
        ("outlet", None, "insert", 3),
        ("outlet", None, "insert", 1),
    ]
    names = [row["name"] for r in told for row in r[4].values()]
    assert names == [row["name"] for row in rows]
    assert verify(database).ok


def test_bulk_updates_tell_each_row_before_and_after(database, monkeypatch):
    monkeypatch.setattr(audit, "BLOCK", 2)
    with database.transaction() as session:
        session.add_all([outlet(f"Outlet {n}") for n in range(3)])
    before = newest(database)

    moment = datetime(2025, 1, 8, tzinfo=UTC)
    with database.transaction() as session:
        where = Outlet.name != "Outlet 1"
        count = audit.update_where(session, Outlet, where, language="id", changed_at=moment)

    told = revisions(database, before)
    assert count == 2
    assert [r[2] for r in told] == ["update"]
    assert set(told[0][3]) == {"outlet#1", "outlet#3"}
    assert told[0][3]["outlet#1"] == {"language": ""}
    assert told[0][4]["outlet#3"] == {"language": "id"}
    with database.reading() as session:
        assert session.get_one(Outlet, 3).changed_at == moment


def test_a_transaction_that_fails_leaves_nothing(database):
    before = newest(database)
    twins = [Outlet(name="A", key="same"), Outlet(name="B", key="same")]
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add_all([outlet(), *twins])
    with database.transaction() as session:
        session.add(outlet("Other"))

    told = revisions(database, before)
    assert [next(iter(r[4].values()))["name"] for r in told] == ["Other"]
    assert verify(database).ok


def test_a_savepoint_makes_no_revision_of_its_own_and_takes_its_changes_back(database):
    with database.transaction() as session:
        kept = outlet()
        session.add(kept)
        with session.begin_nested():
            session.add(outlet("Saved"))
        undone = session.begin_nested()
        session.add(outlet("Undone"))
        kept.name = "Undone"
        session.flush()
        undone.rollback()
        assert kept.url == ""
        kept.url = "https://example.org"

    told = revisions(database)
    assert [next(iter(r[4].values()))["name"] for r in told] == ["Harian", "Saved"]
    assert [r[2] for r in told] == ["insert", "insert"]
    assert told[0][4][f"outlet#{kept.id}"]["url"] == "https://example.org"
    assert verify(database).ok


def test_a_change_outside_of_a_transaction_is_refused(database):
    with database.writer() as session:
        session.add(outlet())
        with pytest.raises(RuntimeError, match="outside of"):
            session.commit()


def test_relations_and_topics_are_stamped_with_the_revision_that_opened_or_closed_them(database):
    claims = [Claim(kind=ClaimKind.FACTUAL, text=t, language="en", folded=t) for t in "ab"]
    topic = Topic(name_en="t", folded="t")
    with database.transaction() as session:
        session.add_all([*claims, topic])
        session.flush()
        of = ClaimTopic(claim_id=claims[0].id, topic_id=topic.id, entered=0)
        between = ClaimRelation(
            claim_id=claims[0].id, other_id=claims[1].id, kind=RelationKind.ENTAILS, entered=0
        )
        session.add_all([of, between])
        audit.expect_stamps(session)
    opened = newest(database)
    with database.transaction() as session:
        session.get_one(ClaimTopic, of.id).left = 0
        audit.expect_stamps(session)

    with database.reading() as session:
        of, between = session.get_one(ClaimTopic, of.id), session.get_one(ClaimRelation, between.id)
        assert (of.entered, of.left) == (opened, opened + 1)
        assert (between.entered, between.left) == (opened, None)
    assert revisions(database, opened)[0][3:] == (
        {f"claim_topic#{of.id}": {"left": None}},
        {f"claim_topic#{of.id}": {"left": True}},
    )


def test_moments_never_go_back_when_the_clock_does(database, monkeypatch):
    start = datetime(2031, 5, 1, tzinfo=UTC)
    for hours in (0, -3, 2, -48):
        monkeypatch.setattr(audit, "now", lambda hours=hours: start + timedelta(hours=hours))
        with database.transaction() as session:
            session.add(outlet(f"At {hours}"))

    with database.reading() as session:
        moments = session.scalars(select(Revision.at).order_by(Revision.number)).all()
    expected = [start, start, start + timedelta(hours=2), start + timedelta(hours=2)]
    assert moments == expected
    assert verify(database).ok


def test_a_revision_says_who_why_and_in_which_request(database, make):
    editor = make.editor.account_id
    before = newest(database)
    with database.transaction(by=editor, why="because", request="r1") as session:
        session.add(outlet())

    with database.reading() as session:
        row = session.get_one(Revision, before + 1)
        assert (row.by_id, row.why, row.request) == (editor, "because", "r1")


def test_reads_see_one_state_and_write_nothing(database):
    with database.transaction() as session:
        session.add(outlet())
    with database.reading() as reader:
        first = reader.scalars(select(Outlet.name)).all()
        with database.transaction() as session:
            session.add(outlet("Later"))
        assert reader.scalars(select(Outlet.name)).all() == first
        assert reader.scalar(select(Statement.id)) is None
        with pytest.raises(Exception, match=r"readonly|read-only"):
            reader.execute(text("UPDATE head SET number = 7"))

    with database.transaction() as session:
        session.add(outlet("After"))
    with database.reading() as reader:
        assert len(reader.scalars(select(Outlet.name)).all()) == 3
