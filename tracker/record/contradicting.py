"""Finds contradictions in the record, now or as of a revision, reading as little as it can.

The database looks for where there can be any: holders with both signs on a claim, claims that
exclude each other with holders in common. Only what lies there is compared.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session

from tracker.analysis.contradictions import (
    GAP,
    Contradiction,
    Implication,
    Office,
    Uttered,
    against_body,
    related_claims,
    same_day,
)
from tracker.models import Entry, Position
from tracker.models import Office as OfficeRow
from tracker.record.marks import implications
from tracker.record.moments import held_at
from tracker.record.positions import HOLDER
from tracker.record.utterances import read_utterances, utterances
from tracker.vocabulary import Act, ContradictionKind, Level

_ENTRY: Table = Entry.metadata.tables["entry"]
_OFFICE: Table = OfficeRow.metadata.tables["office"]
_AT_ONCE = 400


@dataclass(frozen=True)
class Asked:
    """Where to look: entries of one level, as of a revision or now (None).

    With `claims`, one of the two claims is among these; with `holders`, it is theirs.
    """

    level: Level
    entries: ColumnElement[bool]
    revision: int | None = None
    claims: Collection[int] | None = None
    holders: Collection[int] | None = None
    gap: int = GAP
    kinds: Collection[ContradictionKind] = tuple(ContradictionKind)

    def is_about(self, found: Contradiction) -> bool:
        """Whether this one was asked for."""
        if self.holders is not None and found.holder not in self.holders:
            return False
        return self.claims is None or not {found.before.claim, found.after.claim}.isdisjoint(
            self.claims
        )


def find_contradictions(session: Session, asked: Asked) -> list[Contradiction]:
    """All that are asked for. Persons contradict their bodies as speakers, not at other levels."""
    found: list[Contradiction] = []
    if ContradictionKind.SAME_DAY in asked.kinds:
        found += same_day(_on_one_day(session, asked))
    if ContradictionKind.AGAINST_BODY in asked.kinds and asked.level is Level.SPEAKER:
        found += _against_body(session, asked)
    if ContradictionKind.RELATED_CLAIMS in asked.kinds:
        found += _related(session, asked)
    return [one for one in found if asked.is_about(one)]


def _signs(asked: Asked, level: Level) -> Subquery:
    """How often holders were for and against, claim by claim; perhaps more than is asked for."""
    if asked.revision is None:
        position = Position.__table__.c
        known = select(position.claim_id, position.holder_id, position.n_for, position.n_against)
        return known.where(position.level == level).subquery()
    entry, holder = _ENTRY.c, HOLDER[level]
    n_for, n_against = (
        func.sum(case((condition, 1), else_=0)) for condition in (entry.value > 0, entry.value < 0)
    )
    counted = select(
        entry.claim_id,
        holder.label("holder_id"),
        n_for.label("n_for"),
        n_against.label("n_against"),
    )
    counted = counted.where(asked.entries, holder.is_not(None), entry.value != 0)
    return counted.group_by(entry.claim_id, holder).subquery()


def _both_signs(asked: Asked, level: Level) -> Select[Any]:
    signs = _signs(asked, level)
    both = select(signs.c.claim_id, signs.c.holder_id)
    both = both.where(signs.c.n_for > 0, signs.c.n_against > 0)
    return both if asked.claims is None else both.where(signs.c.claim_id.in_(asked.claims))


def _at(places: Subquery, holder: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(places.c.claim_id == _ENTRY.c.claim_id, places.c.holder_id == holder)


def _on_one_day(session: Session, asked: Asked) -> Sequence[Uttered]:
    """What holders with both signs said on a day, or at an occasion, on which they had both."""
    entry, holder = _ENTRY.c, HOLDER[asked.level]
    both = _both_signs(asked, asked.level)
    if asked.holders is not None:
        both = both.where(both.selected_columns.holder_id.in_(asked.holders))
    places = both.subquery()
    is_signed = and_(asked.entries, entry.value != 0)
    selects = []
    for when, condition in (
        (entry.first_on, entry.first_on == entry.last_on),
        (entry.occasion_id, entry.occasion_id.is_not(None)),
    ):
        times = select(entry.claim_id, holder.label("holder_id"), when.label("at"))
        times = times.join(places, _at(places, holder)).where(is_signed, condition)
        times = times.group_by(entry.claim_id, holder, when)
        told = times.having(func.min(entry.value) < 0, func.max(entry.value) > 0).subquery()
        said = utterances(asked.level, is_signed, condition)
        selects.append(said.join(told, and_(_at(told, holder), told.c.at == when)))
    return list(read_utterances(session, *selects).values())


def _against_body(session: Session, asked: Asked) -> Iterator[Contradiction]:
    """Persons against bodies they speak for here, or hold a role in, wherever signs differ."""
    own, held = _own_bodies(asked), _bodies_held(asked)
    entry = _ENTRY.c
    is_numbered = and_(asked.entries, entry.value.is_not(None))
    bodies = union(own, select(held.c.claim_id, held.c.body_id)).subquery()
    persons = select(held.c.claim_id, held.c.person_id.label("holder_id")).distinct().subquery()
    said = utterances(Level.SPEAKER, is_numbered)
    found = read_utterances(
        session,
        said.join(bodies, _at(bodies, entry.body_id)),
        said.join(persons, _at(persons, entry.speaker_id)),
    ).values()
    # Whoever is no person is their own body.
    people = {one.speaker for one in found if one.body != one.speaker}
    offices = select(_OFFICE).where(held_at(_OFFICE.c, asked.revision))
    known = [
        Office(row.person_id, row.body_id, row.first_on, row.last_on)
        for row in session.execute(offices)
    ]
    yield from against_body(list(found), known, people)


def _own_bodies(asked: Asked) -> Select[Any]:
    """Claims and bodies with both signs; of a person, those they spoke for."""
    both = _both_signs(asked, Level.BODY)
    if asked.holders is None:
        return both
    entry = _ENTRY.c
    mine = select(literal(1)).where(
        asked.entries,
        entry.speaker_id.in_(asked.holders),
        entry.claim_id == both.selected_columns.claim_id,
        entry.body_id == both.selected_columns.holder_id,
    )
    return both.where(mine.exists())


def _bodies_held(asked: Asked) -> Any:  # noqa: ANN401 - a subquery of three columns
    """Claims with persons and bodies they hold a role in, where one has a sign the other lacks."""
    persons, bodies = _signs(asked, Level.SPEAKER).alias(), _signs(asked, Level.BODY).alias()
    differ = or_(
        and_(persons.c.n_for > 0, bodies.c.n_against > 0),
        and_(persons.c.n_against > 0, bodies.c.n_for > 0),
    )
    held = (
        select(persons.c.claim_id, _OFFICE.c.person_id, _OFFICE.c.body_id)
        .join(persons, persons.c.holder_id == _OFFICE.c.person_id)
        .join(
            bodies,
            and_(
                bodies.c.holder_id == _OFFICE.c.body_id,
                bodies.c.claim_id == persons.c.claim_id,
            ),
        )
        .where(held_at(_OFFICE.c, asked.revision), differ)
    )
    if asked.holders is not None:
        held = held.where(_OFFICE.c.person_id.in_(asked.holders))
    if asked.claims is not None:
        held = held.where(persons.c.claim_id.in_(asked.claims))
    return held.distinct().subquery()


def _related(session: Session, asked: Asked) -> Iterator[Contradiction]:
    """Holders who were, at some time, on the two sides that exclude each other."""
    rules = [
        rule
        for rule in implications(session, asked.revision)
        if asked.claims is None or not {rule.claim, rule.other}.isdisjoint(asked.claims)
    ]
    needed: dict[int, set[int]] = defaultdict(set)
    for rule, holders in _holders_of(session, asked, rules):
        needed[rule.claim] |= holders
        needed[rule.other] |= holders
    entry, holder = _ENTRY.c, HOLDER[asked.level]
    counts = or_(entry.value.is_not(None), entry.act == Act.RETRACTS)
    said: list[Uttered] = []
    for claim, holders in sorted(needed.items()):
        ordered = sorted(holders)
        for start in range(0, len(ordered), _AT_ONCE):
            these = holder.in_(ordered[start : start + _AT_ONCE])
            of_claim = entry.claim_id == claim
            found = utterances(asked.level, asked.entries, of_claim, these, counts)
            said += read_utterances(session, found).values()
    yield from related_claims(said, sorted(rules, key=repr), gap=asked.gap)


def _holders_of(
    session: Session, asked: Asked, rules: Collection[Implication]
) -> Iterator[tuple[Implication, set[int]]]:
    claims = sorted({claim for rule in rules for claim in (rule.claim, rule.other)})
    signs = _signs(asked, asked.level)
    stood: dict[tuple[int, int], set[int]] = defaultdict(set)
    for start in range(0, len(claims), _AT_ONCE):
        these = select(signs).where(signs.c.claim_id.in_(claims[start : start + _AT_ONCE]))
        if asked.holders is not None:
            these = these.where(signs.c.holder_id.in_(asked.holders))
        for row in session.execute(these):
            for sign, n in ((1, row.n_for), (-1, row.n_against)):
                if n:
                    stood[row.claim_id, sign].add(row.holder_id)
    for rule in rules:
        both = stood[rule.claim, rule.sign] & stood[rule.other, rule.other_sign]
        if both:
            yield rule, both
