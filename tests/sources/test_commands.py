"""Outlets, sources, snapshots and occasions are kept by rules."""

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tracker.errors import Missing, Refused, Stale
from tracker.models import Outlet, Snapshot, Source, Speaker
from tracker.sources.commands import SourceDraft, add_snapshot, create_source, edit_source
from tracker.sources.commands_occasions import OccasionDraft, create_occasion, edit_occasion
from tracker.sources.commands_outlets import OutletDraft, create_outlet, edit_outlet
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, OccasionKind, SourceKind, SpeakerKind

EDITOR = Viewer(1, AccountRole.EDITOR, "Ed")
ARTICLE, MEETING = SourceKind.ARTICLE, OccasionKind.MEETING
TOKEN = "0" * 31 + "b"


@pytest.fixture
def writing(database):
    """A transaction of somebody who may write."""
    with database.transaction(why="test") as session:
        yield session


def field_refused(command, *given, **named) -> str | None:
    with pytest.raises(Refused) as caught:
        command(*given, **named)
    assert str(caught.value)
    return caught.value.field


def a_source(session, **changes) -> Source:
    given = {"kind": ARTICLE, "title": "Perdebatan di PBB", "language": "id"} | changes
    return create_source(session, SourceDraft(**given), by=EDITOR)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\u202eb"}, "title"),
        ({"language": ""}, "language"),
        ({"language": "klingon"}, "language"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "ftp://example.org/"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "https://a b.org/"}, "url"),
        ({"url": "http://[::1"}, "url"),
        ({"url": "http://host:port/"}, "url"),
        ({"archive_url": "data:text/html,hello"}, "archive_url"),
        ({"author": "x\0"}, "author"),
        ({"section": "x" * 2001}, "section"),
        ({"published_on": "31 February"}, "published_on"),
        ({"published_on": "2999"}, "published_on"),
        ({"outlet": 999}, "outlet"),
        ({"key": "7"}, "key"),
    ],
)
def test_a_source_that_breaks_a_rule_is_refused(writing, changes, field):
    assert field_refused(a_source, writing, **changes) == field


def test_a_source_may_have_no_known_date(writing):
    source = a_source(writing)

    assert (source.published_on, source.first_on, source.folded) == ("", None, "perdebatan di pbb")


def test_the_days_of_a_partial_date_are_kept(writing):
    source = a_source(writing, published_on="2025-01", url="https://example.org/a?b=ü")

    assert (str(source.first_on), str(source.last_on)) == ("2025-01-01", "2025-01-31")


def test_a_form_sent_twice_makes_one_row_of_each_kind(writing):
    makers = (
        lambda: a_source(writing, uid=TOKEN),
        lambda: create_outlet(writing, OutletDraft("Tempo", uid=TOKEN), by=EDITOR),
        lambda: create_occasion(
            writing, OccasionDraft(MEETING, "2025-01", "Council", uid=TOKEN), by=EDITOR
        ),
    )

    for make in makers:
        assert make().id == make().id


def test_a_token_that_is_no_uid_is_not_believed(writing):
    source = a_source(writing, uid="12")

    assert source.uid != "12"


def test_a_source_is_changed_from_its_newest_version_alone(writing):
    source = a_source(writing)
    outlet = create_outlet(writing, OutletDraft("Tempo"), by=EDITOR)
    draft = SourceDraft(ARTICLE, "Another title", "id", outlet=outlet.id, is_free=True)

    edit_source(writing, source.id, draft, version=1, by=EDITOR)

    assert (source.title, source.outlet_id, source.is_free) == ("Another title", outlet.id, True)
    with pytest.raises(Stale):
        edit_source(writing, source.id, draft, version=1, by=EDITOR)
    with pytest.raises(Missing):
        edit_source(writing, 999, draft, version=1, by=EDITOR)


def test_a_refused_edit_changes_nothing(writing):
    source = a_source(writing)
    draft = SourceDraft(ARTICLE, "Another title", "id", outlet=999)

    field_refused(edit_source, writing, source.id, draft, version=1, by=EDITOR)

    assert source.title == "Perdebatan di PBB"


def test_a_snapshot_is_kept_in_normal_form_with_its_hash(writing):
    source = a_source(writing)

    taken = add_snapshot(writing, source.id, "Cafe\u0301\r\nkedua\r", by=EDITOR)

    assert taken.is_new
    assert taken.snapshot.text == "Café\nkedua"
    assert taken.snapshot.sha256 == hashlib.sha256("Café\nkedua".encode()).hexdigest()
    assert (taken.snapshot.number, taken.snapshot.length) == (1, 10)


