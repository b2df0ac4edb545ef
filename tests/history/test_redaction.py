"""What is redacted is gone everywhere, and the chain still verifies."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from tests.audit.told import revisions
from tracker import audit
from tracker.accounts.throttling import subject_of_account
from tracker.errors import Missing, Refused
from tracker.history.redaction import redact, wipe
from tracker.models import (
    Account,
    Base,
    BrowserSession,
    Citation,
    Claim,
    Edition,
    Entry,
    ExternalId,
    Occasion,
    Outlet,
    Passkey,
    Position,
    RecoveryCode,
    Revision,
    Snapshot,
    Source,
    Speaker,
    Statement,
    Throttle,
    Token,
    TokenKind,
    Topic,
    Totp,
    now,
)
from tracker.record.redactions import redactions_of
from tracker.record.verify import verify
from tracker.reviews import commands as reviews
from tracker.text import sha256
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, Delivery, Stance

SECRET = "the lieutenant’s daughter sold “eleven” barrels of xylophonite"
OPERATOR = Viewer(role=AccountRole.ADMIN)
REASON = "Court order 17/2026"


def everything(database):
    """All text of all tables, as somebody with the database could read it."""
    found = []
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                found += [f"{table.name}: {value}" for value in row if isinstance(value, str)]
    return found


def holding(database, *words):
    return [text for text in everything(database) for word in words if word in text]


def uid_of(database, model, row_id):
    with database.reading() as session:
        return session.scalar(select(model.uid).where(model.id == row_id))


def redacted(database, uid, reason=REASON, by=OPERATOR):
    with database.transaction(by=by.account_id) as session:
        return redact(session, uid, reason, by=by)


def whole(database):
    report = verify(database, deep=True)
    assert [check for check in report.checks if not check.ok] == []
    return True


@pytest.fixture
def said(database, make):
    """A statement whose words stand in two sources and beside a neighbour's citation."""
    person, claim = make.speaker("Shea"), make.claim()
    words = f"Before it began. He said: {SECRET}, and left. After it ended, nothing."
    source = make.source(words=words)
    reprinted = SECRET.replace("“", '"').replace("’", "'")
    make.source("Reprint", words=f"As printed elsewhere: {reprinted}!")
    kept = {"speaker": person, "delivery": Delivery.VERBATIM, "quote_language": "en"}
    kept |= {"source": source, "locator": ""}
    statement = make.statement(
        **kept,
        quote=SECRET,
        gloss_en=f"He told that {SECRET}.",
        context=SECRET,
        translation=f"Katanya {SECRET}",
        translation_language="id",
        stances={claim: Stance.SUPPORT},
    )
    neighbour = make.statement(
        **kept, quote="and left. After it ended", stances={claim: Stance.OPPOSE}, said_on="2025-02"
    )
    return statement, neighbour, source


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


NAME = "Anastasia Zvyagintseva-Kolobkova"


def test_a_redacted_person_keeps_positions_and_loses_the_name(database, make):
    person, body = (
        make.speaker(NAME, key="anastasia-z", id="Anastasia Z."),
        make.state("Ruritania", "RR"),
    )
    role = make.role(person, body, "Keeper of the Xebec")
    with make.transaction(make.editor, why=f"About {NAME}") as session:
        row = session.get_one(Speaker, person, options=[selectinload(Speaker.external_ids)])
        row.about = "Born in Strelsau."
        row.external_ids = [ExternalId(scheme="wikidata", value="Q77777777")]
    make.statement(speaker=person, role=role)
    make.statement(speaker=body, described_as=f"a friend of {NAME}")
    before = uid_of(database, Speaker, person)

    done = redacted(database, before)

    gone = (NAME, "Anastasia", "Strelsau", "Q77777777", "Xebec", "anastasia")
    assert holding(database, *gone) == []
    assert done.still == []
    assert whole(database)
    with database.reading() as session:
        assert session.get_one(Speaker, person).name == "█████"
        assert session.scalars(select(Position.holder_id)).all().count(person) == 1


