"""Keeps the ledger true and all that is made from it: the one writer of these tables."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from tracker import audit
from tracker.models import Entry, Role, Speaker
from tracker.record.offices import renew_offices
from tracker.record.positions import renew_positions
from tracker.record.renewing import forget_entries, renew_contradictions
from tracker.record.wanted import CHUNK, KEYS, Values, wanted_entries

_ENTRY: Table = Entry.metadata.tables["entry"]


@dataclass(frozen=True)
class Touched:
    """The ids of what a command changed; the statements behind them are looked up."""

    statements: Iterable[int] = field(default_factory=tuple)
    speakers: Iterable[int] = field(default_factory=tuple)
    roles: Iterable[int] = field(default_factory=tuple)
    occasions: Iterable[int] = field(default_factory=tuple)
    sources: Iterable[int] = field(default_factory=tuple)
    claims: Iterable[int] = field(default_factory=tuple)
    # Whoever gained or lost a role, or whose role has other dates: no entry holds those.
    holders: Iterable[int] = field(default_factory=tuple)
    # Claims that were related to others, or no longer are, and those that were merged.
    related: Iterable[int] = field(default_factory=tuple)


def sync(session: Session, touched: Touched) -> None:
    """Close the entries and offices that no longer hold and open those that now do.

    Every command calls this that publishes, withdraws, reinstates, corrects or merges,
    or changes a role or a key that an entry holds. The head lock comes first: what is read after
    it is what every earlier writer has committed, so two of them cannot miss each other.
    """
    session.flush()
    audit.lock_head(session)
    persons = _sync_offices(session, touched)
    changed = _sync_entries(session, _behind(session, touched))
    if changed:
        renew_positions(session, changed)
    if changed or persons or touched.related:
        renew_contradictions(session, changed, persons=persons, claims=set(touched.related))


def _sync_entries(session: Session, statements: set[int]) -> list[Mapping[str, Any]]:
    """Close and open what differs, and give it."""
    wanted = [_row(values) for values in wanted_entries(session, statements)]
    found = {entry.id: entry for entry in _open_entries(session, statements)}
    surplus = Counter(wanted)
    closing = []
    for entry_id, entry in sorted(found.items()):
        row = _row(entry._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
        if surplus[row] > 0:
            surplus[row] -= 1
        else:
            closing.append(entry_id)
    opening = [dict(zip(KEYS, row, strict=True)) for row in surplus.elements()]
    if closing or opening:
        _close(session, [found[entry_id] for entry_id in closing])
        _open(session, opening)
        audit.expect_stamps(session)
    changed = [found[entry_id]._mapping for entry_id in closing]  # noqa: SLF001
    return [*changed, *opening]


def _sync_offices(session: Session, touched: Touched) -> set[int]:
    """Whose offices differ now."""
    roles, speakers = sorted(touched.roles), set(touched.speakers)
    holders = set(touched.holders)
    if roles:
        holders.update(session.scalars(select(Role.speaker_id).where(Role.id.in_(roles))))
    if not holders and not speakers:
        return set()
    persons = renew_offices(session, holders=holders, speakers=speakers)
    if persons:
        audit.expect_stamps(session)
    return persons


def _row(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values[name] for name in KEYS)


def _open_entries(session: Session, statements: set[int]) -> list[Any]:
    ids = sorted(statements)
    rows: list[Any] = []
    for start in range(0, len(ids), CHUNK):
        some = _ENTRY.c.statement_id.in_(ids[start : start + CHUNK])
        rows += session.execute(select(_ENTRY).where(some, _ENTRY.c.left.is_(None))).all()
    return rows


def _close(session: Session, entries: list[Any]) -> None:
    """Leave the number to the audit. What this same transaction opened never stood."""
    unstamped = [e.id for e in entries if e.entered == 0]
    for start in range(0, len(unstamped), CHUNK):
        forget_entries(session, unstamped[start : start + CHUNK])
    for entries_of, statement in (
        (unstamped, delete(_ENTRY)),
        ([e.id for e in entries if e.entered != 0], update(_ENTRY).values(left=0)),
    ):
        for start in range(0, len(entries_of), CHUNK):
            some = _ENTRY.c.id.in_(entries_of[start : start + CHUNK])
            session.execute(statement.where(some))


def _open(session: Session, rows: list[Values]) -> None:
    if rows:
        session.execute(insert(_ENTRY), [{**row, "entered": 0} for row in rows])


def _behind(session: Session, touched: Touched) -> set[int]:
    """The statements whose entries hold something that was touched."""
    statements = set(touched.statements)
    speakers = _with_those_below(session, set(touched.speakers))
    conditions: list[ColumnElement[bool]] = []
    for ids, columns in (
        (speakers, ("speaker_id", "body_id")),
        (set(touched.roles), ("role_id",)),
        (set(touched.occasions), ("occasion_id",)),
        (set(touched.sources), ("source_id",)),
        (set(touched.claims), ("claim_id",)),
    ):
        if ids:
            conditions.append(or_(*(_ENTRY.c[column].in_(sorted(ids)) for column in columns)))
    for condition in conditions:
        found = select(_ENTRY.c.statement_id).where(_ENTRY.c.left.is_(None), condition)
        statements.update(session.scalars(found.distinct()))
    return statements


def _with_those_below(session: Session, speakers: set[int]) -> set[int]:
    """A parent decides the state of everything below it, also of what is below its twins."""
    if not speakers:
        return speakers
    top = select(Speaker.id).where(Speaker.id.in_(sorted(speakers))).cte(recursive=True)
    under = or_(Speaker.parent_id == top.c.id, Speaker.merged_into_id == top.c.id)
    below = select(Speaker.id).join(top, under)
    return set(session.scalars(select(top.union(below).c.id)))
