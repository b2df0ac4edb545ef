"""Speakers are made and changed by rules that also hold when nobody looks."""

import pytest
from sqlalchemy import func, select

from tracker.errors import Refused, Stale
from tracker.models import Edition, EditionSpeaker, Name, Revision, Role, Speaker, Statement
from tracker.speakers.commands import (
    ExternalIdDraft,
    NameDraft,
    SpeakerDraft,
    create_speaker,
    edit_speaker,
)
from tracker.speakers.roles import RoleDraft, add_role, edit_role, remove_role
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, Delivery, SpeakerKind

EDITOR = Viewer(1, AccountRole.EDITOR, "Ed")
PERSON, STATE = SpeakerKind.PERSON, SpeakerKind.STATE
ORGANISATION, GROUP = SpeakerKind.ORGANISATION, SpeakerKind.GROUP


@pytest.fixture
def writing(database):
    """A transaction of somebody who may write."""
    with database.transaction(why="test") as session:
        yield session


def refusal_of(command, *given, **named) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*given, **named)
    return caught.value


def a_speaker(session, name="Kim Song", kind=PERSON, **others) -> Speaker:
    return create_speaker(session, SpeakerDraft(kind, name, **others), by=EDITOR)


def merge(session, lost, kept) -> None:
    session.refresh(lost)
    lost.merged_into_id = kept.id
    session.flush()


def said(session, speaker, *, body=None, role=None, described_as="") -> Statement:
    """A draft in which somebody said something."""
    statement = Statement()
    session.add(statement)
    session.flush()
    edition = Edition(
        statement_id=statement.id, delivery=Delivery.REPORTED, described_as=described_as
    )
    session.add(edition)
    session.flush()
    session.add(
        EditionSpeaker(
            edition_id=edition.id,
            speaker_id=speaker.id,
            body_id=body.id if body else None,
            role_id=role.id if role else None,
        )
    )
    session.flush()
    return statement


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


@pytest.mark.parametrize("field", ["iso_code", "external_ids-0-value", "key"])
def test_what_belongs_to_one_speaker_is_refused_to_another(writing, field):
    taken = {
        "iso_code": {"iso_code": "KP"},
        "external_ids-0-value": {"external_ids": (ExternalIdDraft("Wikidata", "Q423"),)},
        "key": {"key": "iso-kp"},
    }[field]
    a_speaker(writing, "North Korea", STATE, **taken)

    draft = SpeakerDraft(STATE, "DPRK", **taken)

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


def test_a_role_knows_its_first_and_last_day(writing):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing, "Nebenzia")

    draft = RoleDraft(state.id, "Permanent Representative", since="2017-07", until="2025")
    role = add_role(writing, person.id, draft, version=person.version, by=EDITOR)

    assert (role.first_on.isoformat(), role.last_on.isoformat()) == ("2017-07-01", "2025-12-31")
    assert person.version == 2


def test_the_same_role_given_twice_is_one_role(writing):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing)
    draft = RoleDraft(state.id, "Permanent Representative", since="2017")
    first = add_role(writing, person.id, draft, version=1, by=EDITOR)

    again = add_role(writing, person.id, draft, version=1, by=EDITOR)

    assert again.id == first.id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_en": " "}, "title_en"),
        ({"title_id": "duta\u2067"}, "title_id"),
        ({"since": "2017-02-31"}, "since"),
        ({"until": "soon"}, "until"),
        ({"since": "2018", "until": "2017"}, "until"),
        ({"body": 999}, "body"),
    ],
)
def test_a_role_that_breaks_a_rule_is_refused(writing, changes, field):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing)
    draft = RoleDraft(**({"body": state.id, "title_en": "Envoy"} | changes))

    refusal = refusal_of(add_role, writing, person.id, draft, version=1, by=EDITOR)

    assert refusal.field == field


def test_a_role_is_held_in_a_body_other_than_oneself(writing):
    person, other = a_speaker(writing), a_speaker(writing, "Shea")
    state = a_speaker(writing, "Russia", STATE)

    in_person = refusal_of(
        add_role, writing, person.id, RoleDraft(other.id, "Aide"), version=1, by=EDITOR
    )
    in_itself = refusal_of(
        add_role, writing, state.id, RoleDraft(state.id, "Member"), version=1, by=EDITOR
    )

    assert (in_person.field, in_itself.field) == ("body", "body")


def test_a_role_changes_its_dates_even_when_statements_lie_outside(writing):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing)
    role = add_role(writing, person.id, RoleDraft(state.id, "Envoy"), version=1, by=EDITOR)
    said(writing, person, role=role)

    draft = RoleDraft(state.id, "Envoy", since="2030")
    edit_role(writing, role.id, draft, version=person.version, by=EDITOR)

    assert role.since == "2030"


def test_a_role_a_statement_was_made_in_is_not_removed(writing):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing)
    role = add_role(writing, person.id, RoleDraft(state.id, "Envoy"), version=1, by=EDITOR)
    said(writing, person, role=role)

    refusal = refusal_of(remove_role, writing, role.id, version=person.version, by=EDITOR)

    assert refusal.field == "role"


def test_a_role_nobody_used_is_removed(writing):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing)
    role = add_role(writing, person.id, RoleDraft(state.id, "Envoy"), version=1, by=EDITOR)

    remove_role(writing, role.id, version=person.version, by=EDITOR)

    assert writing.scalar(select(func.count()).select_from(Role)) == 0
