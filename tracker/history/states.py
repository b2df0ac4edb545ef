"""An object as it was: what is stored now, with every later revision undone."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, Table, or_, select
from sqlalchemy.orm import Session

from tracker.chain import REDACT, recorded
from tracker.errors import N_, Refused
from tracker.history.changes import Rows, read_rows
from tracker.models import Base, Revision

_KEPT = frozenset({"left", "merged_into_id", "is_mirrored"})
_LASTING = (
    "snapshot#",
    "speaker_merge#",
    "speaker_not_twin#",
    "claim_merge#",
    "claim_not_twin#",
    "claim_approval#",
    "not_contradiction#",
)
CLASSES = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}


def rows_of(session: Session, kind: str, object_id: int) -> dict[str, dict[str, Any]]:
    """Every row of an object as the history would write it down now. One SQL statement a table."""
    found: dict[str, dict[str, Any]] = {}
    for cls in CLASSES.values():
        if cls.__history__ == kind:
            found |= recorded_rows(session, cls, belonging(cls, object_id))
    return found


def recorded_rows(
    session: Session,
    cls: Any,  # noqa: ANN401 - a table's class
    where: Any,  # noqa: ANN401 - a condition
    below: Any = None,  # noqa: ANN401
) -> dict[str, dict[str, Any]]:
    """Rows of one table as the history would write them down, in one SQL statement.

    With `below`, also the rows of a table that hangs on it.
    """
    tables: list[Table] = [part.__table__ for part in (cls, below) if part is not None]
    columns = [c.label(f"{table.name}.{c.name}") for table in tables for c in table.columns]
    asked = select(*columns).select_from(tables[0])
    if below is not None:
        above = tables[1].c[below.__history_above__[0]]
        asked = asked.outerjoin(tables[1], above == tables[0].c.id)
    order = [table.c.id for table in tables]
    found: dict[str, dict[str, Any]] = {}
    for row in session.execute(asked.where(where).order_by(*order)).mappings():
        for table in tables:
            if row[f"{table.name}.id"] is not None:
                found[f"{table.name}#{row[f'{table.name}.id']}"] = _recorded(table, row)
    return found


def _recorded(table: Table, row: RowMapping) -> dict[str, Any]:
    marks = {column.name: column.info.get("history", "") for column in table.columns}
    return {
        name: recorded(mark, row[f"{table.name}.{name}"])
        for name, mark in marks.items()
        if mark != "none"
    }


def belonging(cls: Any, object_id: int) -> Any:  # noqa: ANN401 - a condition
    """The rows of a table that are parts of the object, however far below it."""
    table: Table = cls.__table__
    if cls.__history_above__ is None:
        return table.c.id == object_id
    column, above = cls.__history_above__
    parent = CLASSES[above]
    if parent.__history_above__ is None:
        return table.c[column] == object_id
    ids: Select[Any] = select(parent.__table__.c.id).where(belonging(parent, object_id))
    return table.c[column].in_(ids)


def later_revisions(session: Session, kind: str, object_id: int, number: int) -> Sequence[Any]:
    """The revisions of an object after a number, the newest first."""
    columns = (
        Revision.number,
        Revision.before,
        Revision.after,
        or_(Revision.salt.is_(None), Revision.action == REDACT).label("is_redacted"),
    )
    found = select(*columns).where(
        Revision.kind == kind, Revision.object_id == object_id, Revision.number > number
    )
    return session.execute(found.order_by(Revision.number.desc())).all()


def state_at(session: Session, kind: str, object_id: int, number: int) -> dict[str, dict[str, Any]]:
    """The rows of an object as they were right after a revision.

    Refuses where a revision since was redacted, or does not fit what is stored: then
    something was changed outside of the object's own history, as a block import does.
    """
    later = later_revisions(session, kind, object_id, number)
    return undone(rows_of(session, kind, object_id), later)


def undone(rows: Rows, later: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Undo revisions, the newest first."""
    state = {name: dict(row) for name, row in rows.items()}
    for revision in later:
        if revision.is_redacted:
            raise Refused(
                N_(
                    "Revision %(number)s was redacted. What was there before it cannot be "
                    "brought back."
                ),
                number=revision.number,
            )
        _undo(state, read_rows(revision.before), read_rows(revision.after), revision.number)
    return state


def _undo(state: dict[str, dict[str, Any]], before: Rows, after: Rows, number: int) -> None:
    for name, row in after.items():
        stored = state.get(name, {})
        if any(stored.get(column, value) != value for column, value in row.items()) or not stored:
            raise Refused(
                N_(
                    "Revision %(number)s does not fit what is stored now: something was changed "
                    "outside of this history. It cannot be undone."
                ),
                number=number,
            )
        if name in before:
            stored.update(before[name])
        else:
            del state[name]
    for name, row in before.items():
        if name not in after:
            state[name] = dict(row)


def restorable(rows: Rows) -> dict[str, dict[str, Any]]:
    """The rows that can be brought back: texts of sources never change, closed rows are over.

    Merges are undone by undoing them, whatever else was changed since.
    """
    return {
        name: {column: value for column, value in row.items() if column not in _KEPT}
        for name, row in rows.items()
        if not name.startswith(_LASTING) and not row.get("left")
    }
