"""Recomputes everything that can be recomputed, and names the first row that is wrong."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from sqlalchemy import Table, and_, case, or_, select
from sqlalchemy.orm import Session

from tracker import schema
from tracker.chain import broken_links
from tracker.db import Database
from tracker.models import Base, Citation, Edition, Entry, Head, Position, Revision, Snapshot
from tracker.models import Stance as CodedAs
from tracker.record.positions import histories, now, position_values, positions_of
from tracker.record.wanted import KEYS, wanted_entries
from tracker.text import sha256
from tracker.vocabulary import Level, Stance

_ENTRY: Table = Entry.metadata.tables["entry"]
_POSITION: Table = Position.metadata.tables["position"]
ROWS_AT_ONCE = 2_000


@dataclass
class Check:
    """One question put to the database, and the first row that answers it wrongly."""

    name: str
    ok: bool = True
    rows: int = 0
    seconds: float = 0.0
    first_bad: str | None = None

    def fail(self, row: str) -> None:
        if self.ok:
            self.ok, self.first_bad = False, row


@dataclass(frozen=True)
class Report:
    """What `tracker verify` prints."""

    ok: bool
    revision: int
    head: str
    checks: tuple[Check, ...]


def verify(database: Database, *, deep: bool = False) -> Report:
    """Check one snapshot of the database; `deep` hashes every source text again."""
    with database.reading() as session:
        first = _timed("schema", _check_schema, session)
        if not first.ok:
            return Report(ok=False, revision=0, head="", checks=(first,))
        checks = [
            first,
            _timed("foreign_keys", _check_foreign_keys, session),
            _timed("history", _check_history, session),
            _timed("record", _check_record, session),
            _timed("positions", _check_positions, session),
            _timed("citations", _check_deeply if deep else _check_citations, session),
        ]
        head = session.execute(select(Head.number, Head.hash)).one_or_none()
    number, digest = (head.number, head.hash) if head else (0, "")
    ok = all(check.ok for check in checks)
    return Report(ok=ok, revision=number, head=digest, checks=tuple(checks))


def _timed(name: str, run: Callable[[Session, Check], None], session: Session) -> Check:
    check, start = Check(name), time.perf_counter()
    run(session, check)
    check.seconds = round(time.perf_counter() - start, 3)
    return check


def _check_schema(session: Session, check: Check) -> None:
    state = schema.state_of(session.connection())
    check.rows = 1
    if state != "ok":
        check.fail(f"schema {schema.schema_of(session.connection())} is {state}")


def _check_foreign_keys(session: Session, check: Check) -> None:
    for table in Base.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            check.rows += 1
            column, target = constraint.elements[0].parent, constraint.elements[0].column
            other = target.table.alias("other")
            there = select(other.c[target.name]).where(other.c[target.name] == column)
            key = next(iter(table.primary_key.columns))
            lost = select(key).where(column.is_not(None), ~there.correlate(table).exists())
            row = session.execute(lost.order_by(key).limit(1)).scalar()
            if row is not None:
                check.fail(f"{table.name} {row}: {column.name} leads nowhere")


def _check_history(session: Session, check: Check) -> None:
    head = session.execute(select(Head.number, Head.hash, Head.at)).one_or_none()
    if head is None:
        check.fail("the head of the chain is missing")
        return
    table = Revision.metadata.tables["revision"]
    ordered = select(table).order_by(table.c.number)
    with session.execute(ordered.execution_options(yield_per=ROWS_AT_ONCE)) as rows:
        for number in broken_links(_counted(rows, check), (head.number, head.hash)):
            check.fail(f"revision {number}")
    newest = session.scalar(select(table.c.at).where(table.c.number == head.number))
    if newest is not None and newest != head.at:
        check.fail("the head of the chain: its moment is not that of the newest revision")


def _counted(rows: Iterable[Any], check: Check) -> Iterator[Any]:
    for row in rows:
        check.rows += 1
        yield row


def _check_record(session: Session, check: Check) -> None:
    """The open entries are exactly stances × speakers of what stands, and are closed once."""
    open_rows = select(_ENTRY).where(_ENTRY.c.left.is_(None))
    found: dict[tuple[Any, ...], int] = {}
    for row in session.execute(open_rows.execution_options(yield_per=ROWS_AT_ONCE)):
        check.rows += 1
        key = tuple(row._mapping[name] for name in KEYS)  # noqa: SLF001
        if key in found:
            check.fail(f"entry {row.id}: stands twice")
        found[key] = row.id
    for values in wanted_entries(session):
        if found.pop(tuple(values[name] for name in KEYS), None) is None:
            check.fail(f"statement {values['statement_id']}: an entry is missing or altered")
    for entry_id in sorted(found.values())[:1]:
        check.fail(f"entry {entry_id}: nothing that stands says this")
    _check_stamps(session, check)
    _check_sources(session, check)


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


def _check_positions(session: Session, check: Check) -> None:
    order = (_POSITION.c.claim_id, _POSITION.c.holder_id)
    for level in Level:
        stored = select(_POSITION).where(_POSITION.c.level == level).order_by(*order)
        with (
            session.execute(stored.execution_options(yield_per=ROWS_AT_ONCE)) as kept,
            session.execute(
                histories(level, now()).execution_options(yield_per=ROWS_AT_ONCE)
            ) as rows,
        ):
            computed = (position_values(level, place, at) for place, at in positions_of(rows))
            _compare_positions(level, kept.mappings(), computed, check)


def _compare_positions(
    level: Level, kept: Iterable[Any], computed: Iterable[dict[str, Any]], check: Check
) -> None:
    for there, right in zip_longest(kept, computed):
        check.rows += 1
        if there is None or right is None or dict(there) != right:
            which = right or there
            check.fail(
                f"position of {level.value} {which['holder_id']} on claim {which['claim_id']}"
            )
            return


def _check_citations(session: Session, check: Check) -> None:
    """Every cited span still says in its snapshot what it says in the citation."""
    spans = (
        select(Citation.id, Citation.snapshot_id, Citation.start, Citation.end, Citation.exact)
        .where(Citation.snapshot_id.is_not(None))
        .order_by(Citation.snapshot_id, Citation.id)
    )
    current, text = None, ""
    for row in session.execute(spans.execution_options(yield_per=ROWS_AT_ONCE)):
        check.rows += 1
        if row.snapshot_id != current:
            current = row.snapshot_id
            text = session.scalar(select(Snapshot.text).where(Snapshot.id == current)) or ""
        if text[row.start : row.end] != row.exact:
            check.fail(f"citation {row.id}")
    _check_citing_own_source(session, check)


def _check_citing_own_source(session: Session, check: Check) -> None:
    elsewhere = or_(
        Snapshot.source_id != Citation.source_id,
        and_(Citation.start.is_(None), Citation.snapshot_id.is_not(None)),
    )
    joined = select(Citation.id).join(Snapshot, Snapshot.id == Citation.snapshot_id)
    row = session.scalar(joined.where(elsewhere).order_by(Citation.id).limit(1))
    if row is not None:
        check.fail(f"citation {row}: the snapshot is of another source")


def _check_deeply(session: Session, check: Check) -> None:
    _check_citations(session, check)
    texts = select(Snapshot.id, Snapshot.text, Snapshot.sha256).order_by(Snapshot.id)
    for row in session.execute(texts.execution_options(yield_per=20)):
        check.rows += 1
        if sha256(row.text) != row.sha256:
            check.fail(f"snapshot {row.id}")
