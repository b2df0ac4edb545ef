"""The story: what the record says of it is what a person reads in its texts.

The tables in story/ and in tests/reports/golden/ were written by hand from the set, with
domain.md beside it.
"""

from itertools import groupby

import pytest
from sqlalchemy import func, select

from tests.exchange.story_tables import SHORT, table
from tracker.accounts.demo import DEMO_ACCOUNTS, standing_demo_accounts
from tracker.analysis.shifts import find_shifts
from tracker.models import (
    Citation,
    Claim,
    ClaimRelation,
    Decision,
    Edition,
    Mistake,
    Occasion,
    Outlet,
    Position,
    Snapshot,
    Source,
    Speaker,
    Stance,
    Statement,
)
from tracker.record.positions import histories, now, taken
from tracker.record.verify import verify
from tracker.vocabulary import (
    Act,
    ClaimKind,
    Delivery,
    EditionState,
    Level,
    MistakeOutcome,
    RelationKind,
    SpeakerKind,
    StatementState,
    Transition,
)
from tracker.vocabulary import Stance as Code


@pytest.fixture
def database_url(story_database_url):
    return story_database_url


def test_every_position_is_the_one_that_a_person_finds(ask, keys):
    found = ask(select(Position))

    rows = [
        (
            position.level.value,
            keys[Claim][position.claim_id],
            keys[Speaker][position.holder_id],
            *map(str, (position.n, position.n_for, position.n_against, position.n_mixed)),
            position.first_on.isoformat(),
            position.last_on.isoformat(),
            position.code.value,
            "retracted" if position.is_retracted else "no" if position.value is None else "yes",
        )
        for (position,) in found
    ]
    assert sorted(rows) == sorted(table("matrix"))


def test_every_shift_is_the_one_that_a_person_finds(ask, keys):
    rows = [
        (
            level.value,
            keys[Claim][claim],
            keys[Speaker][holder],
            shift.before.stance.value,
            shift.after.stance.value,
            shift.extent,
            ("yes" if shift.new_role else "no") if level is Level.SPEAKER else "",
            keys[Statement][shift.before.statement],
            keys[Statement][shift.after.statement],
        )
        for level in Level
        for (claim, holder), history in groupby(
            ask(histories(level, now())), key=lambda row: (row.claim_id, row.holder_id)
        )
        for shift in find_shifts([taken(row) for row in history])
    ]

    assert sorted(rows) == sorted(table("shifts"))


@pytest.mark.parametrize("row", table("counts"), ids=lambda row: row[0])
def test_a_claims_page_counts_who_stands_where(client, row):
    claim, *counts = row

    page = client.get(f"/claims/story-{claim}.json?holder=speaker").json

    assert [str(len(page[side])) for side in ("for", "mixed", "against", "other")] == counts


def test_the_lives_of_the_statements_are_as_told(ask):
    editions = select(Statement.key, Statement.state, Edition.state).join(
        Edition, Edition.statement_id == Statement.id
    )
    steps = select(Statement.key, Decision.step).join(Decision)
    ordered = ask(editions.order_by(Statement.id, Edition.number))
    lives = {}
    for key, found in groupby(ordered, key=lambda row: row[0]):
        rows = list(found)
        states = " ".join(state.value for _, _, state in rows)
        lives[key[SHORT:]] = (rows[0][1].value, states)
    taken_steps = ask(steps.order_by(Decision.id))

    walked = {
        key: " ".join(step.value for other, step in taken_steps if other == f"story-{key}")
        for key in lives
    }
    told = {row[0]: row[1:] for row in table("lives")}

    assert len(lives) == 60
    plain = ("published", "published", "submit publish")
    assert {key: (*life, walked[key]) for key, life in lives.items()} == {
        key: told.get(key, plain) for key in lives
    }


def test_the_queue_holds_what_waits(ask):
    waiting = select(Statement.key).join(Edition, Edition.statement_id == Statement.id)
    found = ask(waiting.where(Edition.state == EditionState.SUBMITTED).order_by(Statement.id))

    assert [key for (key,) in found] == ["story-32", "story-38", "story-46", "story-50"]


def test_it_has_one_of_everything(ask):
    said = select(Edition.delivery).where(Edition.is_standing)
    stances = select(Stance.code, Stance.act).join(Edition, Edition.id == Stance.edition_id)
    stances = stances.where(Edition.is_standing)
    lives = select(Decision.step)

    assert {code for code, _ in ask(stances)} == set(Code)
    assert {delivery for (delivery,) in ask(said)} == set(Delivery)
    assert {step for (step,) in ask(lives)} == set(Transition)
    assert {state for (state,) in ask(select(Edition.state))} == set(EditionState)
    assert {state for (state,) in ask(select(Statement.state))} == set(StatementState)
    assert {kind for (kind,) in ask(select(Claim.kind))} == set(ClaimKind)
    assert {kind for (kind,) in ask(select(ClaimRelation.kind))} == set(RelationKind)
    assert {kind for (kind,) in ask(select(Speaker.kind))} == set(SpeakerKind)
    assert {act for _, act in ask(select(Stance.code, Stance.act))} - {None} == set(Act)
    for link in (Edition.replies_to_id, Edition.retracts_id, Edition.repeats_id):
        assert ask(select(Edition.id).where(link.is_not(None), Edition.is_standing))
    assert ask(select(Edition.id).where(Edition.relayed_by_id.is_not(None)))
    assert ask(select(Edition.id).where(Edition.described_as != ""))


def test_readers_reported_mistakes_and_were_answered(ask):
    reports = select(Statement.key, Mistake.outcome).join(Statement)

    found = [(key, outcome) for key, outcome in ask(reports.order_by(Mistake.id))]

    assert found == [
        ("story-56", MistakeOutcome.CORRECTED),
        ("story-34", MistakeOutcome.WITHDRAWN),
        ("story-16", MistakeOutcome.KEPT),
        ("story-47", None),
    ]


def test_it_is_as_large_as_it_says(ask):
    counted = {
        cls: ask(select(func.count()).select_from(cls))[0][0]
        for cls in (Claim, Occasion, Outlet, Source, Snapshot, Statement)
    }
    merged = ask(select(Speaker.key).where(Speaker.merged_into_id.is_not(None)))

    assert list(counted.values()) == [8, 4, 3, 6, 7, 60]
    assert [key for (key,) in merged] == ["story-soelma"]
    assert len(ask(select(Speaker.id))) == 12 + len(merged)


def test_every_quote_stands_in_its_source(ask):
    cited = select(Citation.snapshot_id, Citation.exact, Edition.quote).join(
        Edition, Edition.id == Citation.edition_id
    )

    quotes = ask(cited.where(Edition.quote != ""))

    # 49 statements have words, and two of them were corrected.
    assert len(quotes) == 49 + 2
    assert all(snapshot and exact == quote for snapshot, exact, quote in quotes)


def test_the_sign_ins_are_those_that_are_printed(database):
    with database.reading() as session:
        standing = standing_demo_accounts(session)

    assert standing == sorted(account.email for account in DEMO_ACCOUNTS)


def test_the_record_is_sound(database):
    report = verify(database, deep=True)

    assert [check.first_bad for check in report.checks if check.first_bad] == []
    assert report.ok
