"""One revision for every object that a transaction changed, with what was before and after."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tests.audit.told import newest, outlet, revisions
from tracker.models import (
    Account,
    Base,
    BrowserSession,
    Edition,
    ExternalId,
    Name,
    Outlet,
    Revision,
    Role,
    Snapshot,
    Source,
    Speaker,
    StanceTarget,
)
from tracker.record.verify import verify
from tracker.statements.contents import editions
from tracker.vocabulary import SourceKind, SpeakerKind


def test_an_insert_an_update_and_a_delete_leave_one_revision_each(database):
    with database.transaction(why="new") as session:
        row = outlet()
        session.add(row)
    with database.transaction() as session:
        session.get_one(Outlet, row.id).name = "Kompas"
    with database.transaction() as session:
        session.delete(session.get_one(Outlet, row.id))

    made, changed, gone = revisions(database)
    place = f"outlet#{row.id}"
    assert made[:4] == ("outlet", row.id, "insert", {})
    assert made[4][place]["name"] == "Harian"
    assert changed[2:] == ("update", {place: {"name": "Harian"}}, {place: {"name": "Kompas"}})
    assert gone[2] == "delete"
    assert gone[3][place]["name"] == "Kompas"
    assert gone[4] == {}


def test_two_flushes_of_one_transaction_are_one_change(database):
    with database.transaction() as session:
        row = outlet()
        session.add(row)
        session.flush()
        row.name = "Kompas"
        session.flush()
        row.url = "https://example.org"
    with database.transaction() as session:
        row = session.get_one(Outlet, row.id)
        for name in ("One", "Two", "Three"):
            row.name = name
            session.flush()

    made, changed = revisions(database)
    assert (made[2], made[3]) == ("insert", {})
    assert made[4][f"outlet#{row.id}"]["name"] == "Kompas"
    assert made[4][f"outlet#{row.id}"]["url"] == "https://example.org"
    assert changed[3:] == (
        {f"outlet#{row.id}": {"name": "Kompas"}},
        {f"outlet#{row.id}": {"name": "Three"}},
    )


def test_what_is_changed_and_then_deleted_is_told_as_it_was_before(database):
    with database.transaction() as session:
        row = outlet()
        session.add(row)
    with database.transaction() as session:
        row = session.get_one(Outlet, row.id)
        row.name = "Kompas"
        session.flush()
        session.delete(row)

    gone = revisions(database)[-1]
    assert gone[2] == "delete"
    assert gone[3][f"outlet#{row.id}"]["name"] == "Harian"
    assert gone[4] == {}


def test_what_is_made_and_deleted_in_one_transaction_has_never_been(database):
    with database.transaction() as session:
        row = outlet()
        session.add(row)
        session.flush()
        session.delete(row)

    assert revisions(database) == []
    assert verify(database).ok


def test_the_parts_of_an_object_share_its_revision(database):
    with database.transaction() as session:
        names = [Name(text=word, language="en", folded=word) for word in ("One", "Two")]
        speaker = Speaker(kind=SpeakerKind.PERSON, name="One", names=names)
        speaker.external_ids = [ExternalId(scheme="wikidata", value="Q1")]
        session.add(speaker)
        session.flush()
        session.add(Role(speaker_id=speaker.id, body_id=speaker.id))

    made = revisions(database)
    assert [(r[0], r[1], r[2]) for r in made] == [("speaker", speaker.id, "insert")]
    tables = sorted(place.partition("#")[0] for place in made[0][4])
    assert tables == ["external_id", "name", "name", "role", "speaker"]


def test_rows_and_the_row_above_them_deleted_together_are_one_revision(database):
    with database.transaction() as session:
        names = [Name(text=word, language="en", folded=word) for word in ("One", "Two")]
        speaker = Speaker(kind=SpeakerKind.PERSON, name="One", names=names)
        session.add(speaker)
    before = newest(database)

    with database.transaction() as session:
        loaded = [selectinload(Speaker.names), selectinload(Speaker.external_ids)]
        row = session.get_one(Speaker, speaker.id, options=loaded)
        session.delete(row)

    gone = revisions(database, before)
    assert [(r[0], r[1], r[2]) for r in gone] == [("speaker", speaker.id, "delete")]
    assert len(gone[0][3]) == 3


def test_the_deepest_part_of_a_statement_is_written_to_its_history(database, make):
    from_whom, claim = make.speaker(), make.claim()
    draft = make.draft(stances={claim: "support"})
    statement = make.drafted(draft)
    before = newest(database)

    with make.transaction(make.editor) as session:
        edition = session.scalars(editions().where(Edition.statement_id == statement)).one()
        edition.stances[0].targets = [StanceTarget(speaker_id=from_whom, place=0)]
    with make.transaction(make.editor) as session:
        edition = session.scalars(editions().where(Edition.statement_id == statement)).one()
        edition.stances = []

    added, removed = revisions(database, before)
    assert (added[0], added[1], added[2]) == ("statement", statement, "update")
    assert [place.partition("#")[0] for place in added[4]] == ["stance_target"]
    assert sorted(place.partition("#")[0] for place in removed[3]) == ["stance", "stance_target"]
    assert removed[:3] == ("statement", statement, "update")


def test_every_table_with_a_history_leads_to_an_object_that_has_one():
    kinds = {
        cls.__tablename__ for cls in classes() if cls.__history__ and not cls.__history_above__
    }

    for cls in classes():
        if cls.__history_above__:
            column, above = cls.__history_above__
            assert column in cls.__table__.c
            assert next(c for c in classes() if c.__name__ == above).__history__ == cls.__history__
        assert cls.__history__ in {None, *kinds}


def classes():
    return [mapper.class_ for mapper in Base.registry.mappers]


def test_only_the_record_and_what_is_counted_have_no_history():
    bare = {cls.__tablename__ for cls in classes() if not cls.__history__}

    counted = {"assignment", "browser_session", "hold", "notification", "token", "throttle"}
    assert bare == counted | {"contradiction", "entry", "head", "office", "position", "revision"}


def test_secrets_and_source_texts_are_never_copied_into_the_history(database):
    with database.transaction() as session:
        person = Account(email="a@example.org", role="editor", password_hash="argon2-secret")
        source = Source(kind=SourceKind.ARTICLE, title="T", language="en")
        source.snapshots = [Snapshot(number=1, text="the long text", sha256="x", length=13)]
        session.add_all([person, source])
    with database.transaction() as session:
        session.get_one(Account, person.id).password_hash = "argon2-other"

    with database.reading() as session:
        told = "".join(
            f"{r.before}{r.after}{r.why}" for r in session.scalars(select(Revision)).all()
        )
    assert "argon2" not in told
    assert "the long text" not in told
    assert "sha256:" in told
    assert revisions(database)[-1][2:] == (
        "update",
        {f"account#{person.id}": {"password_hash": "(kept secret)"}},
        {f"account#{person.id}": {"password_hash": "(kept secret)"}},
    )


def test_a_lock_counter_alone_is_no_change(database):
    with database.transaction() as session:
        row = outlet()
        session.add(row)
    with database.transaction() as session:
        session.get_one(Outlet, row.id).changed_at = datetime.now(UTC)

    assert len(revisions(database)) == 1
    with database.reading() as session:
        assert session.get_one(Outlet, row.id).version == 2


def test_signing_in_is_no_history(database, make):
    person = make.editor.account_id
    before = newest(database)
    with database.transaction() as session:
        session.add(BrowserSession(account_id=person, token_hash="t", expires_at=datetime.now(UTC)))

    assert newest(database) == before
