"""What the page of a claim rests on: sides, changes, silence, neighbours, visibility."""

import pytest

from tests.merging import merge
from tracker.claims.commands import edit_claim
from tracker.claims.drafts import ClaimDraft, RelationDraft, Wording
from tracker.claims.queries import claim_page
from tracker.errors import Missing
from tracker.models import Claim
from tracker.visibility import ANYBODY
from tracker.vocabulary import ClaimKind, Level, RelationKind, Side, Stance


@pytest.fixture
def page_of(database):
    """The page of a claim, at a level, as a visitor or somebody else reads it."""

    def read(claim, level=Level.SPEAKER, viewer=ANYBODY, language="en"):
        with database.reading() as session:
            return claim_page(session, viewer, str(claim), level=level, language=language)

    return read


@pytest.fixture
def council(make):
    """Shea asserts claim C for the United States, Nebenzia denies it for Russia, Kim is silent."""
    us = make.state("United States", "US", id="Amerika Serikat")
    russia = make.state("Russia", "RU", id="Rusia")
    shea, nebenzia, kim = (make.speaker(n) for n in ("Shea", "Nebenzia", "Kim Song"))
    claim = make.claim("Russia shares technology", id="Rusia berbagi teknologi")
    other = make.claim("The tests are a means of defence")
    meeting = make.occasion("Security Council")
    asserted = make.statement(
        speaker=shea, role=make.role(shea, us), stances={claim: "support"}, occasion=meeting
    )
    make.statement(
        speaker=nebenzia,
        role=make.role(nebenzia, russia),
        stances={claim: "oppose"},
        occasion=meeting,
        replies_to=asserted,
    )
    make.statement(speaker=kim, stances={other: "support"}, occasion=meeting)
    return claim


def names(page, side):
    return [holder.name for holder in page.sides[side].holders]


def test_a_claim_shows_who_says_so_and_who_denies_it(council, page_of):
    page = page_of(council)

    assert names(page, Side.FOR) == ["Shea"]
    assert names(page, Side.AGAINST) == ["Nebenzia"]
    assert (page.n_statements, page.n_occasions, page.score) == (2, 1, None)
    assert page.period.text == "2025-01-08"


def test_at_the_level_of_states_the_states_hold_the_positions(council, page_of):
    page = page_of(council, Level.STATE, language="id")

    assert names(page, Side.FOR) == ["Amerika Serikat"]
    assert names(page, Side.AGAINST) == ["Rusia"]
    assert page.head.text.words == "Rusia berbagi teknologi"


def test_who_speaks_for_no_state_counts_with_the_claim_alone(make, page_of):
    claim = make.claim()
    make.statement(speaker=make.speaker("Nobody's envoy"), stances={claim: "support"})

    page = page_of(claim, Level.STATE)

    assert (page.n_statements, page.holders, page.history) == (1, {}, [])


def test_an_answer_within_the_claim_is_known(council, page_of):
    page = page_of(council)
    asserted, denied = (page.sides[side].holders[0] for side in (Side.FOR, Side.AGAINST))

    assert page.answers == {denied.statement_id: asserted.statement_id}
    assert denied.replies_to == asserted.statement


def test_who_spoke_there_but_not_about_it_is_named(council, page_of):
    assert [row.name for row in page_of(council).silent] == ["Kim Song"]


def test_questions_and_retractions_hold_no_position(make, page_of):
    claim = make.claim()
    asks, takes_back = make.speaker("Asks"), make.speaker("Takes back")
    make.statement(speaker=asks, stances={claim: "question"})
    make.statement(speaker=takes_back, stances={claim: "support"}, said_on="2025-01-01")
    make.statement(speaker=takes_back, stances={claim: "decline"}, act="retracts")

    page = page_of(claim)

    assert names(page, Side.OTHER) == ["Asks", "Takes back"]
    assert (dict(page.counts), page.score) == ({}, None)
    assert [holder.is_retracted for holder in page.sides[Side.OTHER].holders] == [False, True]


def test_the_score_is_of_holders_not_of_statements(make, page_of):
    claim, often = make.claim(), make.speaker()
    for day in ("2025-01-01", "2025-01-02", "2025-01-03"):
        make.statement(speaker=often, stances={claim: "support"}, said_on=day)
    make.statement(stances={claim: "oppose"})
    make.statement(stances={claim: "lean_oppose"})

    page = page_of(claim)

    assert page.score == pytest.approx(-1 / 6)
    assert page.counts == {Stance.SUPPORT: 1, Stance.OPPOSE: 1, Stance.LEAN_OPPOSE: 1}


def test_who_moved_is_told_by_the_year_of_the_last_crossing(make, page_of):
    claim, moved = make.claim(), make.speaker("Moved")
    for day, code in (("2005-12-16", "oppose"), ("2010-12-21", "mixed"), ("2011-12-19", "mixed")):
        make.statement(speaker=moved, stances={claim: code}, said_on=day)
    make.statement(speaker=make.speaker("Stayed"), stances={claim: "mixed"})

    side = page_of(claim).sides[Side.MIXED]

    ((year, (who,)),) = side.moved
    assert (year, who.holder.name, who.from_code) == (2010, "Moved", Stance.OPPOSE)
    assert [one.holder.name for one in side.throughout] == ["Stayed"]


