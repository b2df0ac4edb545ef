"""Speakers are made and changed by rules that also hold when nobody looks."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.speakers.world import (
    EDITOR,
    GROUP,
    ORGANISATION,
    PERSON,
    STATE,
    a_speaker,
    merge,
    refusal_of,
    said,
)
from tracker.errors import Stale
from tracker.models import Name, Revision
from tracker.speakers.commands import (
    ExternalIdDraft,
    NameDraft,
    SpeakerDraft,
    create_speaker,
    edit_speaker,
)
from tracker.speakers.commands_roles import RoleDraft, add_role


@pytest.fixture
def writing(database):
    """A transaction of somebody who may write."""
    with database.transaction(why="test") as session:
        yield session


def test_a_speaker_keeps_its_spellings_each_in_its_language(writing):
    names = (
        NameDraft("Vassily Nebenzia", "en", is_displayed=True),
        NameDraft("Василий Небензя", "RU"),
    )

    speaker = a_speaker(writing, "  Vassily   Nebenzia ".replace("   ", " "), names=names)

    assert speaker.name == "Vassily Nebenzia"
    assert speaker.folded == "vassily nebenzia"
    assert [(name.text, name.language, name.is_displayed) for name in speaker.names] == [
        ("Vassily Nebenzia", "en", True),
        ("Василий Небензя", "ru", False),
    ]


def test_making_a_speaker_leaves_one_revision(database):
    with database.transaction() as session:
        names = (NameDraft("Korea Utara", "id", is_displayed=True),)
        speaker = a_speaker(session, "North Korea", STATE, iso_code="kp", names=names)

    with database.reading() as session:
        found = select(func.count()).where(Revision.kind == "speaker")
        assert session.scalar(found.where(Revision.object_id == speaker.id)) == 1


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (SpeakerDraft(PERSON, " "), "name"),
        (SpeakerDraft(PERSON, "Kim\u202eSong"), "name"),
        (SpeakerDraft(PERSON, "Kim\0"), "name"),
        (SpeakerDraft(PERSON, "Kim\nSong"), "name"),
        (SpeakerDraft(PERSON, "K" * 2001), "name"),
        (SpeakerDraft(PERSON, "Kim", about="\x07"), "about"),
        (SpeakerDraft(PERSON, "Kim", iso_code="KP"), "iso_code"),
        (SpeakerDraft(STATE, "Korea", iso_code="KPR"), "iso_code"),
        (SpeakerDraft(STATE, "Europe", iso_code="EU"), "iso_code"),
        (SpeakerDraft(PERSON, "Kim", names=(NameDraft("", "en"),)), "names-0-text"),
        (SpeakerDraft(PERSON, "Kim", names=(NameDraft("Kim", "qx"),)), "names-0-language"),
        (SpeakerDraft(PERSON, "Kim", names=(NameDraft("Kim", "en"),) * 2), "names-1-text"),
        (
            SpeakerDraft(
                PERSON, "Kim", names=(NameDraft("Kim", "en", True), NameDraft("Song", "en", True))
            ),
            "names-1-is_displayed",
        ),
        (
            SpeakerDraft(PERSON, "Kim", external_ids=(ExternalIdDraft("", "Q1"),)),
            "external_ids-0-scheme",
        ),
        (
            SpeakerDraft(PERSON, "Kim", external_ids=(ExternalIdDraft("wikidata", ""),)),
            "external_ids-0-value",
        ),
        (
            SpeakerDraft(PERSON, "Kim", external_ids=(ExternalIdDraft("viaf", "1"),) * 2),
            "external_ids-1-value",
        ),
        (SpeakerDraft(PERSON, "Kim", key="12-kim"), "key"),
        (SpeakerDraft(PERSON, "Kim", parent=999), "parent"),
        (SpeakerDraft(ORGANISATION, "Kim", parent=999), "parent"),
    ],
)
def test_what_breaks_a_rule_is_refused_beside_its_field(writing, draft, field):
    refusal = refusal_of(create_speaker, writing, draft, by=EDITOR)

    assert refusal.field == field
    assert str(refusal)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (SpeakerDraft(STATE, "DPRK", iso_code="KP"), "iso_code"),
        (SpeakerDraft(STATE, "DPRK", key="iso-kp"), "key"),
        (
            SpeakerDraft(STATE, "DPRK", external_ids=(ExternalIdDraft("Wikidata", "Q423"),)),
            "external_ids-0-value",
        ),
    ],
)
def test_what_belongs_to_one_speaker_is_refused_to_another(writing, draft, field):
    create_speaker(writing, replace(draft, name="North Korea"), by=EDITOR)

    assert refusal_of(create_speaker, writing, draft, by=EDITOR).field == field


def test_a_form_sent_twice_makes_one_speaker(writing):
    first = a_speaker(writing, uid="0" * 31 + "a")

    again = a_speaker(writing, uid="0" * 31 + "a")

    assert again is first


def test_another_name_under_the_same_token_is_another_speaker(writing):
    first = a_speaker(writing, uid="0" * 31 + "a")

    other = a_speaker(writing, "Dorothy Shea", uid="0" * 31 + "a")

    assert other.id != first.id
    assert other.uid != first.uid


def test_the_shown_name_moves_from_one_spelling_to_another(writing):
    old, new = NameDraft("Nebenzia", "en", True), NameDraft("Nebenzya", "en")
    speaker = a_speaker(writing, "Nebenzia", names=(old, new, NameDraft("Nebensja", "de")))

    changed = SpeakerDraft(
        PERSON,
        "Nebenzia",
        names=(NameDraft("Nebenzia", "en"), NameDraft("Nebenzya", "en", True)),
    )
    edit_speaker(writing, speaker.id, changed, version=speaker.version, by=EDITOR)

    rows = writing.execute(select(Name.text, Name.is_displayed).order_by(Name.id)).all()
    assert [tuple(row) for row in rows] == [("Nebenzia", False), ("Nebenzya", True)]


def test_an_external_id_is_exchanged(writing):
    speaker = a_speaker(writing, external_ids=(ExternalIdDraft("wikidata", "Q1"),))

    changed = SpeakerDraft(PERSON, "Kim", external_ids=(ExternalIdDraft("wikidata", "Q2"),))
    edit_speaker(writing, speaker.id, changed, version=speaker.version, by=EDITOR)

    assert [other.value for other in speaker.external_ids] == ["Q2"]


def test_an_edit_from_an_older_version_is_stale(writing):
    speaker = a_speaker(writing)
    version = speaker.version
    edit_speaker(writing, speaker.id, SpeakerDraft(PERSON, "A"), version=version, by=EDITOR)

    with pytest.raises(Stale) as caught:
        edit_speaker(writing, speaker.id, SpeakerDraft(PERSON, "B"), version=version, by=EDITOR)

    assert caught.value.actual == version + 1


def test_an_organisation_is_never_part_of_itself(writing):
    above = a_speaker(writing, "Ministry", ORGANISATION)
    below = a_speaker(writing, "Office", ORGANISATION, parent=above.id)
    under_itself = SpeakerDraft(ORGANISATION, "Ministry", parent=below.id)

    refusal = refusal_of(
        edit_speaker, writing, above.id, under_itself, version=above.version, by=EDITOR
    )

    assert refusal.field == "parent"


def test_a_merge_makes_no_cycle_of_parents_either(writing):
    above = a_speaker(writing, "Ministry", ORGANISATION)
    double = a_speaker(writing, "The ministry", ORGANISATION)
    merge(writing, double, above)
    draft = SpeakerDraft(ORGANISATION, "Ministry", parent=double.id)

    refusal = refusal_of(edit_speaker, writing, above.id, draft, version=above.version, by=EDITOR)

    assert refusal.field == "parent"


@pytest.mark.parametrize("kind", [PERSON, GROUP])
def test_an_organisation_is_part_of_bodies_alone(writing, kind):
    above = a_speaker(writing, "Somebody", kind)
    draft = SpeakerDraft(ORGANISATION, "Office", parent=above.id)

    assert refusal_of(create_speaker, writing, draft, by=EDITOR).field == "parent"


@pytest.mark.parametrize("kind", [PERSON, STATE, GROUP])
def test_states_persons_and_groups_are_part_of_nothing(writing, kind):
    above = a_speaker(writing, "Ministry", ORGANISATION)
    draft = SpeakerDraft(kind, "Somebody", parent=above.id)

    assert refusal_of(create_speaker, writing, draft, by=EDITOR).field == "parent"


def test_a_body_that_others_belong_to_does_not_become_a_group(writing):
    above = a_speaker(writing, "Ministry", ORGANISATION)
    a_speaker(writing, "Office", ORGANISATION, parent=above.id)
    draft = SpeakerDraft(GROUP, "Ministry")

    refusal = refusal_of(edit_speaker, writing, above.id, draft, version=above.version, by=EDITOR)

    assert refusal.field == "kind"


@pytest.mark.parametrize("use", ["role", "behalf", "unnamed"])
def test_a_body_that_somebody_spoke_for_does_not_become_a_person(writing, use):
    body, person = a_speaker(writing, "Ministry", ORGANISATION), a_speaker(writing)
    if use == "role":
        draft = RoleDraft(body.id, "Minister")
        add_role(writing, person.id, draft, version=person.version, by=EDITOR)
    elif use == "behalf":
        said(writing, person, body=body)
    else:
        said(writing, body, described_as="a senior official")
    as_person = SpeakerDraft(PERSON, "Ministry")

    refusal = refusal_of(edit_speaker, writing, body.id, as_person, version=1, by=EDITOR)

    assert refusal.field == "kind"


def test_a_merged_speaker_keeps_its_kind(writing):
    kept, lost = a_speaker(writing), a_speaker(writing)
    merge(writing, lost, kept)
    draft = SpeakerDraft(GROUP, "Kim Song")

    for speaker in (kept, lost):
        refusal = refusal_of(
            edit_speaker, writing, speaker.id, draft, version=speaker.version, by=EDITOR
        )
        assert refusal.field == "kind"


def test_a_kind_nobody_depends_on_may_be_put_right(writing):
    speaker = a_speaker(writing, "Hezbollah", ORGANISATION)

    draft = SpeakerDraft(GROUP, "Hezbollah")
    edit_speaker(writing, speaker.id, draft, version=speaker.version, by=EDITOR)

    assert speaker.kind is GROUP
