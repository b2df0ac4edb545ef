"""Contradictions: equal to a plain reading of the definitions on random lives, and by hand."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from tests.exchange.contradictions import Said, contradictions
from tracker.analysis.contradictions import (
    Implication,
    Office,
    Uttered,
    against_body,
    related_claims,
    same_day,
)
from tracker.vocabulary import Level, RelationKind, Stance

NUMBERED = [code for code in Stance if code.number is not None]
START = date(2025, 1, 1)


def a_life(seed):
    """Some dozens of stances of five people, three bodies and two states, on three claims."""
    chance = random.Random(seed)
    states = {body: chance.choice((201, 202, None)) for body in (101, 102, 103)}
    said = []
    for number in range(chance.randint(5, 35)):
        first = START + timedelta(days=chance.choice((0, 0, 1, 2, 30, 400)))
        last = first + timedelta(days=chance.choice((0, 0, 0, 30)))
        body = chance.choice((101, 102, 103, None))
        said.append(
            Said(
                order=f"{first}|{last}|{chance.random():.9f}|{number}",
                statement=number,
                claim=chance.randint(1, 3),
                code=chance.choice(NUMBERED),
                first=first,
                last=last,
                occasion=chance.choice((None, None, 7, 8)),
                holders={
                    Level.SPEAKER: chance.randint(1, 5),
                    Level.BODY: body,
                    Level.STATE: states[body] if body else None,
                },
                is_person=True,
            )
        )
    roles = [
        (chance.randint(1, 5), chance.choice((101, 102, 103)), START, START + timedelta(days=days))
        for days in (1, 40)
    ]
    relations = [(1, RelationKind.CONTRADICTS, 2), (2, RelationKind.ENTAILS, 3)]
    return said, roles, relations


def uttered(said, level):
    return [
        Uttered(
            entry=number,
            order=one.order,
            statement=one.statement,
            claim=one.claim,
            stance=one.code,
            first=one.first,
            last=one.last,
            occasion=one.occasion,
            speaker=one.holders[Level.SPEAKER],
            body=one.holders[Level.BODY],
            state=one.holders[Level.STATE],
            holder=one.holders[level],
        )
        for number, one in enumerate(said)
    ]


def ours(said, roles, relations):
    """What the product finds, as the plain reading names it."""
    rules = [
        Implication(claim, 1, other, 1 if kind is RelationKind.CONTRADICTS else -1)
        for claim, kind, other in relations
    ]
    offices = [Office(*role) for role in roles]
    for level in Level:
        told = uttered(said, level)
        for found in (*same_day(told), *related_claims(told, rules)):
            yield found.kind, level.value, found.holder, pair(found)
    people = {one.holders[Level.SPEAKER] for one in said if one.is_person}
    for found in against_body(uttered(said, Level.SPEAKER), offices, people):
        yield found.kind, "speaker", found.holder, pair(found)


def pair(found):
    return frozenset((found.before.order, found.after.order))


@pytest.mark.parametrize("seed", range(200))
def test_random_lives_contradict_themselves_as_the_definitions_say(seed):
    life = a_life(seed)

    found = list(ours(*life))

    wanted = {
        (kind, level, holder, frozenset(one.order for one in two))
        for kind, level, holder, two in contradictions(*life)
    }
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_random_lives_contradict_themselves_in_every_way():
    kinds = Counter(found[0] for seed in range(200) for found in ours(*a_life(seed)))

    assert min(kinds[kind] for kind in ("same_day", "against_body", "related_claims")) > 100


def stance(day, code, claim=1, *, ends=False):
    on = START + timedelta(days=day)
    return Uttered(
        0, f"{on}|{claim}", day, claim, code, on, on, None, speaker=1, body=None, state=None,
        holder=1, ends=ends,
    )  # fmt: skip


@pytest.mark.parametrize(("days", "gaps"), [(365, [365]), (366, [])])
def test_positions_more_than_a_year_apart_are_two_times_in_a_life(days, gaps):
    rule = Implication(1, 1, 2, 1)
    told = [stance(0, Stance.SUPPORT), stance(days, Stance.LEAN_SUPPORT, 2)]

    assert [found.gap for found in related_claims(told, [rule])] == gaps


def test_what_was_taken_back_excludes_nothing_later():
    rule = Implication(1, 1, 2, 1)
    told = [
        stance(0, Stance.SUPPORT),
        stance(1, Stance.DECLINE, ends=True),
        stance(2, Stance.SUPPORT, 2),
    ]

    assert list(related_claims(told, [rule])) == []


def test_says_both_contradicts_nobody():
    told = [stance(0, Stance.MIXED), stance(0, Stance.OPPOSE)]

    assert list(same_day(told)) == []
