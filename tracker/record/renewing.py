"""Keeps the table of contradictions true: what a change may have made or ended is found anew."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import Table, and_, delete, insert, or_, select
from sqlalchemy.orm import Session

from tracker.analysis.contradictions import Contradiction, told_once
from tracker.models import ClaimMerge, Entry, Office, Position
from tracker.record.contradicting import Asked, find_contradictions
from tracker.record.kept import KEPT, kept_values
from tracker.record.marks import StoodFor
from tracker.record.positions import now
from tracker.vocabulary import ContradictionKind, Level

_ENTRY: Table = Entry.metadata.tables["entry"]
_OFFICE: Table = Office.metadata.tables["office"]
_POSITION: Table = Position.metadata.tables["position"]
# Further apart than any two dates: how far is too far is asked when they are read.
ANY_GAP = 10_000_000
_AT_ONCE = 200
_OF_HOLDER = (ContradictionKind.SAME_DAY, ContradictionKind.RELATED_CLAIMS)
_OF_PERSON = (ContradictionKind.AGAINST_BODY,)

# The claim and the holder.
Place = tuple[int, int]
T = TypeVar("T", int, Place)


def renew_contradictions(
    session: Session,
    entries: Collection[Mapping[str, Any]],
    *,
    persons: Collection[int] = (),
    claims: Collection[int] = (),
) -> None:
    """Find anew what these opened or closed entries have a part in.

    Besides, what these persons have said against bodies, as their offices changed, and what
    excludes what on these claims, as their relations did. Positions are up to date already.
    """
    for level in Level:
        places = set(_places(entries, level))
        _renew(session, level, places, _OF_HOLDER)
    against = set(_places(entries, Level.SPEAKER))
    against |= set(_of_bodies(session, set(_places(entries, Level.BODY))))
    against |= set(_of_persons(session, persons))
    _renew(session, Level.SPEAKER, against, _OF_PERSON)
    if claims:
        _renew_related(session, claims)


def fill_contradictions(session: Session) -> None:
    """Find all of them, where the table is empty."""
    for level in Level:
        asked = Asked(level, now(), gap=ANY_GAP)
        _keep(session, level, find_contradictions(session, asked))


def forget_entries(session: Session, ids: Collection[int]) -> None:
    """Let entries go that never stood: what they contradicted is found anew afterwards."""
    session.execute(delete(KEPT).where(or_(KEPT.c.before_id.in_(ids), KEPT.c.after_id.in_(ids))))


def _places(entries: Iterable[Mapping[str, Any]], level: Level) -> Iterator[Place]:
    for entry in entries:
        holder = entry[f"{level.value}_id"]
        if holder is not None:
            yield entry["claim_id"], holder


def _renew(
    session: Session, level: Level, places: set[Place], kinds: Collection[ContradictionKind]
) -> None:
    """Drop what is kept of these places, and keep what is found there now."""
    found: list[Contradiction] = []
    for some in _blocks(places):
        _drop(session, level, kinds, some)
        claims, holders = ({place[at] for place in some} for at in (0, 1))
        asked = Asked(level, now(), claims=claims, holders=holders, gap=ANY_GAP, kinds=kinds)
        found += (one for one in find_contradictions(session, asked) if _is_at(one, some))
    _keep(session, level, found)


def _drop(
    session: Session, level: Level, kinds: Collection[ContradictionKind], places: set[Place]
) -> None:
    for column in (KEPT.c.claim_id, KEPT.c.other_claim_id):
        is_here = or_(*(and_(column == claim, KEPT.c.holder_id == by) for claim, by in places))
        session.execute(delete(KEPT).where(is_here, KEPT.c.level == level, KEPT.c.kind.in_(kinds)))


def _is_at(one: Contradiction, places: set[Place]) -> bool:
    return not places.isdisjoint((end.claim, one.holder) for end in (one.before, one.after))


def _keep(session: Session, level: Level, found: Iterable[Contradiction]) -> None:
    values = kept_values(level, told_once(found))
    if values:
        session.execute(insert(KEPT), values)


def _of_bodies(session: Session, places: set[Place]) -> Iterator[Place]:
    """Where persons stand who spoke for these bodies on these claims, or hold a role in them."""
    for some in _blocks(places):
        claims, bodies = ({place[at] for place in some} for at in (0, 1))
        entry, position = _ENTRY.c, _POSITION.c
        spoke = select(entry.claim_id, entry.body_id, entry.speaker_id).distinct()
        spoke = spoke.where(now(), entry.claim_id.in_(claims), entry.body_id.in_(bodies))
        hold = select(position.claim_id, _OFFICE.c.body_id, _OFFICE.c.person_id).distinct()
        hold = hold.join(_POSITION, position.holder_id == _OFFICE.c.person_id).where(
            _OFFICE.c.left.is_(None),
            _OFFICE.c.body_id.in_(bodies),
            position.level == Level.SPEAKER,
            position.claim_id.in_(claims),
        )
        for asked in (spoke, hold):
            for claim, body, person in session.execute(asked):
                if (claim, body) in some:
                    yield claim, person


def _of_persons(session: Session, persons: Collection[int]) -> Iterator[Place]:
    position = _POSITION.c
    for some in _blocks(persons):
        stand = select(position.claim_id, position.holder_id)
        stand = stand.where(position.level == Level.SPEAKER, position.holder_id.in_(some))
        yield from map(tuple, session.execute(stand))


def _renew_related(session: Session, claims: Collection[int]) -> None:
    """What relations of these claims exclude; they may have been merged, or stand for others."""
    stood = StoodFor(session, ClaimMerge, None)
    known = {*claims, *(stood.of(claim)[0] for claim in claims)}
    either = or_(KEPT.c.claim_id.in_(known), KEPT.c.other_claim_id.in_(known))
    is_related = KEPT.c.kind == ContradictionKind.RELATED_CLAIMS
    session.execute(delete(KEPT).where(either, is_related))
    kinds = (ContradictionKind.RELATED_CLAIMS,)
    for level in Level:
        asked = Asked(level, now(), claims=known, gap=ANY_GAP, kinds=kinds)
        _keep(session, level, find_contradictions(session, asked))


def _blocks(all_of_them: Collection[T]) -> Iterator[set[T]]:
    ordered = sorted(all_of_them)
    for start in range(0, len(ordered), _AT_ONCE):
        yield set(ordered[start : start + _AT_ONCE])