def test_a_redacted_account_is_nobody_and_cannot_get_in(database, make):
    person = make.account("Xerxes", AccountRole.EDITOR, password_hash="argon2-of-xerxes")
    other = make.admin
    with database.transaction() as session:
        held = {"account_id": person.account_id}
        session.add_all(
            [
                BrowserSession(
                    **held, token_hash="hash", expires_at=now(), browser="Xerxes’ Firefox"
                ),
                Totp(**held, secret="xerxes-secret"),
                Passkey(**held, credential_id="xerxes-credential", public_key="xerxes-public"),
                RecoveryCode(**held, code_hash="xerxes-recovery"),
                Token(token_hash="xerxes-token", kind=TokenKind.RESET, expires_at=now(), **held),
                Throttle(subject=subject_of_account("xerxes@example.org")),
            ]
        )

    redacted(database, "XERXES@example.org", by=other)

    assert holding(database, "xerxes", "Xerxes", "throttle: account:") == []
    assert whole(database)
    with database.reading() as session:
        row = session.get_one(Account, person.account_id)
        assert (row.is_active, row.email) == (False, f"redacted-{row.id}@redacted.invalid")


def test_the_last_administrator_is_not_redacted(database, make):
    with pytest.raises(Refused, match="Nobody else"):
        redacted(database, uid_of(database, Account, make.admin.account_id), by=make.admin)


OTHERS = {
    "claim": (Claim, lambda make, words: make.claim(words)),
    "outlet": (Outlet, lambda make, words: make.outlet(words)),
    "occasion": (Occasion, lambda make, words: make.occasion(words)),
    "topic": (Topic, lambda make, words: make.topic(words)),
    "source": (Source, lambda make, words: make.source(words, words=f"It says: {words}.")),
}


@pytest.mark.parametrize("kind", list(OTHERS))
def test_every_other_kind_of_thing_can_be_redacted(database, make, kind):
    model, made = OTHERS[kind]
    row = made(make, "Quicksilver Xanthippe")

    redacted(database, uid_of(database, model, row))

    assert holding(database, "Quicksilver", "quicksilver", "Xanthippe", "xanthippe") == []
    assert whole(database)


def test_one_text_of_a_source_is_redacted_and_the_source_stays(database, make):
    source = make.source("A title that stays", words="First text, blanked. " + SECRET)
    make.statement(
        source=source,
        quote=SECRET[:40],
        delivery=Delivery.VERBATIM,
        locator="",
        quote_language="en",
    )

    redacted(database, uid_of(database, Source, source) + "/1")

    with database.reading() as session:
        snapshot = session.scalars(select(Snapshot)).one()
        assert set(snapshot.text) == {"█"}
        assert session.get_one(Source, source).title == "A title that stays"
        assert set(session.scalars(select(Citation.exact)).one()) == {"█"}
    assert whole(database)


def test_two_texts_that_differ_in_what_is_blanked_stay_two(database, make):
    source = make.source(words="Xebecs alike, first.")
    with make.transaction(make.editor) as session:
        words = "Xebecs alike, other."
        session.add(
            Snapshot(source_id=source, number=2, text=words, sha256=sha256(words), length=20)
        )

    redacted(database, uid_of(database, Source, source))

    assert holding(database, "Xebecs", "alike") == []
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


@pytest.mark.engines("sqlite")
def test_no_byte_of_the_words_is_left_in_the_files(database, database_url, make, said):
    done = redacted(database, uid_of(database, Statement, said[0]))

    assert wipe(database, done.tables)

    path = Path(database_url.removeprefix("sqlite:///"))
    files = [path.with_name(path.name + end) for end in ("", "-wal", "-shm")]
    held = b"".join(file.read_bytes() for file in files if file.exists())
    assert b"Harian" not in held
    assert REASON.encode() in held
    for word in ("xylophonite", "lieutenant", "barrels"):
        assert word.encode() not in held


@pytest.mark.engines("postgresql")
def test_no_page_of_a_table_holds_the_words(database, said):
    """What the server reads from its files, dead rows too; PostgreSQL's log is not among them."""
    done = redacted(database, uid_of(database, Statement, said[0]))

    assert wipe(database, done.tables)

    with database.engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = connection.scalar(text("SELECT current_setting('data_directory')"))
        number = connection.scalar(
            text("SELECT oid FROM pg_database WHERE datname = current_database()")
        )
    files = [file for file in Path(folder, "base", str(number)).iterdir() if file.is_file()]
    held = b"".join(file.read_bytes() for file in files)
    assert REASON.encode() in held
    for word in ("xylophonite", "lieutenant", "barrels"):
        assert word.encode() not in held
