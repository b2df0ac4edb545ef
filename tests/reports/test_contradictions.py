"""Contradictions: merged opposites, roles, what is public, and what reviewers say is none."""

from dataclasses import astuple

import pytest
from sqlalchemy import select

from tests.merging import merge, unmerge
from tracker import audit, record
from tracker.errors import Missing, Refused
from tracker.models import Claim, ClaimRelation, NotContradiction, Revision, Speaker
from tracker.record.verify import verify
from tracker.reports.commands_contradictions import End, MarkDraft, lift_mark, mark_contradiction
from tracker.speakers.commands_roles import RoleDraft, edit_role
from tracker.vocabulary import RelationKind, Stance


@pytest.fixture
def relate(make):
    """Say how one claim is related to another."""

    def say(one, kind, other):
        with make.transaction(make.editor) as session:
            session.add(ClaimRelation(claim_id=one, other_id=other, kind=kind))
            audit.expect_stamps(session)
            record.sync(session, record.Touched(related={one}))

    return say


@pytest.fixture
def told(report):
    """Kinds, codes and marks, as far as a test looks at them."""

    def tell(**given):
        rows = report("contradictions", **given).rows
        return [(row.kind, row.code_a, row.code_b, row.marked) for row in rows]

    return tell


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (RelationKind.CONTRADICTS, (Stance.SUPPORT, Stance.LEAN_OPPOSE)),
        (RelationKind.ENTAILS, (Stance.SUPPORT, Stance.LEAN_SUPPORT)),
    ],
)
def test_a_relation_to_a_claim_merged_into_its_opposite_speaks_of_the_negation(
    make, relate, told, kind, codes
):
    one, other, winner = make.claim(), make.claim(), make.claim()
    relate(one, kind, other)
    speaker = make.speaker("Ratu")
    for day, stances in ((1, {one: codes[0]}), (9, {winner: codes[1]})):
        make.statement(speaker=speaker, stances=stances, said_on=f"2025-01-0{day}")
    before = told()

    merge(make, Claim, other, winner, mirrored=True)

    assert before == []
    assert told() == [("related_claims", *codes, False)]
    unmerge(make, Claim, other)
    assert told() == []


def spoke(make, person, minister, ministry, claim):
    """The minister for the ministry, and later somebody against it in their own name."""
    make.statement(speaker=minister, body=ministry, stances={claim: Stance.SUPPORT})
    make.statement(speaker=person, stances={claim: Stance.OPPOSE}, said_on="2025-03-01")


@pytest.fixture
def ministry(make):
    """A person and a minister, the ministry that the person may belong to, and a claim."""
    person, minister = make.speaker("Ratu"), make.speaker("Minister")
    body = make.speaker("Ministry", "organisation")
    claim = make.claim()
    spoke(make, person, minister, body, claim)
    return person, minister, body, claim


@pytest.mark.parametrize(
    ("dates", "n"),
    [
        ({}, 1),
        ({"since": "2025-03-01"}, 1),
        ({"since": "2025-03-02"}, 0),
        ({"until": "2025-03"}, 1),
        ({"until": "2025-02"}, 0),
    ],
)
@pytest.mark.engines("sqlite")
def test_somebody_contradicts_the_body_of_a_role_held_on_that_day(make, ministry, told, dates, n):
    make.role(ministry[0], ministry[2], **dates)

    assert told() == [("against_body", "support", "oppose", False)] * n


def test_a_role_counts_as_it_was_known_then(make, ministry, told, report):
    person, _, body, _ = ministry
    without = report("contradictions").slice.revision
    role = make.role(person, body)
    held = report("contradictions").slice.revision
    with make.transaction(make.editor) as session:
        version = session.get_one(Speaker, person).version
        left = RoleDraft(body, "Envoy", until="2025-02")
        edit_role(session, role, left, version=version, by=make.editor)

    counts = [len(told(as_of=f"r{revision}")) for revision in (without, held)]

    assert (counts, told()) == ([0, 1], [])
    assert verify(make.database).ok


def test_a_merged_body_lends_its_roles_to_the_other_until_it_is_parted(make, ministry, told):
    person, _, body, _ = ministry
    twin = make.speaker("Ministry of State", "organisation")
    make.role(person, twin)

    merge(make, Speaker, twin, body)
    together = told()
    unmerge(make, Speaker, twin)

    assert together == [("against_body", "support", "oppose", False)]
    assert told() == []
    assert verify(make.database).ok


def test_a_role_of_a_body_is_no_office(make, told):
    party, state = make.speaker("Party", "organisation"), make.state("Ruritania", "RU")
    claim = make.claim()
    make.role(party, state)
    make.statement(speaker=state, stances={claim: Stance.SUPPORT})
    make.statement(speaker=party, stances={claim: Stance.OPPOSE}, said_on="2025-02-01")

    assert told() == []


def test_what_is_not_public_makes_no_contradiction(make, told):
    person, body, claim = make.speaker(), make.speaker("Ministry", "organisation"), make.claim()
    make.role(person, body)
    make.submitted(speaker=body, stances={claim: Stance.SUPPORT})
    make.statement(speaker=person, stances={claim: Stance.OPPOSE})

    assert told() == []


def test_two_who_speak_for_one_body_in_one_statement_say_it_once(make, told):
    body, claim = make.speaker("Ministry", "organisation"), make.claim()
    two = make.speaker("One"), make.speaker("Two")
    make.statement(speaker=two, body=body, stances={claim: Stance.SUPPORT})
    make.statement(speaker=make.speaker(), body=body, stances={claim: Stance.OPPOSE})

    assert told(holder="body") == [("same_day", "support", "oppose", False)]


