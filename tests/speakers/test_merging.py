"""Merging speakers: what moves, what stays, what is refused, and that undoing it is exact."""

import pytest
from sqlalchemy import select

from tests.merging import WHY, counted, merge, picture, unmerge
from tests.speakers.world import ORGANISATION, refusal_of
from tracker.errors import Refused, Stale
from tracker.merged import MergeDraft, forget_difference, standing_for, tell_apart
from tracker.models import Entry, Position, Role, Speaker
from tracker.record.verify import verify
from tracker.speakers.commands import SpeakerDraft, edit_speaker
from tracker.speakers.commands_merge import merge_speaker, unmerge_speaker
from tracker.visibility import ANYBODY, find
from tracker.vocabulary import Stance


def held(database, level="speaker"):
    """Claim, holder and code of every position at a level."""
    columns = Position.claim_id, Position.holder_id, Position.code
    with database.reading() as session:
        found = select(*columns).where(Position.level == level).order_by(*columns)
        return [tuple(row) for row in session.execute(found)]


def refused(make, loser, winner, **asked):
    draft = MergeDraft(winner, asked.pop("reason", WHY))
    with make.transaction(make.reviewer) as session:
        return refusal_of(merge_speaker, session, loser, draft, by=make.reviewer)


def test_what_a_merged_speaker_said_is_what_the_other_one_said(database, make):
    claim = make.claim()
    lost, kept = make.speaker("Vasily Nebenzya"), make.speaker("Vassily Nebenzia")
    make.statement(speaker=lost, said_on="2025-01-09", stances={claim: Stance.OPPOSE})
    make.statement(speaker=kept, said_on="2025-01-08", stances={claim: Stance.SUPPORT})

    merge(make, Speaker, lost, kept)

    assert held(database) == [(claim, kept, Stance.OPPOSE)]
    assert verify(database).ok


def test_undoing_a_merge_brings_everything_back_and_adds_to_the_ledger_alone(database, make):
    state = make.state("Russia", "RU")
    lost, kept = (make.speaker(n, "organisation", parent=state) for n in ("MFA", "Ministry"))
    person = make.speaker("Rara")
    make.statement(speaker=person, role=make.role(person, lost))
    make.statement(speaker=lost)
    make.statement(speaker=kept)
    before, entries = picture(database), counted(database)

    merge(make, Speaker, lost, kept)
    between = picture(database)
    unmerge(make, Speaker, lost)

    assert between.state != before.state
    assert picture(database) == before
    # Both statements moved there and back; each step is told by both speakers.
    assert counted(database) == (entries[0] + 4, entries[1] + 4, entries[2] + 4)
    assert verify(database).ok


def test_a_correction_in_between_stays_with_the_speaker_it_names(database, make):
    claim = make.claim()
    lost, kept = make.speaker("Nebenzya"), make.speaker("Nebenzia")
    said = make.statement(speaker=lost, stances={claim: Stance.SUPPORT})

    merge(make, Speaker, lost, kept)
    make.correct(said, make.draft(speaker=lost, stances={claim: Stance.OPPOSE}))
    during = held(database)
    unmerge(make, Speaker, lost)

    assert during == [(claim, kept, Stance.OPPOSE)]
    assert held(database) == [(claim, lost, Stance.OPPOSE)]
    assert verify(database).ok


def test_merged_states_share_what_is_below_them(database, make):
    lost, kept = make.state("Rusia", "RU"), make.state("Russia", "SU")
    ministry = make.speaker("Ministry", "organisation", parent=lost)
    make.statement(speaker=ministry)

    merge(make, Speaker, lost, kept)

    assert [holder for _, holder, _ in held(database, "state")] == [kept]
    assert verify(database).ok


def test_two_who_spoke_together_are_one_who_took_one_stance(database, make):
    lost, kept = make.speaker(), make.speaker()
    make.statement(speaker=(lost, kept))

    merge(make, Speaker, lost, kept)

    with database.reading() as session:
        assert list(session.scalars(select(Position.n))) == [1]
    assert verify(database).ok


def test_names_roles_and_numbers_stay_with_the_one_that_was_merged(database, make):
    body = make.speaker("Council", "organisation")
    lost, kept = make.speaker("Nebenzya"), make.speaker("Nebenzia")
    role = make.role(lost, body)

    merge(make, Speaker, lost, kept)

    with database.reading() as session:
        assert session.get_one(Role, role).speaker_id == lost
        assert session.get_one(Speaker, kept).name == "Nebenzia"


def test_nothing_is_merged_into_itself_or_across_kinds_or_in_a_circle(database, make):
    person, body = make.speaker("Shea"), make.speaker("Sheaf", "organisation")
    other = make.speaker("Dorothy Shea")
    merge(make, Speaker, other, person)

    assert refused(make, person, person).field == "into"
    assert "equal kinds" in refused(make, person, body).message
    assert "was itself merged" in refused(make, person, other).message
    assert "already" in refused(make, other, make.speaker("Third")).message


def test_a_body_is_not_merged_into_a_part_of_itself(database, make):
    whole = make.speaker("Ministry", "organisation")
    office = make.speaker("Office", "organisation", parent=whole)
    desk = make.speaker("Desk", "organisation", parent=office)

    refusal = refused(make, whole, desk)

    assert refusal.field == "into"
    merge(make, Speaker, desk, whole)
    assert verify(database).ok


