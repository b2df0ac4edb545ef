"""The position table: where every holder stands now, made from the open entries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    delete,
    insert,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from tracker.analysis.positions import Standing, Taken, standing
from tracker.models import Entry, Position
from tracker.vocabulary import Level, Stance

_ENTRY: Table = Entry.metadata.tables["entry"]
_POSITION: Table = Position.metadata.tables["position"]
HOLDER = {
    Level.SPEAKER: _ENTRY.c.speaker_id,
    Level.BODY: _ENTRY.c.body_id,
    Level.STATE: _ENTRY.c.state_id,
}
CHUNK = 200
_AT_ONCE = 5_000
# Of a row of `histories`: the claim and the holder.
PLACE = itemgetter(0, 1)

_STANCES = {code.value: code for code in Stance}

Place = tuple[int, int]


def histories(level: Level, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select what holders of a level said, claim by claim, in the order of time."""
    entry = _ENTRY.c
    holder = HOLDER[level]
    return (
        select(
            entry.claim_id,
            holder.label("holder_id"),
            entry.order_key,
            entry.first_on,
            entry.last_on,
            # As the driver gives it: there may be a million.
            type_coerce(entry.code, NullType()).label("code"),
            type_coerce(entry.act, NullType()).label("act"),
            entry.statement_id,
            entry.role_id,
            entry.body_id,
        )
        .where(holder.is_not(None), *conditions)
        .order_by(entry.claim_id, holder, entry.order_key)
    )


def now() -> ColumnElement[bool]:
    """What stands."""
    return _ENTRY.c.left.is_(None)


def as_of(revision: int) -> ColumnElement[bool]:
    """What stood when the record had this revision number."""
    entered, left = _ENTRY.c.entered, _ENTRY.c.left
    return and_(entered <= revision, or_(left.is_(None), left > revision))


def taken(row: Sequence[Any]) -> Taken:
    """An entry as the analysis knows it."""
    # By place: by name it takes twice as long, and there may be a million.
    order, first, last, code, act, statement, role, body = row[2:10]
    return Taken(order, first, last, _STANCES[code], act, statement, role, body)


def positions_of(rows: Iterable[Row[Any]]) -> Iterator[tuple[Place, Standing]]:
    """Yield (claim, holder) and where they stand, from rows of `histories`."""
    for place, history in groupby(rows, key=PLACE):
        found = standing([taken(row) for row in history])
        if found is not None:
            yield place, found


def position_values(level: Level, place: Place, found: Standing) -> dict[str, Any]:
    """A row of the position table."""
    return {
        "claim_id": place[0],
        "level": level,
        "holder_id": place[1],
        "n": found.n,
        "n_for": found.n_for,
        "n_against": found.n_against,
        "n_mixed": found.n_mixed,
        "changes": found.changes,
        "first_on": found.first_on,
        "last_on": found.last_on,
        "code": found.stance,
        "value": found.stance.number if found.has_position else None,
        "is_retracted": found.retracted,
        "statement_id": found.statement,
    }


def renew_positions(session: Session, entries: Iterable[Mapping[str, Any]]) -> None:
    """Compute anew the positions that these opened or closed entries have a part in."""
    touched: dict[Level, set[Place]] = {level: set() for level in Level}
    for entry in entries:
        for level in Level:
            if entry[f"{level.value}_id"] is not None:
                touched[level].add((entry["claim_id"], entry[f"{level.value}_id"]))
    for level, places in touched.items():
        ordered = sorted(places)
        for start in range(0, len(ordered), CHUNK):
            _renew(session, level, ordered[start : start + CHUNK])


def fill_positions(session: Session) -> None:
    """Compute all of them anew, whatever is there."""
    session.execute(delete(_POSITION))
    for level in Level:
        rows = session.execute(histories(level, now()))
        values = (position_values(level, place, found) for place, found in positions_of(rows))
        while some := list(islice(values, _AT_ONCE)):
            session.execute(insert(_POSITION), some)


def _renew(session: Session, level: Level, places: list[Place]) -> None:
    holder, position = HOLDER[level], _POSITION.c
    these = or_(*(and_(holder == h, _ENTRY.c.claim_id == c) for c, h in places))
    rows = session.execute(histories(level, now(), these)).all()
    values = [position_values(level, place, found) for place, found in positions_of(rows)]
    old = or_(*(and_(position.claim_id == c, position.holder_id == h) for c, h in places))
    session.execute(delete(_POSITION).where(position.level == level, old))
    if values:
        session.execute(insert(_POSITION), values)
