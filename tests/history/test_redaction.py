"""What is redacted is gone everywhere, and the chain still verifies."""

import json

import pytest
from sqlalchemy import select, text

from tests.audit.told import revisions
from tests.history.blanked import (
    REASON,
    SECRET,
    everything,
    holding,
    redacted,
    uid_of,
    whole,
)
from tracker import audit
from tracker.errors import Missing, Refused
from tracker.models import (
    Citation,
    Claim,
    Edition,
    Entry,
    Position,
    Revision,
    Snapshot,
    Source,
    Statement,
)
from tracker.models import Stance as Coded
from tracker.record.redactions import redactions_of
from tracker.record.verify import verify
from tracker.reviews import commands as reviews
from tracker.vocabulary import Delivery, Stance


def test_a_redacted_statement_leaves_no_word_anywhere(database, make, said):
    statement, neighbour, _source = said
    kept = {"quote": SECRET, "delivery": Delivery.DOCUMENT, "quote_language": "en"}
    under_way = make.draft(**kept, gloss_en=SECRET, stances={make.claim(): Stance.MIXED})
    with make.transaction(make.editor, why=f"He said: {SECRET}") as session:
        row = session.get_one(Statement, statement)
        asked = {"by": make.editor, "version": None, "reason": f"Not quite: {SECRET}"}
        reviews.correct(session, row, under_way, **asked)
    with make.transaction(make.editor, why=f"Of another: {SECRET}") as session:
        session.get_one(Source, 2).section = "News"
    with make.transaction(make.editor) as session:
        # One block of rows: the words of one statement, and what a neighbour says.
        audit.update_where(session, Edition, Edition.number == 1, context=SECRET)
        audit.update_where(session, Edition, Edition.statement_id == neighbour, context="Aside.")
    assert len(holding(database, SECRET)) > 15

    done = redacted(database, uid_of(database, Statement, statement))

    assert holding(database, SECRET, "xylophonite", "lieutenant") == []
    assert done.still == []
    assert whole(database)


def test_words_beside_a_citation_or_a_code_go_too(database, make, said):
    statement, _, _ = said
    mine = select(Edition.id).where(Edition.statement_id == statement)
    with make.transaction(make.editor) as session:
        audit.update_where(
            session, Citation, Citation.edition_id.in_(mine), locator=f"at “{SECRET}”"
        )
        audit.update_where(session, Coded, Coded.edition_id.in_(mine), original_scheme=SECRET)

    redacted(database, uid_of(database, Statement, statement))

    assert holding(database, SECRET) == []
    assert whole(database)


def test_what_is_counted_stays_and_the_reason_stands_where_the_words_were(database, said):
    statement, _, _source = said

    def counted():
        with database.reading() as session:
            entries = session.execute(select(Entry.__table__).order_by(Entry.id)).all()
            return entries, session.execute(select(Position.__table__)).all()

    before = counted()
    redacted(database, uid_of(database, Statement, statement))

    assert counted() == before
    with database.reading() as session:
        edition = session.scalars(select(Edition).where(Edition.statement_id == statement)).one()
        assert edition.quote == ""
        assert edition.gloss_en.startswith("Redacted on 20")
        assert edition.gloss_en.endswith(REASON)
        assert edition.gloss_id.startswith("Disamarkan pada 20")
        assert [row.reason for row in redactions_of(session, "statement", statement)] == [REASON]


def test_a_passage_becomes_as_many_blocks_and_other_citations_keep_their_place(database, said):
    statement, neighbour, source = said
    with database.reading() as session:
        words = session.scalar(select(Snapshot.text).where(Snapshot.source_id == source))

    redacted(database, uid_of(database, Statement, statement))

    with database.reading() as session:
        snapshot = session.scalars(select(Snapshot).where(Snapshot.source_id == source)).one()
        assert snapshot.text == words.replace(SECRET, "█" * len(SECRET))
        theirs = session.scalars(
            select(Citation)
            .join(Edition, Edition.id == Citation.edition_id)
            .where(Edition.statement_id == neighbour)
        ).one()
        assert theirs.exact == "and left. After it ended"
        assert theirs.prefix == "█" * 30 + ", "
        assert [row.reason for row in redactions_of(session, "source", source)] == [REASON]