def test_the_same_text_is_kept_once_and_another_one_is_numbered(writing):
    source = a_source(writing)
    first = add_snapshot(writing, source.id, "satu", by=EDITOR)

    again = add_snapshot(writing, source.id, "satu\r\n", by=EDITOR)
    other = add_snapshot(writing, source.id, "dua", by=EDITOR)

    assert (again.is_new, again.snapshot.id) == (False, first.snapshot.id)
    assert other.snapshot.number == 2


@pytest.mark.parametrize("pasted", ["", " \n", "a\0", "\x08", "\ud800", "ü" * 2_500_001])
def test_a_text_that_cannot_be_kept_is_refused(writing, pasted):
    source = a_source(writing)

    assert field_refused(add_snapshot, writing, source.id, pasted, by=EDITOR) == "text"
    assert writing.scalar(select(func.count()).select_from(Snapshot)) == 0


def test_a_snapshot_belongs_to_a_source(writing):
    with pytest.raises(Missing):
        add_snapshot(writing, 999, "satu", by=EDITOR)


@pytest.mark.engines("sqlite")
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pasted=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_a_snapshot_taken_again_from_itself_is_itself(database, pasted):
    with database.transaction(why="test") as session:
        source = a_source(session)
        try:
            taken = add_snapshot(session, source.id, pasted, by=EDITOR)
        except Refused:
            return

        again = add_snapshot(session, source.id, taken.snapshot.text, by=EDITOR)

        assert not again.is_new


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (OutletDraft(" "), "name"),
        (OutletDraft("Tempo", url="tempo.co"), "url"),
        (OutletDraft("Tempo", language="xx-YY"), "language"),
        (OutletDraft("Tempo", speaker=999), "speaker"),
    ],
)
def test_an_outlet_that_breaks_a_rule_is_refused(writing, draft, field):
    assert field_refused(create_outlet, writing, draft, by=EDITOR) == field


def test_an_outlet_links_to_the_speaker_of_its_own_line(writing):
    speaker = Speaker(kind=SpeakerKind.ORGANISATION, name="Tempo")
    writing.add(speaker)
    outlet = create_outlet(writing, OutletDraft("Tempo"), by=EDITOR)
    writing.flush()

    draft = OutletDraft("Tempo", language="ID", speaker=speaker.id)
    edit_outlet(writing, outlet.id, draft, version=1, by=EDITOR)

    assert (outlet.speaker_id, outlet.language) == (speaker.id, "id")
    with pytest.raises(Stale):
        edit_outlet(writing, outlet.id, draft, version=1, by=EDITOR)
    with pytest.raises(Missing):
        edit_outlet(writing, 999, draft, version=1, by=EDITOR)


def test_a_key_names_one_outlet(writing):
    create_outlet(writing, OutletDraft("Tempo", key="tempo"), by=EDITOR)

    again = OutletDraft("Koran Tempo", key="tempo")

    assert field_refused(create_outlet, writing, again, by=EDITOR) == "key"
    assert writing.scalar(select(func.count()).select_from(Outlet)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_en": ""}, "name_en"),
        ({"name_id": "\u2066"}, "name_id"),
        ({"held_on": ""}, "held_on"),
        ({"held_on": "2025-02-31"}, "held_on"),
        ({"held_on": "2025-02/2025-01"}, "held_on"),
        ({"start_time": "25:00"}, "start_time"),
        ({"place": "\x01"}, "place"),
        ({"host": 999}, "host"),
    ],
)
def test_an_occasion_that_breaks_a_rule_is_refused(writing, changes, field):
    draft = OccasionDraft(**({"kind": MEETING, "held_on": "2025", "name_en": "Meeting"} | changes))

    assert field_refused(create_occasion, writing, draft, by=EDITOR) == field


def test_a_person_hosts_nothing(writing):
    person = Speaker(kind=SpeakerKind.PERSON, name="Kim Song")
    writing.add(person)
    writing.flush()
    draft = OccasionDraft(MEETING, "2025", "Meeting", host=person.id)

    assert field_refused(create_occasion, writing, draft, by=EDITOR) == "host"


def test_an_occasion_lasts_from_its_first_to_its_last_day(writing):
    draft = OccasionDraft(MEETING, "2025-01-08/2025-01-10", name_id="Sidang", start_time="09:30")
    occasion = create_occasion(writing, draft, by=EDITOR)

    moved = OccasionDraft(MEETING, "2025-01", "Session", "Sidang", place="New York")
    edit_occasion(writing, occasion.id, moved, version=1, by=EDITOR)

    assert (str(occasion.first_on), str(occasion.last_on)) == ("2025-01-01", "2025-01-31")
    assert (occasion.folded, occasion.start_time) == ("session sidang", "")
    with pytest.raises(Stale):
        edit_occasion(writing, occasion.id, moved, version=1, by=EDITOR)
    with pytest.raises(Missing):
        edit_occasion(writing, 999, moved, version=1, by=EDITOR)