def test_a_step_on_the_same_side_is_a_change_but_no_move(make, page_of):
    claim, firmer = make.claim(), make.speaker()
    make.statement(speaker=firmer, stances={claim: "lean_support"}, said_on="2024")
    make.statement(speaker=firmer, stances={claim: "support"}, said_on="2025")

    page = page_of(claim)

    assert page.sides[Side.FOR].moved == ()
    assert [(c.shift.before.stance, c.shift.after.stance) for c in page.shifts] == [
        (Stance.LEAN_SUPPORT, Stance.SUPPORT)
    ]
    assert page.n_changed == 1


def relate(make, first, kind, second, words):
    """Give a claim of these words a relation."""
    relations = (RelationDraft(kind, str(second)),)
    draft = ClaimDraft(ClaimKind.FACTUAL, Wording("en", words), relations=relations)
    with make.transaction(make.editor) as session:
        edit_claim(session, first, draft, version=1, by=make.editor)


@pytest.mark.parametrize(
    ("kind", "here", "there"),
    [
        (RelationKind.CONTRADICTS, "contradicts", "contradicts"),
        (RelationKind.ENTAILS, "entails", "entailed_by"),
        (RelationKind.NARROWER, "narrower", "wider"),
    ],
)
def test_a_relation_is_seen_from_both_ends(make, page_of, kind, here, there):
    first, second = make.claim("One thing"), make.claim("Another thing")
    for claim in (first, second):
        make.statement(stances={claim: "support"})
    relate(make, first, kind, second, "One thing")

    seen = [(one.way, one.id, one.majority, one.n) for one in page_of(first).related]
    assert seen == [(here, second, Stance.SUPPORT, 1)]
    assert [(one.way, one.id) for one in page_of(second).related] == [(there, first)]


@pytest.mark.parametrize(
    ("kind", "negated", "here", "there"),
    [
        # Lost is “not kept”, or other is: what was said of the lost one holds of the kept one as…
        (RelationKind.CONTRADICTS, "first", ["entailed_by"], ["entails"]),
        (RelationKind.CONTRADICTS, "second", ["entails"], ["entailed_by"]),
        (RelationKind.CONTRADICTS, "both", [], []),
        (RelationKind.ENTAILS, "first", [], []),
        (RelationKind.ENTAILS, "second", ["contradicts"], ["contradicts"]),
        (RelationKind.ENTAILS, "both", ["entailed_by"], ["entails"]),
        (RelationKind.NARROWER, "first", [], []),
        (RelationKind.ENTAILS, "", ["entails"], ["entailed_by"]),
    ],
)
def test_what_was_merged_into_its_opposite_lends_what_its_relations_mean_there(
    make, page_of, kind, negated, here, there
):
    first, second = make.claim("It rains"), make.claim("It is wet")
    kept, other = make.claim("It is fair"), make.claim("It is dry")
    for claim in (kept, other):
        make.statement(stances={claim: "support"})
    relate(make, first, kind, second, "It rains")
    merge(make, Claim, first, kept, mirrored=negated in {"first", "both"})
    merge(make, Claim, second, other, mirrored=negated in {"second", "both"})

    mine, theirs = page_of(kept).related, page_of(other).related

    assert [one.way for one in mine if one.id == other] == here
    assert [one.way for one in theirs if one.id == kept] == there


def test_claims_of_the_same_topic_and_speakers_stand_beside_it(make, page_of):
    topic, speaker = make.topic(), make.speaker()
    claim, near = make.claim(topics=[topic]), make.claim(topics=[topic])
    shared, hidden = make.claim(), make.claim(topics=[topic])
    make.statement(speaker=speaker, stances={claim: "support", shared: "oppose"})
    make.statement(stances={near: "mixed"})
    make.drafted(stances={hidden: "support"})

    related = page_of(claim).related

    assert [(one.way, one.id) for one in related] == [
        ("same_topic", near),
        ("same_speakers", shared),
    ]


def test_what_only_drafts_refer_to_is_missing_for_readers(make, page_of):
    claim = make.claim()
    make.drafted(stances={claim: "support"})

    with pytest.raises(Missing):
        page_of(claim)
    page = page_of(claim, viewer=make.editor)

    assert not page.head.is_public
    assert page.n_statements == 0


def test_a_withdrawn_statement_is_counted_nowhere(make, page_of):
    claim = make.claim()
    make.statement(stances={claim: "support"})
    gone = make.statement(stances={claim: "oppose"})

    make.withdraw(gone)

    page = page_of(claim)
    assert (names(page, Side.AGAINST), page.n_statements) == ([], 1)


def test_the_page_costs_the_same_with_many_holders(make, page_of, queries):
    claim = make.claim()
    for number in range(14):
        make.statement(stances={claim: "support" if number else "oppose"})

    with queries.at_most(6):
        page = page_of(claim)

    assert not page.sides[Side.FOR].is_told_in_full