def test_a_redaction_is_one_revision_that_says_why(database, said):
    statement, _, _ = said
    before = len(revisions(database))

    redacted(database, uid_of(database, Statement, statement))

    with database.reading() as session:
        rows = session.scalars(select(Revision).where(Revision.number > before)).all()
    assert [(r.kind, r.object_id, r.action, r.why) for r in rows] == [
        ("statement", statement, "redact", REASON)
    ]
    assert "redaction#1" in json.loads(rows[0].after)


def test_other_objects_that_repeat_the_words_are_named(database, make, said):
    statement, neighbour, _ = said
    claim = make.claim()
    with make.transaction(make.editor) as session:
        session.get_one(Claim, claim).definition = f"Counts: {SECRET}"

    done = redacted(database, uid_of(database, Statement, statement))

    assert [(one.kind, one.object_id, one.table, one.column) for one in done.still] == [
        ("claim", claim, "claim", "definition")
    ]
    # They stand in the table alone: not in the history, nor in what the redaction says.
    assert [text.partition(":")[0] for text in holding(database, SECRET)] == ["claim"]
    assert whole(database)
    redacted(database, uid_of(database, Claim, claim))
    assert holding(database, SECRET) == []
    assert whole(database)
    assert neighbour


def test_other_objects_that_spell_the_words_otherwise_are_named_too(database, make, said):
    claim = make.claim()
    with make.transaction(make.editor) as session:
        session.get_one(Claim, claim).definition = f"Counts: {SECRET.upper().replace(' ', '  ')}"

    done = redacted(database, uid_of(database, Statement, said[0]))

    assert [(one.kind, one.object_id) for one in done.still] == [("claim", claim)]


def test_the_reason_may_not_repeat_the_words_however_spelled(database, said):
    with pytest.raises(Refused, match="must not repeat"):
        redacted(database, uid_of(database, Statement, said[0]), f"It said {SECRET.upper()}")


def test_the_reason_may_not_repeat_a_part_of_the_words(database, said):
    with pytest.raises(Refused, match="must not repeat"):
        redacted(
            database, uid_of(database, Statement, said[0]), "As he sold “Eleven” barrels of it"
        )


def test_what_was_blanked_is_compared_with_the_tables_still(database, make, said):
    statement, _, _ = said
    redacted(database, uid_of(database, Statement, statement))
    with make.transaction(make.editor) as session:
        session.get_one(Source, 1).section = "News"

    with database.engine.begin() as connection:
        connection.execute(text("UPDATE edition SET context = 'forged' WHERE statement_id = 1"))

    failed = {check.name: check.first_bad for check in verify(database).checks if not check.ok}
    assert failed == {"history": "edition 1: its context is not what the history tells"}


def test_a_text_is_redacted_once_and_again_where_words_came_back(database, make, said):
    statement, _, _ = said
    uid = uid_of(database, Statement, statement)
    redacted(database, uid)
    with pytest.raises(Refused, match="Nothing is left"):
        redacted(database, uid)
    with make.transaction(make.editor) as session:
        edition = session.scalars(select(Edition).where(Edition.statement_id == statement)).one()
        edition.context = f"Once more: {SECRET}"

    redacted(database, uid, "Court order 18/2026")

    assert holding(database, SECRET) == []
    with database.reading() as session:
        told = [row.reason for row in redactions_of(session, "statement", statement)]
    assert told == [REASON, "Court order 18/2026"]
    assert whole(database)


@pytest.mark.parametrize(
    ("uid", "reason", "problem"),
    [
        ("nothing", REASON, Missing),
        ("", REASON, Missing),
        ("UID/2", REASON, Missing),
        ("UID", "  ", Refused),
        ("UID", f"It said {SECRET}", Refused),
    ],
)
def test_what_cannot_be_redacted_changes_nothing(database, said, uid, reason, problem):
    statement, _, _ = said
    uid = uid.replace("UID", uid_of(database, Statement, statement))
    before = everything(database)

    with pytest.raises(problem):
        redacted(database, uid, reason)

    assert everything(database) == before


def test_only_an_administrator_redacts(database, make, said):
    uid = uid_of(database, Statement, said[0])

    with pytest.raises(Refused, match="Only an administrator"):
        redacted(database, uid, by=make.reviewer)
