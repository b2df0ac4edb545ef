"""For whom an entry speaks, from which source, on which claim, and where it stands in time."""

from sqlalchemy import select

from tracker import record
from tracker.models import Claim, Entry, Position, Speaker
from tracker.record.verify import verify
from tracker.statements.drafts import CitationPart
from tracker.vocabulary import Stance


def standing(database, *columns):
    """These columns of what stands, in the order of time."""
    found = select(*columns).where(Entry.left.is_(None)).order_by(Entry.order_key)
    with database.reading() as session:
        return [tuple(row) for row in session.execute(found)]


def test_a_person_without_a_role_speaks_for_the_body_that_is_named(database, make):
    state = make.state("Indonesia", "ID")
    person = make.speaker("Rara")

    make.statement(speaker=person, body=state)

    assert standing(database, Entry.body_id, Entry.state_id) == [(state, state)]


def test_a_person_in_no_capacity_speaks_for_nobody_else(database, make):
    make.statement(speaker=make.speaker("Rara"))

    assert standing(database, Entry.body_id, Entry.state_id) == [(None, None)]


def test_what_is_below_a_body_moves_with_it_to_another_state(database, make):
    russia, belarus = make.state("Russia", "RU"), make.state("Belarus", "BY")
    ministry = make.speaker("Ministry", "organisation", parent=russia)
    department = make.speaker("Department", "organisation", parent=ministry)
    make.statement(speaker=department)

    with make.transaction(make.editor, why="It is of Belarus") as session:
        session.get_one(Speaker, ministry).parent_id = belarus
        record.sync(session, record.Touched(speakers={ministry}))

    assert standing(database, Entry.body_id, Entry.state_id) == [(department, belarus)]
    assert verify(database).ok


def test_several_sources_make_one_entry_with_the_first_of_them(database, make):
    first, second = make.source(outlet=make.outlet("Tempo")), make.source()
    citations = (CitationPart(str(first)), CitationPart(str(second)))

    make.statement(citations=citations)

    assert standing(database, Entry.source_id) == [(first,)]


def test_what_was_said_at_a_known_hour_comes_before_the_rest_of_the_day(database, make):
    late = make.statement()
    early = make.statement(occasion=make.occasion(held_on="2025-01-08", start_time="23:30"))

    assert standing(database, Entry.statement_id) == [(early,), (late,)]


def test_a_claim_merged_into_its_opposite_is_counted_mirrored(database, make):
    claim, opposite = make.claim("It is so"), make.claim("It is not so")
    make.statement(stances={claim: Stance.LEAN_SUPPORT})

    with make.transaction(make.reviewer, why="The same, denied") as session:
        row = session.get_one(Claim, claim)
        row.merged_into_id, row.is_mirrored = opposite, True
        record.sync(session, record.Touched(claims={claim}))

    assert standing(database, Entry.claim_id, Entry.code) == [(opposite, Stance.LEAN_OPPOSE)]
    assert verify(database).ok


def test_two_who_speak_for_one_body_in_one_statement_take_one_stance_for_it(database, make):
    state, claim = make.state("Ruritania", "RU"), make.claim()
    body = make.speaker("Ministry", "organisation", parent=state)
    two = make.speaker("One"), make.speaker("Two")
    make.statement(speaker=two, body=body, stances={claim: Stance.SUPPORT})
    make.statement(speaker=two[0], body=body, stances={claim: Stance.OPPOSE})

    counted = (Position.n, Position.n_for, Position.n_against, Position.changes)
    with database.reading() as session:
        rows = session.execute(select(Position.holder_id, Position.level, *counted)).all()
    assert {(row[0], row[1].value): tuple(row[2:]) for row in rows} == {
        (two[0], "speaker"): (2, 1, 1, 0),
        (two[1], "speaker"): (1, 1, 0, 0),
        (body, "body"): (2, 1, 1, 0),
        (state, "state"): (2, 1, 1, 0),
    }
    assert verify(database).ok
