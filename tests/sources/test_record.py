"""What is known of a source and an occasion decides the record anew when it is put right."""

from sqlalchemy import select

from tracker.models import Entry
from tracker.record.verify import verify
from tracker.sources.commands import SourceDraft, edit_source
from tracker.sources.commands_occasions import OccasionDraft, edit_occasion
from tracker.vocabulary import OccasionKind, SourceKind


def standing(database, *columns):
    """These columns of everything that stands on the record."""
    with database.reading() as session:
        open_entries = select(*columns).where(Entry.left.is_(None))
        return [tuple(row) for row in session.execute(open_entries)]


def test_another_outlet_of_a_source_is_another_outlet_on_the_record(database, make):
    source, outlet = make.source("Berita"), make.outlet("Tempo")
    make.statement(source=source)

    with make.transaction(make.editor, why="Found the outlet") as session:
        draft = SourceDraft(SourceKind.ARTICLE, "Berita", "id", outlet=outlet)
        edit_source(session, source, draft, version=1, by=make.editor)

    assert standing(database, Entry.outlet_id) == [(outlet,)]
    assert verify(database).ok


def test_another_hour_of_an_occasion_is_another_order_on_the_record(database, make):
    occasion = make.occasion("Meeting", "2025-01-08")
    make.statement(occasion=occasion, said_on="2025-01-08")

    with make.transaction(make.editor, why="Found the hour") as session:
        draft = OccasionDraft(OccasionKind.MEETING, "2025-01-08", "Meeting", start_time="09:30")
        edit_occasion(session, occasion, draft, version=1, by=make.editor)

    ((order, held_on),) = standing(database, Entry.order_key, Entry.occasion_on)
    assert "09:30" in order
    assert held_on == "2025-01-08"
    assert verify(database).ok
