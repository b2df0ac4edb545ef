"""What is known of a speaker decides the record anew when it is put right."""

from sqlalchemy import select

from tracker.models import Entry, Role, Speaker
from tracker.record.verify import verify
from tracker.speakers.commands import SpeakerDraft, edit_speaker
from tracker.speakers.commands_roles import RoleDraft, edit_role
from tracker.vocabulary import SpeakerKind


def standing(database):
    """Body and state of everything that stands on the record."""
    with database.reading() as session:
        open_entries = select(Entry.body_id, Entry.state_id).where(Entry.left.is_(None))
        return [tuple(row) for row in session.execute(open_entries)]


def test_another_body_of_a_role_is_another_body_on_the_record(database, make):
    russia, belarus = make.state("Russia", "RU"), make.state("Belarus", "BY")
    person = make.speaker("Vassily Nebenzia")
    role = make.role(person, russia)
    make.statement(speaker=person, role=role)

    with make.transaction(make.editor, why="It was Belarus") as session:
        version = session.get_one(Speaker, person).version
        draft = RoleDraft(belarus, "Envoy")
        edit_role(session, role, draft, version=version, by=make.editor)

    assert standing(database) == [(belarus, belarus)]
    assert verify(database).ok


def test_other_dates_of_a_role_leave_the_record_as_it_is(database, make):
    russia, person = make.state("Russia", "RU"), make.speaker("Vassily Nebenzia")
    role = make.role(person, russia)
    make.statement(speaker=person, role=role)

    with make.transaction(make.editor, why="Dates") as session:
        version = session.get_one(Speaker, person).version
        draft = RoleDraft(russia, "Envoy", since="2030")
        edit_role(session, role, draft, version=version, by=make.editor)
        assert session.get_one(Role, role).since == "2030"

    assert standing(database) == [(russia, russia)]
    assert verify(database).ok


def test_a_body_moved_under_a_state_speaks_for_the_state(database, make):
    state = make.state("Indonesia", "ID")
    ministry = make.speaker("Ministry", SpeakerKind.ORGANISATION)
    make.statement(speaker=ministry)

    with make.transaction(make.editor, why="Its ministry") as session:
        version = session.get_one(Speaker, ministry).version
        draft = SpeakerDraft(SpeakerKind.ORGANISATION, "Ministry", parent=state)
        edit_speaker(session, ministry, draft, version=version, by=make.editor)

    assert standing(database) == [(ministry, state)]
    assert verify(database).ok


def test_another_kind_is_another_level_on_the_record(database, make):
    speaker = make.speaker("Hezbollah", SpeakerKind.PERSON)
    make.statement(speaker=speaker)

    with make.transaction(make.editor, why="No person") as session:
        version = session.get_one(Speaker, speaker).version
        draft = SpeakerDraft(SpeakerKind.GROUP, "Hezbollah")
        edit_speaker(session, speaker, draft, version=version, by=make.editor)

    assert standing(database) == [(speaker, None)]
    assert verify(database).ok