def test_what_others_say_for_a_body_later_is_told_of_those_who_spoke(make, told):
    person, minister = make.speaker("Ratu"), make.speaker("Minister")
    body, claim = make.speaker("Ministry", "organisation"), make.claim()
    make.statement(speaker=person, body=body, stances={claim: Stance.OPPOSE}, said_on="2025-03-01")
    before = told()

    make.statement(speaker=minister, body=body, stances={claim: Stance.SUPPORT})

    assert before == []
    assert told() == [("against_body", "support", "oppose", False)]


@pytest.mark.parametrize(("gap", "n"), [("58", 0), ("59", 1)])
def test_claims_that_exclude_each_other_are_told_up_to_the_gap_that_is_asked_for(
    make, relate, told, gap, n
):
    one, other, speaker = make.claim(), make.claim(), make.speaker("Ratu")
    relate(one, RelationKind.CONTRADICTS, other)
    for claim, said_on in ((one, "2025-01-01"), (other, "2025-03-01")):
        make.statement(speaker=speaker, stances={claim: Stance.SUPPORT}, said_on=said_on)

    assert len(told(gap=gap)) == n


class TestMarks:
    """What reviewers say is none."""

    @pytest.fixture
    def meant(self, make, report):
        """Ratu for and against on one day, as a draft of a mark."""
        claim, speaker = make.claim("It is so"), make.speaker("Ratu")
        for code in (Stance.OPPOSE, Stance.SUPPORT):
            make.statement(speaker=speaker, stances={claim: code})
        (held,) = report("contradictions").held
        ends = [End(one.statement, one.claim) for one in (held.found.before, held.found.after)]
        return lambda reason="She quotes a poem.": MarkDraft(
            held.found.kind, held.found.holder, (ends[0], ends[1]), reason
        )

    @pytest.fixture
    def mark(self, make, meant):
        def say(*words, by=None):
            by = by or make.reviewer
            with make.transaction(by) as session:
                return mark_contradiction(session, meant(*words), by=by).id

        return say

    def test_a_mark_holds_from_its_revision_until_it_is_taken_back(self, make, mark, report, told):
        before = report("contradictions")
        number = mark()
        during = report("contradictions")
        with make.transaction(make.reviewer) as session:
            taken_back = [lift_mark(session, number, by=make.reviewer) for _ in range(2)]

        assert taken_back == [True, False]
        assert [row.marked for row in during.rows] == [True]
        assert during.held[0].mark.reason == "She quotes a poem."
        assert during.held[0].mark.by_id == make.reviewer.account_id
        assert [row[3] for row in told()] == [False]
        for then in (before, during):
            past = report("contradictions", as_of=f"r{then.slice.revision}")
            assert [astuple(row) for row in past.rows] == [astuple(row) for row in then.rows]
        assert verify(make.database).ok

    def test_the_same_words_again_are_one_mark_and_other_words_are_refused(self, mark):
        first = mark()

        assert mark() == first
        with pytest.raises(Refused, match="marked already: “She quotes a poem"):
            mark("Irony.")

    @pytest.mark.parametrize(
        ("words", "sentence"), [("", "Say why"), ("a\0b", "character"), ("x" * 2001, "2000")]
    )
    @pytest.mark.engines("sqlite")
    def test_a_reason_is_words(self, mark, words, sentence):
        with pytest.raises(Refused) as refusal:
            mark(words)

        assert refusal.value.field == "reason"
        assert sentence in str(refusal.value)

    @pytest.mark.engines("sqlite")
    def test_an_editor_marks_nothing_and_takes_nothing_back(self, make, mark):
        number = mark()

        with pytest.raises(Refused, match="Only a reviewer"):
            mark("Irony.", by=make.editor)
        with pytest.raises(Refused), make.transaction(make.editor) as session:
            lift_mark(session, number, by=make.editor)
        with pytest.raises(Missing), make.transaction(make.reviewer) as session:
            lift_mark(session, 77, by=make.reviewer)

    def test_what_no_longer_stands_against_each_other_is_not_marked(self, make, mark):
        make.withdraw(1)

        with pytest.raises(Refused, match="no longer stand against each other"):
            mark()

    def test_a_mark_follows_the_merges_of_its_claim_and_its_holder(self, make, mark, told):
        mark()
        with make.database.reading() as session:
            claim, speaker = session.scalar(select(Claim.id)), session.scalar(select(Speaker.id))

        merge(make, Claim, claim, make.claim(), mirrored=True)
        merge(make, Speaker, speaker, make.speaker("Ratu Adil"))

        assert told() == [("same_day", "support", "oppose", True)]

    def test_a_mark_stays_with_what_is_corrected_and_returns_with_what_is_reinstated(
        self, make, mark, told
    ):
        mark()
        make.withdraw(2)
        without = told()
        make.reinstate(2)

        assert without == []
        assert [row[3] for row in told()] == [True]

    def test_the_history_of_the_claim_tells_it(self, make, mark):
        mark()

        with make.database.reading() as session:
            newest = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
            assert (newest.kind, newest.by_id) == ("claim", make.reviewer.account_id)
            assert "She quotes a poem." in newest.after
            assert session.scalars(select(NotContradiction.a_claim_id)).all() == [newest.object_id]
