"""The revisions that lose their texts, and what the redaction tells anew in their place."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker import audit
from tracker.chain import BLANKED, LEDGER, REDACT, RESTATED, WITHHELD
from tracker.history.redaction.plan import NAME, Plan
from tracker.history.redaction.rows import own_rows
from tracker.history.states import CLASSES
from tracker.models import Revision

_REVISION: Table = Revision.metadata.tables["revision"]
# A citation repeats so many letters on either side of what it cites.
_AROUND = 32
# SQLite takes no deeper conditions.
_AT_ONCE = 200
_TEXTS = (_REVISION.c.before, _REVISION.c.after)

Rows = dict[str, dict[str, Any]]


def plan_revisions(session: Session, plan: Plan) -> None:
    """Add every revision that holds what goes: the object's own, and others that repeat it."""
    target = plan.target
    own = and_(_REVISION.c.kind == target.kind, _REVISION.c.object_id == target.id)
    if target.snapshot is None:
        found = select(_REVISION.c.number).where(own, _REVISION.c.action != REDACT)
        plan.revisions += session.scalars(found.where(_REVISION.c.salt.is_not(None)))
    for row in _candidates(session, plan):
        if _holds(row, plan):
            plan.revisions.append(row.number)
    plan.revisions = sorted(set(plan.revisions))


def _candidates(session: Session, plan: Plan) -> Iterator[Any]:
    """A first look by the database: rough, but it reads all there is."""
    snapshots = sorted({passage.snapshot for passage in plan.passages})
    needles = [f'"snapshot_id":{number}' for number in snapshots]
    needles += [f'"snapshot#{number}"' for number in snapshots]
    needles += [_written(word) for word in plan.searched if not plan.target.is_somebody]
    conditions = [_has(session, text, needle) for needle in needles for text in _TEXTS]
    conditions += [_has(session, _REVISION.c.why, word) for word in plan.searched]
    # A block of rows belongs to no object; a row of another object may be changed, too.
    rows = list(own_rows(plan))
    is_block = _REVISION.c.object_id.is_(None)
    conditions += [
        and_(is_block, _has(session, text, f'"{name}"')) for name in rows for text in _TEXTS
    ]
    conditions += _of_described(session, plan)
    for start in range(0, len(conditions), _AT_ONCE):
        some = or_(*conditions[start : start + _AT_ONCE])
        found = select(_REVISION).where(_REVISION.c.salt.is_not(None), some)
        yield from session.execute(found.execution_options(yield_per=100))


def _of_described(session: Session, plan: Plan) -> list[ColumnElement[bool]]:
    """Where a name described somebody in another object's rows, that object's own revisions."""
    if not plan.target.is_somebody:
        return []
    rows = {blank.row for blank in plan.blanks if blank.column == "described_as"}
    return [
        and_(_REVISION.c.kind == "statement", _has(session, text, f'"{name}"'))
        for name in sorted(rows)
        for text in _TEXTS
    ]


def _holds(row: Any, plan: Plan) -> bool:  # noqa: ANN401 - a revision
    """A second look, at the rows that the revision tells of."""
    whole = "" if plan.target.is_somebody else f"{row.before or ''}{row.after or ''}"
    if any(_written(word) in whole or word in (row.why or "") for word in plan.searched):
        return True
    rows = _rows(row)
    old: dict[str, set[str]] = {}
    for blank in plan.blanks:
        if isinstance(blank.old, str) and blank.old:
            old.setdefault(blank.row, set()).add(blank.old)
    gone = {f"{table}#{row_id}" for table, row_id, _ in plan.removed}
    return any(
        (name in gone and row.object_id is None)
        or any(_repeats(value, old.get(name, ())) for value in values.values())
        or (row.action != REDACT and _overlaps(name, values, plan))
        for name, values in rows
    )


def _repeats(value: object, old: Iterable[str]) -> bool:
    """Whether a value of a row is one that goes; of a text the history has its digest alone."""
    return isinstance(value, str) and any(
        value == o or o == value.removeprefix("sha256:") for o in old
    )


def _overlaps(name: str, values: dict[str, Any], plan: Plan) -> bool:
    """Whether a citation of old repeats a part of a passage, itself or before and after it."""
    if not name.startswith("citation#") or values.get("start") is None:
        return False
    return any(
        values.get("snapshot_id") == passage.snapshot
        and values["start"] - _AROUND < passage.end
        and passage.start < values["end"] + _AROUND
        for passage in plan.passages
    )


def _rows(row: Any) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - a revision
    for words in (row.before, row.after):
        told = json.loads(words) if words else {}
        yield from ((name, values) for name, values in told.items() if "#" in name)
        yield from told.get(RESTATED, {}).items()


def _written(word: str) -> str:
    """A text as it stands within the JSON of a revision."""
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _has(session: Session, column: Any, words: str) -> ColumnElement[bool]:  # noqa: ANN401
    """Whether a text holds these words, to the letter on both engines."""
    is_sqlite = session.connection().dialect.name == "sqlite"
    found = func.instr(column, words) if is_sqlite else func.strpos(column, words)
    return found > 0


def told_instead(session: Session, plan: Plan) -> dict[str, Any]:
    """What the redaction tells of the rows whose revisions are blanked, as they are now.

    The digests of the ledger are repeated; values that hold the words where they still
    stand, in other objects, are withheld.
    """
    ledger: dict[str, Any] = {}
    again: dict[str, set[int]] = {}
    blanked = set(plan.revisions)
    for name in own_rows(plan):
        table, _, number = name.partition("#")
        again.setdefault(table, set()).add(int(number))
    for start in range(0, len(plan.revisions), 100):
        some = _REVISION.c.number.in_(plan.revisions[start : start + 100])
        for row in session.execute(select(_REVISION).where(some)):
            told = json.loads(row.after) if row.after else {}
            ledger |= told.get(LEDGER, {})
            blanked.update(told.get(BLANKED, ()))
            for name, _ in _rows(row):
                table, _, number = name.partition("#")
                again.setdefault(table, set()).add(int(number))
    rows = dict(_now(session, again))
    withheld = _withhold(rows, plan)
    told = {LEDGER: ledger, BLANKED: sorted(blanked), RESTATED: rows, WITHHELD: withheld}
    return {name: value for name, value in told.items() if value}


def _now(session: Session, again: dict[str, set[int]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows as the history would tell them; a row that is gone tells nothing."""
    for table, ids in sorted(again.items()):
        cls = next(c for c in CLASSES.values() if c.__tablename__ == table)
        columns, ordered = cls.__table__.c, sorted(ids)
        found: dict[int, Any] = {}
        for start in range(0, len(ordered), _AT_ONCE):
            some = columns.id.in_(ordered[start : start + _AT_ONCE])
            rows = session.execute(select(*columns).where(some)).mappings()
            found |= {row["id"]: row for row in rows}
        for number in ordered:
            row = found.get(number)
            yield f"{table}#{number}", audit.outline(cls, row) if row is not None else {}


def _withhold(rows: Rows, plan: Plan) -> dict[str, list[str]]:
    words = [word for word in plan.words if len(word) >= NAME]
    withheld: dict[str, list[str]] = {}
    for name, values in rows.items():
        holding = [
            column
            for column, value in values.items()
            if isinstance(value, str) and any(word in value for word in words)
        ]
        for column in holding:
            del values[column]
        if holding:
            withheld[name] = holding
    return withheld
