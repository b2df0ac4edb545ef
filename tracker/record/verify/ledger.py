"""Whether the ledger holds what it should, and was stamped when the history says."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, and_, case, or_, select
from sqlalchemy.orm import Session

from tracker.models import Edition, Entry, Revision
from tracker.models import Stance as CodedAs
from tracker.record.verify.checks import ROWS_AT_ONCE, Check
from tracker.record.verify.offices import check_offices
from tracker.record.wanted import KEYS, wanted_entries
from tracker.vocabulary import Stance

_ENTRY: Table = Entry.metadata.tables["entry"]
NEVER = 1 << 63  # above every id

Key = tuple[Any, ...]


def check_record(session: Session, check: Check) -> None:
    """The open entries are exactly stances × speakers of what stands, and are closed once."""
    _check_open(session, check)
    _check_stamps(session, check)
    _check_sources(session, check)
    check_offices(session, check)


def _check_open(session: Session, check: Check) -> None:
    """Two streams, a statement at a time: what stands open, and what should."""
    nothing: tuple[int, Any] = (NEVER, None)
    found, wanted = _found(session, check), _wanted(session)
    there, right = next(found, nothing), next(wanted, nothing)
    while (there[0], right[0]) != (NEVER, NEVER):
        statement = min(there[0], right[0])
        is_open, is_wanted = there[0] == statement, right[0] == statement
        entries, keys = there[1] if is_open else {}, right[1] if is_wanted else set()
        _compare(statement, entries, keys, check)
        there = next(found, nothing) if is_open else there
        right = next(wanted, nothing) if is_wanted else right


def _compare(statement: int, there: dict[Key, list[int]], right: set[Key], check: Check) -> None:
    for entries in there.values():
        if len(entries) > 1:
            check.fail(f"entry {entries[1]}: stands twice")
    if right - there.keys():
        check.fail(f"statement {statement}: an entry is missing or altered")
    surplus = sorted(entries[0] for key, entries in there.items() if key not in right)
    if surplus:
        check.fail(f"entry {surplus[0]}: nothing that stands says this")


def _found(session: Session, check: Check) -> Iterator[tuple[int, dict[Key, list[int]]]]:
    rows = select(_ENTRY).where(_ENTRY.c.left.is_(None))
    rows = rows.order_by(_ENTRY.c.statement_id, _ENTRY.c.id)
    current: int | None = None
    keys: dict[Key, list[int]] = {}
    for row in session.execute(rows.execution_options(yield_per=ROWS_AT_ONCE)):
        check.rows += 1
        if row.statement_id != current:
            if current is not None:
                yield current, keys
            current, keys = row.statement_id, {}
        key = tuple(row._mapping[name] for name in KEYS)  # noqa: SLF001
        keys.setdefault(key, []).append(row.id)
    if current is not None:
        yield current, keys


def _wanted(session: Session) -> Iterator[tuple[int, set[Key]]]:
    current: int | None = None
    keys: set[Key] = set()
    for values in wanted_entries(session):
        if values["statement_id"] != current:
            if current is not None:
                yield current, keys
            current, keys = values["statement_id"], set()
        keys.add(tuple(values[name] for name in KEYS))
    if current is not None:
        yield current, keys


def _check_stamps(session: Session, check: Check) -> None:
    """Every entry was opened, and closed if it is closed, by a revision that exists."""
    for column, at in ((_ENTRY.c.entered, _ENTRY.c.entered_at), (_ENTRY.c.left, _ENTRY.c.left_at)):
        there = select(Revision.number).where(Revision.number == column, Revision.at == at)
        lost = select(_ENTRY.c.id).where(column.is_not(None), ~there.correlate(_ENTRY).exists())
        row = session.execute(lost.order_by(_ENTRY.c.id).limit(1)).scalar()
        if row is not None:
            check.fail(f"entry {row}: no revision {column.name} it at that moment")


def _check_sources(session: Session, check: Check) -> None:
    """Every entry, closed ones too, repeats its edition, which has not changed since it stood."""
    mirrored = case({code.value: code.mirrored.value for code in Stance}, value=CodedAs.code)
    value = case({code.value: code.number for code in Stance}, value=_ENTRY.c.code)
    merged = and_(CodedAs.claim_id != _ENTRY.c.claim_id, _ENTRY.c.code == mirrored)
    right = (
        select(CodedAs.id)
        .join(Edition, Edition.id == CodedAs.edition_id)
        .where(
            CodedAs.id == _ENTRY.c.stance_id,
            CodedAs.act.is_not_distinct_from(_ENTRY.c.act),
            or_(CodedAs.code == _ENTRY.c.code, merged),
            _ENTRY.c.value.is_not_distinct_from(value),
            Edition.id == _ENTRY.c.edition_id,
            Edition.statement_id == _ENTRY.c.statement_id,
            Edition.delivery == _ENTRY.c.delivery,
            Edition.first_on == _ENTRY.c.first_on,
            Edition.last_on == _ENTRY.c.last_on,
            Edition.created_by_id.is_not_distinct_from(_ENTRY.c.coder_id),
        )
    )
    lost = select(_ENTRY.c.id).where(~right.correlate(_ENTRY).exists())
    row = session.execute(lost.order_by(_ENTRY.c.id).limit(1)).scalar()
    if row is not None:
        check.fail(f"entry {row}: its edition says something else")
