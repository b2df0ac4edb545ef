"""Who spoke for which body in general, from when to when: made from roles, kept with its past."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Table, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from tracker.merged import PAIRS, one_with
from tracker.models import Office, Role, Speaker
from tracker.record.holders import Speakers
from tracker.vocabulary import SpeakerKind

_OFFICE: Table = Office.metadata.tables["office"]
OFFICE_KEYS = ("person_id", "body_id", "first_on", "last_on")
_AT_ONCE = 400

# The person, the body, the first day and the last one.
Held = tuple[int, int, date | None, date | None]


def wanted_offices(session: Session, persons: Collection[int] | None = None) -> set[Held]:
    """What these persons' roles come to, merges followed; of everybody without a list."""
    speakers, found = Speakers(session), set()
    for holder, body, first, last in _roles(session, persons):
        speakers.load({holder, body})
        person = speakers.standing_for(holder)
        if speakers.kind(person) is SpeakerKind.PERSON:
            found.add((person, speakers.standing_for(body), first, last))
    return found


def open_offices(session: Session, persons: Collection[int] | None = None) -> Iterator[Any]:
    """Yield the offices that stand; of everybody without a list."""
    asked = select(_OFFICE).where(_OFFICE.c.left.is_(None)).order_by(_OFFICE.c.id)
    if persons is None:
        yield from session.execute(asked)
        return
    for some in _blocks(persons):
        yield from session.execute(asked.where(_OFFICE.c.person_id.in_(some))).all()


def renew_offices(
    session: Session, *, holders: Collection[int] = (), speakers: Collection[int] = ()
) -> set[int]:
    """Close and open what differs: of these holders of roles, and of all that these speakers mean.

    Gives the persons of whom anything did.
    """
    persons = _persons_behind(session, holders, speakers)
    wanted = wanted_offices(session, persons)
    found = {tuple(row[1:5]): row for row in open_offices(session, persons)}
    closing = [row for held, row in found.items() if held not in wanted]
    opening = sorted(wanted - found.keys(), key=str)
    # What this same transaction opened never stood.
    for ids, statement in (
        ([row.id for row in closing if row.entered == 0], delete(_OFFICE)),
        ([row.id for row in closing if row.entered != 0], update(_OFFICE).values(left=0)),
    ):
        for some in _blocks(ids):
            session.execute(statement.where(_OFFICE.c.id.in_(some)))
    if opening:
        rows = [dict(zip(OFFICE_KEYS, held, strict=True)) for held in opening]
        session.execute(insert(_OFFICE), [{**row, "entered": 0} for row in rows])
    return {held[0] for held in opening} | {row.person_id for row in closing}


def _persons_behind(
    session: Session, holders: Collection[int], speakers: Collection[int]
) -> set[int]:
    """Whose offices may differ. All that stands for one another belongs together."""
    own, meant = _together(session, {*holders, *speakers}), _together(session, set(speakers))
    known = Speakers(session)
    persons = {known.standing_for(holder) for holder in own}
    for some in _blocks(meant):
        held = select(Role.speaker_id).where(Role.body_id.in_(some))
        persons.update(known.standing_for(holder) for holder in session.scalars(held).all())
        # Of a merge that was undone, or a body that a role has left.
        stood = or_(_OFFICE.c.body_id.in_(some), _OFFICE.c.person_id.in_(some))
        persons.update(
            session.scalars(select(_OFFICE.c.person_id).where(_OFFICE.c.left.is_(None), stood))
        )
    return persons


def _roles(session: Session, persons: Collection[int] | None) -> Iterator[Any]:
    asked = select(Role.speaker_id, Role.body_id, Role.first_on, Role.last_on)
    if persons is None:
        yield from session.execute(asked)
        return
    pairs = PAIRS[Speaker]
    for some in _blocks(persons):
        lent = select(pairs.c.id).where(pairs.c.into_id.in_(some))
        mine = or_(Role.speaker_id.in_(some), Role.speaker_id.in_(lent))
        yield from session.execute(asked.where(mine)).all()


def _together(session: Session, speakers: set[int]) -> set[int]:
    found: set[int] = set()
    for some in _blocks(speakers):
        ids = select(Speaker.id).where(Speaker.id.in_(some))
        found.update(session.scalars(one_with(Speaker, ids)))
    return found


def _blocks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
