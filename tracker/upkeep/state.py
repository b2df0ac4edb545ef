"""What is true now, in lines that are equal whenever it is: for comparing, keeping and leaving.

A line is a JSON object of kind, uid and values, with sorted keys; the lines are sorted byte by
byte. Kinds are tables; what has no uid of its own is named by what it belongs to.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from tracker.chain import canonical
from tracker.upkeep.shapes import SHAPES, TABLES, Part, Shape, told_of, values_of
from tracker.vocabulary import RelationKind

ROWS_AT_ONCE = 200
LARGE_ROWS = 5


def state_lines(session: Session) -> Iterator[str]:
    """Yield the state line by line, without line ends; some hundred objects are held at a time."""
    for shape in SHAPES:
        if shape.table == "redaction":
            yield from _redactions(session)
        else:
            yield from _lines(session, shape)


def _lines(session: Session, shape: Shape) -> Iterator[str]:
    table = TABLES[shape.table]
    keys = [_bytewise(session, _key(table, column)) for column in shape.key]
    named = [key.label(f"_{number}") for number, key in enumerate(keys)]
    rows = values_of(table).add_columns(table.c.id.label("_id"), *named).order_by(*keys)
    if shape.only is not None:
        rows = rows.where(shape.only)
    many = LARGE_ROWS if shape.table == "snapshot" else ROWS_AT_ONCE
    with session.execute(rows.execution_options(yield_per=many)) as found:
        for block in found.mappings().partitions():
            parts = _parts(session, shape.parts, [row["_id"] for row in block])
            for row in block:
                uid = "/".join(row[f"_{number}"] for number in range(len(keys)))
                yield _line(shape.table, uid, {**told_of(row), **parts[row["_id"]]})


def _line(kind: str, uid: str | None, values: Mapping[str, Any]) -> str:
    told = {name: value for name, value in values.items() if name != "uid"}
    return canonical({"kind": kind, "uid": uid, "values": told})


def _key(table: Table, column: str) -> ColumnElement[str]:
    """A column of a line's key; a row that it refers to is there by its uid."""
    for reference in table.c[column].foreign_keys:
        other = reference.column.table
        uid = select(other.c.uid).where(other.c.id == table.c[column])
        return uid.correlate(table).scalar_subquery()
    return table.c[column]


def _bytewise(session: Session, column: ColumnElement[str]) -> ColumnElement[str]:
    # PostgreSQL's own order of texts depends on the machine.
    return column.collate("C") if session.get_bind().dialect.name == "postgresql" else column


def _parts(
    session: Session, parts: Sequence[Part], ids: Sequence[int]
) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """What belongs to rows, by their ids: a list, perhaps empty, for each part."""
    found: dict[int, dict[str, list[dict[str, Any]]]] = {
        above: {part.name: [] for part in parts} for above in ids
    }
    for part in parts:
        for above, rows in _rows_of(session, part, ids).items():
            found[above][part.name] = rows if part.order else sorted(rows, key=canonical)
    return found


def _rows_of(
    session: Session, part: Part, ids: Sequence[int]
) -> Mapping[int, list[dict[str, Any]]]:
    table = TABLES[part.table]
    above = table.c[part.above]
    asked = values_of(table).add_columns(table.c.id.label("_id"), above.label("_above"))
    asked = asked.where(above.in_(ids))
    if part.only is not None:
        asked = asked.where(part.only)
    rows = session.execute(asked.order_by(table.c[part.order or "id"])).mappings().all()
    inside = _parts(session, part.parts, [row["_id"] for row in rows])
    found = defaultdict(list)
    for row in rows:
        found[row["_above"]].append({**told_of(row), **inside[row["_id"]]})
    if part.table == "claim_relation":
        for other, told in _contradicted(session, table, ids):
            found[other].append(told)
    return found


def _contradicted(
    session: Session, table: Table, ids: Sequence[int]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """A contradiction holds both ways; which claim is stored first depends on the ids."""
    claim = TABLES["claim"]
    asked = (
        select(table.c.other_id, table.c.kind, claim.c.uid.label("other"))
        .join(claim, claim.c.id == table.c.claim_id)
        .where(table.c.other_id.in_(ids), table.c.kind == RelationKind.CONTRADICTS)
        .where(table.c.left.is_(None))
    )
    for row in session.execute(asked):
        yield row.other_id, {"kind": row.kind.value, "other": row.other}


def _redactions(session: Session) -> list[str]:
    """What has been blanked; few enough to be sorted here."""
    table = TABLES["redaction"]
    asked = values_of(table).add_columns(table.c.object_id.label("_id"))
    rows = session.execute(asked).mappings().all()
    return sorted(
        _line("redaction", _uid_of(session, row["kind"], row["_id"]), told_of(row)) for row in rows
    )


def _uid_of(session: Session, kind: str, object_id: int) -> str | None:
    table = TABLES.get(kind)
    if table is None or "uid" not in table.c:
        return None
    uid: str | None = session.scalar(select(table.c.uid).where(table.c.id == object_id))
    return uid
