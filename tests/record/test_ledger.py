"""The ledger follows what is published, and nothing else."""

from sqlalchemy import select

from tracker.models import Entry, Position
from tracker.record.verify import verify
from tracker.vocabulary import Level, Stance


def entries(database, *, now=True):
    with database.reading() as session:
        found = select(Entry).order_by(Entry.order_key, Entry.id)
        return session.scalars(found.where(Entry.left.is_(None)) if now else found).all()


def positions(database, level=Level.SPEAKER):
    with database.reading() as session:
        return session.scalars(select(Position).where(Position.level == level)).all()


def test_a_draft_is_not_on_the_record(database, make):
    make.submitted()

    assert entries(database) == []
    assert positions(database) == []


def test_publishing_opens_one_entry_per_stance_and_speaker(database, make):
    one, two = make.speaker("Shea"), make.speaker("Nebenzia")
    claims = {make.claim(): Stance.SUPPORT, make.claim(): Stance.OPPOSE}

    make.statement(speaker=(one, two), stances=claims)

    found = entries(database)
    assert {(e.speaker_id, e.claim_id, e.value) for e in found} == {
        (speaker, claim, code.number) for speaker in (one, two) for claim, code in claims.items()
    }
    assert all(entry.entered > 0 and entry.entered_at is not None for entry in found)
    assert verify(database).ok


def test_a_person_speaks_for_the_body_of_the_role_and_its_state(database, make):
    russia = make.state("Russia", "RU")
    ministry = make.speaker("Foreign Ministry", "organisation", parent=russia)
    person = make.speaker("Maria Zakharova")
    role = make.role(person, ministry, "Spokesperson")

    make.statement(speaker=person, role=role)

    entry = entries(database)[0]
    assert (entry.speaker_id, entry.body_id, entry.state_id) == (person, ministry, russia)
    assert [p.holder_id for p in positions(database, Level.STATE)] == [russia]


def test_withdrawing_closes_and_reinstating_opens_again(database, make):
    statement = make.statement()

    make.withdraw(statement)
    after_withdrawal = entries(database)
    make.reinstate(statement)

    assert after_withdrawal == []
    assert len(entries(database)) == 1
    assert len(entries(database, now=False)) == 2
    assert verify(database).ok


def test_a_correction_closes_the_old_entry_in_the_revision_that_opens_the_new(database, make):
    claim, speaker, source = make.claim(), make.speaker(), make.source()
    kept = {"speaker": speaker, "source": source}
    statement = make.statement(stances={claim: Stance.LEAN_OPPOSE}, **kept)

    make.correct(statement, make.draft(stances={claim: Stance.OPPOSE}, **kept))

    old, new = sorted(entries(database, now=False), key=lambda e: e.id)
    assert (old.code, new.code) == (Stance.LEAN_OPPOSE, Stance.OPPOSE)
    assert old.left == new.entered
    assert verify(database).ok


def test_verify_names_an_entry_that_was_altered(database, make):
    make.statement()
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET code = 'oppose', value = -2")

    report = verify(database)

    failed = {check.name: check.first_bad for check in report.checks if not check.ok}
    assert not report.ok
    assert set(failed) == {"history", "record", "positions"}
    assert str(failed["record"]).startswith("statement ")


def test_verify_names_a_position_that_was_altered(database, make):
    make.statement()
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE position SET n = 7 WHERE level = 'speaker'")

    report = verify(database)

    assert [check.name for check in report.checks if not check.ok] == ["positions"]