def test_a_merge_wants_a_reason_and_a_reviewer(database, make):
    lost, kept = make.speaker(), make.speaker()

    assert refused(make, lost, kept, reason=" ").field == "reason"
    assert refused(make, lost, kept, reason="x" * 2001).field == "reason"
    with make.transaction(make.editor) as session:
        refusal_of(merge_speaker, session, lost, MergeDraft(kept, WHY), by=make.editor)
        refusal_of(unmerge_speaker, session, lost, version=None, reason=WHY, by=make.editor)


@pytest.mark.parametrize("versions", [(7, 1), (1, 7)])
def test_a_merge_of_what_has_changed_meanwhile_is_stale(make, versions):
    lost, kept = make.speaker(), make.speaker()
    draft = MergeDraft(kept, WHY, False, *versions)

    with make.transaction(make.reviewer) as session, pytest.raises(Stale):
        merge_speaker(session, lost, draft, by=make.reviewer)


def test_a_button_pressed_twice_merges_once(database, make):
    lost, kept = make.speaker(), make.speaker()
    merge(make, Speaker, lost, kept)
    once = counted(database)

    merge(make, Speaker, lost, kept)

    assert counted(database) == once


def test_later_merges_are_undone_first(database, make):
    first, second, third = (make.speaker(name) for name in ("A", "B", "C"))
    make.statement(speaker=first)
    before = picture(database)
    merge(make, Speaker, first, second)
    merge(make, Speaker, second, third)

    with pytest.raises(Refused, match="merged into “C” later"):
        unmerge(make, Speaker, first)
    unmerge(make, Speaker, second)
    unmerge(make, Speaker, first)

    assert picture(database) == before
    assert verify(database).ok


def test_two_merged_into_one_are_undone_in_any_order(database, make):
    first, second, kept = (make.speaker(name) for name in ("A", "B", "C"))
    for speaker in (first, second, kept):
        make.statement(speaker=speaker)
    before = picture(database)
    merge(make, Speaker, first, kept)
    merge(make, Speaker, second, kept)

    unmerge(make, Speaker, first)
    unmerge(make, Speaker, second)

    assert picture(database) == before
    with pytest.raises(Refused, match="is not merged"):
        unmerge(make, Speaker, first)


def test_undoing_a_merge_makes_no_circle(make):
    above = make.speaker("Above", "organisation")
    lost = make.speaker("Lost", "organisation", parent=above)
    kept = make.speaker("Kept", "organisation")
    merge(make, Speaker, lost, kept)
    with make.transaction(make.editor) as session:
        version = session.get_one(Speaker, above).version
        draft = SpeakerDraft(ORGANISATION, "Above", parent=kept)
        edit_speaker(session, above, draft, version=version, by=make.editor)
        draft = SpeakerDraft(ORGANISATION, "Above", parent=lost)
        edit_speaker(session, above, draft, version=version + 1, by=make.editor)

    with pytest.raises(Refused, match="a part of itself"):
        unmerge(make, Speaker, lost)


def test_what_somebody_said_is_different_is_not_merged(make):
    lost, kept = make.speaker(), make.speaker()
    with make.transaction(make.reviewer) as session:
        tell_apart(session, Speaker, (kept, lost), by_id=make.reviewer.account_id)
        tell_apart(session, Speaker, (lost, kept), by_id=make.reviewer.account_id)

    assert "different" in refused(make, lost, kept).message
    with make.transaction(make.reviewer) as session:
        forget_difference(session, Speaker, (lost, kept))
    merge(make, Speaker, lost, kept)
    with make.transaction(make.reviewer) as session:
        refusal_of(tell_apart, session, Speaker, (lost, kept), by_id=None)


def test_readers_may_know_of_what_an_address_leads_to(database, make):
    lost, middle, kept = make.speaker("A"), make.speaker("B"), make.speaker("C")
    make.statement(relayed_by=lost)
    merge(make, Speaker, lost, middle)
    merge(make, Speaker, middle, kept)

    with database.reading() as session:
        assert find(session, Speaker, kept, ANYBODY).id == kept
        assert find(session, Speaker, middle, ANYBODY).id == middle
        assert standing_for(session, Speaker, lost) == kept
        assert not session.scalars(select(Entry).where(Entry.speaker_id == lost)).all()


@pytest.mark.parametrize("turned", [False, True])
def test_two_who_were_told_apart_do_not_become_one_by_way_of_a_third(make, turned):
    ann, anna, hanna = make.speaker("Ann"), make.speaker("Anna"), make.speaker("Hanna")
    with make.transaction(make.reviewer) as session:
        tell_apart(session, Speaker, [ann, anna], by_id=make.reviewer.account_id)
    merge(make, Speaker, anna, hanna)

    refusal = refused(make, *((hanna, ann) if turned else (ann, hanna)))

    assert refusal.message.startswith("Somebody said that")
    assert sorted(refusal.params.values()) == ["Ann", "Anna"]


def test_two_that_stand_for_the_same_are_not_told_apart(make):
    ann, anna, hanna = make.speaker("Ann"), make.speaker("Anna"), make.speaker("Hanna")
    for one in (ann, anna):
        merge(make, Speaker, one, hanna)

    with make.transaction(make.reviewer) as session:
        refusal_of(tell_apart, session, Speaker, [ann, anna], by_id=None)
