"""The story contradicts itself where a person says that it does.

The product has no list of contradictions yet: a slow and plain reading of domain.md stands in.
"""

from datetime import date

import pytest
from sqlalchemy import select

from tests.exchange.contradictions import Said, contradictions
from tests.exchange.story_tables import table
from tracker.models import Claim, ClaimRelation, Entry, Role, Speaker, Statement
from tracker.record.positions import HOLDER
from tracker.vocabulary import Level, RelationKind, SpeakerKind


@pytest.fixture
def database_url(story_database_url):
    return story_database_url


def test_the_contradictions_are_those_that_a_person_finds(ask, keys):
    told = table("contradictions")
    wanted = {
        (kind, level, holder, frozenset({(claim, code, at), (other, opposite, then)}), gap)
        for kind, level, holder, claim, code, at, other, opposite, then, gap in told
    }

    found = contradictions(_said(ask), _held(ask), _related(ask))

    assert len(wanted) == len(told)
    assert wanted == {
        (
            kind,
            level,
            keys[Speaker][holder],
            frozenset(
                (keys[Claim][one.claim], one.code.value, keys[Statement][one.statement])
                for one in pair
            ),
            str(abs((pair[1].last - pair[0].last).days)),
        )
        for kind, level, holder, pair in found
    }


def _said(ask):
    entry = Entry.__table__.c
    rows = (
        select(entry.order_key, entry.statement_id, entry.claim_id, entry.code)
        .add_columns(entry.first_on, entry.last_on, entry.occasion_id, Speaker.kind)
        .add_columns(*(column.label(level.value) for level, column in HOLDER.items()))
        .join(Speaker, Speaker.id == entry.speaker_id)
        .where(entry.left.is_(None), entry.value.is_not(None))
    )
    return [
        Said(
            order=row.order_key,
            statement=row.statement_id,
            claim=row.claim_id,
            code=row.code,
            first=row.first_on,
            last=row.last_on,
            occasion=row.occasion_id,
            holders={level: getattr(row, level.value) for level in Level},
            is_person=row.kind is SpeakerKind.PERSON,
        )
        for row in ask(rows)
    ]


def _held(ask):
    return [
        (holder or speaker, body, since or date.min, until or date.max)
        for speaker, holder, body, since, until in ask(
            select(
                Role.speaker_id, Speaker.merged_into_id, Role.body_id, Role.first_on, Role.last_on
            ).join(Speaker, Speaker.id == Role.speaker_id)
        )
    ]


def _related(ask):
    relation = ClaimRelation
    found = ask(select(relation.claim_id, relation.kind, relation.other_id))
    return [row for row in found if row.kind is not RelationKind.NARROWER]
