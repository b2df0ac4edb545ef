"""Merging claims, also into the opposite: codes are mirrored, and come back as they were coded."""

import pytest
from sqlalchemy import select, update

from tests.merging import WHY, counted, merge, picture, unmerge
from tracker.claims.commands import edit_claim
from tracker.claims.commands_merge import merge_claim
from tracker.claims.drafts import ClaimDraft, Wording
from tracker.errors import Refused
from tracker.merged import MergeDraft
from tracker.models import Claim, ClaimMerge, Entry, Head, Position
from tracker.record.verify import verify
from tracker.visibility import ANYBODY, find
from tracker.vocabulary import ClaimKind, Stance


def standing(database):
    """Claim, code and value of what stands, in the order of time."""
    columns = Entry.claim_id, Entry.code, Entry.value
    with database.reading() as session:
        found = select(*columns).where(Entry.left.is_(None)).order_by(Entry.order_key)
        return [tuple(row) for row in session.execute(found)]


def newest(database):
    """The number of the newest revision."""
    with database.reading() as session:
        return session.scalar(select(Head.number))


def test_claims_merge_into_their_opposites_and_back(database, make):
    claim, opposite = make.claim("It is so"), make.claim("It is not so")
    codes = list(Stance)
    for day, code in enumerate(codes, start=1):
        make.statement(said_on=f"2025-01-{day:02}", stances={claim: code})
    before, entries = picture(database), counted(database)

    merge(make, Claim, claim, opposite, mirrored=True)
    between = standing(database)
    unmerge(make, Claim, claim)

    assert between == [(opposite, code.mirrored, code.mirrored.number) for code in codes]
    assert picture(database) == before
    assert counted(database) == (entries[0] + 16, entries[1] + 16, entries[2] + 4)
    assert verify(database).ok


def test_two_stances_of_one_statement_may_meet_and_both_stand(database, make):
    lost, kept = make.claim(), make.claim()
    speaker = make.speaker()
    make.statement(speaker=speaker, stances={lost: Stance.SUPPORT, kept: Stance.LEAN_SUPPORT})

    merge(make, Claim, lost, kept)

    assert standing(database) == [(kept, Stance.SUPPORT, 2), (kept, Stance.LEAN_SUPPORT, 1)]
    with database.reading() as session:
        assert [tuple(r) for r in session.execute(select(Position.n, Position.value))] == [(2, 1)]
    assert verify(database).ok


def test_the_opposite_of_the_opposite_is_the_same(database, make):
    first, second, third = (make.claim(f"It is {word}") for word in ("so", "not so", "thus"))
    make.statement(stances={first: Stance.SUPPORT})
    merge(make, Claim, first, second, mirrored=True)
    merge(make, Claim, second, third, mirrored=True)

    assert standing(database) == [(third, Stance.SUPPORT, 2)]
    with pytest.raises(Refused, match="later"):
        unmerge(make, Claim, first)


def test_merged_claims_keep_their_kind(make):
    lost, kept = make.claim("It is so"), make.claim("Indeed it is so")
    merge(make, Claim, lost, kept)

    for claim, words in ((lost, "It is so"), (kept, "Indeed it is so")):
        draft = ClaimDraft(ClaimKind.VALUE, Wording("en", words))
        with make.transaction(make.reviewer) as session:
            version = session.get_one(Claim, claim).version
            with pytest.raises(Refused, match="kind of a merged claim"):
                edit_claim(session, claim, draft, version=version, by=make.reviewer)


def test_kinds_are_not_mixed_and_mirrors_not_confused(make):
    lost, kept, policy = make.claim(), make.claim(), make.claim(kind="policy")

    with pytest.raises(Refused, match="equal kinds"):
        merge(make, Claim, lost, policy)
    merge(make, Claim, lost, kept)
    with pytest.raises(Refused, match="already"):
        merge(make, Claim, lost, kept, mirrored=True)
    with make.transaction(make.editor) as session, pytest.raises(Refused, match="reviewer"):
        merge_claim(session, kept, MergeDraft(lost, WHY), by=make.editor)


def test_a_merged_claim_keeps_its_words_from_being_made_again(make):
    lost, kept = make.claim("It is so"), make.claim("Indeed it is so")
    other = make.claim("Quite another")
    merge(make, Claim, lost, kept)

    draft = ClaimDraft(ClaimKind.FACTUAL, Wording("en", "It is so"))
    with make.transaction(make.editor) as session, pytest.raises(Refused, match="already"):
        edit_claim(session, other, draft, version=1, by=make.editor)


def test_readers_may_know_of_the_claim_that_stands_for_theirs(database, make):
    lost, middle, kept = make.claim("A"), make.claim("B"), make.claim("C")
    make.statement(stances={lost: Stance.SUPPORT})
    merge(make, Claim, lost, middle)
    merge(make, Claim, middle, kept)

    with database.reading() as session:
        assert [find(session, Claim, c, ANYBODY).id for c in (lost, middle, kept)] == [
            lost,
            middle,
            kept,
        ]


def test_a_merge_says_from_when_until_when_it_held_and_nobody_can_change_that(database, make):
    lost, kept, third = (make.claim(f"It is {word}") for word in ("so", "not so", "thus"))
    make.statement(stances={lost: Stance.SUPPORT})

    merge(make, Claim, lost, kept, mirrored=True)
    merged_at = newest(database)
    unmerge(make, Claim, lost)
    parted_at = newest(database)
    merge(make, Claim, lost, third)

    with database.reading() as session:
        columns = ClaimMerge.winner_id, ClaimMerge.is_mirrored, ClaimMerge.entered, ClaimMerge.left
        rows = session.execute(select(*columns).order_by(ClaimMerge.id)).all()
    assert rows == [(kept, True, merged_at, parted_at), (third, False, newest(database), None)]
    assert verify(database).ok
    with database.engine.begin() as connection:
        connection.execute(update(ClaimMerge).where(ClaimMerge.id == 1).values(winner_id=third))
    bad = [check.first_bad for check in verify(database).checks if not check.ok]
    assert bad == [f"claim_merge 1: it, or one beside it, is not what revision {merged_at} entered"]
