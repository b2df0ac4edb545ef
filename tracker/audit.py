"""One chained revision for every object that a transaction changed."""

import secrets
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Table, event, insert, inspect, select, update
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction
from sqlalchemy.orm.util import identity_key

from tracker import stamps
from tracker.chain import LEDGER, Change, Values, canonical, digest_of, hash_of, recorded
from tracker.db import KEEPERS, writing_of
from tracker.models import Base, Head, Revision, now

BLOCK = 1_000
# A lock counter and the moment of the last change say nothing that the revision does not.
_BOOKKEEPING = frozenset({"version", "changed_at"})

# What a transaction had changed when each of its savepoints began.
_BEFORE: WeakKeyDictionary[SessionTransaction, dict[str, Any]] = WeakKeyDictionary()
_CLASSES: dict[str, type[Base]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers
}
COLUMNS: dict[type[Base], list[tuple[str, str]]] = {
    cls: [
        (column.name, column.info.get("history", ""))
        for column in cls.__table__.columns
        if column.name not in _BOOKKEEPING and column.info.get("history") != "none"
    ]
    for cls in _CLASSES.values()
}


def lock_head(session: Session) -> Head:
    """Queue for the one lock that orders all writers; held until the transaction ends.

    What is read after it is what everybody before has committed.
    """
    writing = session.info.get("writing")
    if writing is not None and "head" in writing.pending:
        held: Head = writing.pending["head"]
        return held
    locked = select(Head).with_for_update().execution_options(populate_existing=True)
    head = session.execute(locked).scalar_one()
    if writing is not None:
        writing.pending["head"] = head
        if writing.check is not None:
            writing.check(session)
    return head


def _queue(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    """Lock the head before any row: no writer that holds a row then waits for another."""
    writing = session.info.get("writing")
    if writing is None or "head" in writing.pending:
        return
    rows = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(row, Base) and row.__history__ for row in rows):
        lock_head(session)


def insert_many(session: Session, cls: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows fast. They leave one revision per block, not one each."""
    table = _table(cls)
    lock_head(session)
    # What the database made of a row: ids and defaults, without which nothing could be compared.
    told = insert(table).returning(table.c.id, *(table.c[name] for name, _ in COLUMNS[cls]))
    for start in range(0, len(rows), BLOCK):
        block = [dict(row) for row in rows[start : start + BLOCK]]
        made = session.execute(told, block, execution_options={"audited": True}).mappings()
        change = Change(cls.__history__ or table.name, None, "insert")
        for row in made:
            change.after[f"{table.name}#{row['id']}"] = outline(cls, row)
        _changes(session)[(change.kind, f"block {len(_changes(session))}")] = change


def outline(cls: type[Base], row: Mapping[Any, Any]) -> Values:
    """A row as the history writes it down."""
    return {name: recorded(mark, row[name]) for name, mark in COLUMNS[cls]}


def tell(session: Session, change: Change) -> None:
    """Add a change that was made past the session, with what the history may know of it."""
    lock_head(session)
    _changes(session)[(change.kind, f"told {len(_changes(session))}")] = change


def update_where(
    session: Session, cls: type[Base], where: ColumnElement[bool], **values: object
) -> int:
    """Change many rows of one table alike; one revision per block. Returns how many."""
    table = _table(cls)
    lock_head(session)
    columns = [table.c.id, *(table.c[name] for name in values)]
    found = session.execute(select(*columns).where(where).order_by(table.c.id)).mappings().all()
    marks = {name: mark for name, mark in COLUMNS[cls] if name in values}
    for start in range(0, len(found), BLOCK):
        block = found[start : start + BLOCK]
        ids = [row["id"] for row in block]
        statement = update(table).where(table.c.id.in_(ids)).values(**values)
        session.execute(statement, execution_options={"audited": True})
        change = Change(cls.__history__ or table.name, None, "update")
        for row in block:
            name = f"{table.name}#{row['id']}"
            change.before[name] = {key: recorded(mark, row[key]) for key, mark in marks.items()}
            change.after[name] = {key: recorded(mark, values[key]) for key, mark in marks.items()}
        _changes(session)[(change.kind, f"block {len(_changes(session))}")] = change
    return len(found)


def _table(cls: type[Base]) -> Table:
    table = cls.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{cls.__name__} is not a table.")
    return table


def _changes(session: Session) -> dict[tuple[str, object], Change]:
    changes: dict[tuple[str, object], Change] = writing_of(session).pending.setdefault(
        "changes", {}
    )
    return changes


def _collect(session: Session, flush: UOWTransaction) -> None:
    for row in session.new:
        if isinstance(row, Base) and row.__history__:
            _note(session, row, "insert", None, _all(row))
    for row in session.dirty:
        if isinstance(row, Base) and row.__history__ and session.is_modified(row):
            before, after = _changed(row)
            if after:
                _note(session, row, "update", before, after)
    # The session itself does not know of the parts that were dropped from what they belong to.
    states = flush.states.items()
    dropped = [state.obj() for state, (gone, is_listed) in states if gone and not is_listed]
    for row in dropped:
        if isinstance(row, Base) and row.__history__:
            _note(session, row, "delete", _all(row), None)


def _all(row: Base) -> Values:
    return {name: recorded(mark, getattr(row, name)) for name, mark in COLUMNS[type(row)]}


def _changed(row: Base) -> tuple[Values, Values]:
    """The columns that changed, before and after. Bookkeeping alone is no change."""
    state = inspect(row)
    before: Values = {}
    after: Values = {}
    for name, mark in COLUMNS[type(row)]:
        history = state.attrs[name].history
        if not history.has_changes():
            continue
        if not history.deleted:
            # An old value that was never loaded cannot be written down.
            raise RuntimeError(f"{row} was changed without being loaded: {name}")
        before[name] = recorded(mark, history.deleted[0])
        after[name] = recorded(mark, history.added[0] if history.added else None)
    return before, after


def _note(
    session: Session, row: Base, action: str, before: Values | None, after: Values | None
) -> None:
    kind, object_id = _object_of(session, row)
    change = _changes(session).setdefault((kind, object_id), Change(kind, object_id, "update"))
    if row.__history_above__ is None:
        change.action = action if change.action == "update" else change.action
    change.add(f"{row.__tablename__}#{getattr(row, 'id', '')}", before, after)


def _object_of(session: Session, row: Base) -> tuple[str, int]:
    """The object whose history a row belongs to: itself, or what it is a part of."""
    kind, object_id = row.__history__ or "", getattr(row, "id", 0)
    cls: type[Base] = type(row)
    current: Base | None = row
    while cls.__history_above__ is not None:
        column, above = cls.__history_above__
        if current is not None:
            object_id = getattr(current, column)
        else:
            object_id = _column(session, cls, object_id, column)
        cls = next(c for c in _CLASSES.values() if c.__name__ == above)
        current = session.identity_map.get(identity_key(cls, object_id))
    return kind, object_id


def _column(session: Session, cls: type[Base], row_id: int, column: str) -> int:
    table = _table(cls)
    found = select(table.c[column]).where(table.c.id == row_id)
    return int(session.connection().execute(found).scalar_one())


def _guard(state: ORMExecuteState) -> None:
    """A bulk write that would leave no revision is a mistake of ours."""
    if state.is_select or state.execution_options.get("audited"):
        return
    table = getattr(state.statement, "table", None)
    cls = _CLASSES.get(getattr(table, "name", ""))
    if cls is not None and cls.__history__:
        raise RuntimeError(f"A bulk write to {cls.__tablename__} goes through audit.")


def _chain(session: Session) -> None:
    """Number and chain the revisions of this transaction, and stamp what it opened or closed."""
    session.flush()
    writing = session.info.get("writing")
    if session.in_nested_transaction():
        return
    changes = [change for change in _changes(session).values() if change] if writing else []
    if not writing or not (changes or writing.pending.get("stamps")):
        return
    if not changes:
        raise RuntimeError("The record changed, but nothing that it is made from did.")
    head = lock_head(session)
    moment = max(now(), head.at)
    _tell_ledger(session, head, changes, is_stamping="stamps" in writing.pending)
    rows = []
    for change in changes:
        row = _revision(change, head, moment, writing.by, writing.request, writing.why)
        head.number, head.hash, head.at = row["number"], row["hash"], moment
        rows.append(row)
    session.execute(insert(_table(Revision)), rows)
    if "stamps" in writing.pending:
        stamps.stamp(session, head.number, moment)
    session.flush()
    writing.pending.clear()


def _tell_ledger(session: Session, head: Head, changes: list[Change], *, is_stamping: bool) -> None:
    """Write into the last revision, whose number they get, what the stamped rows hold.

    The very first revision says that from now on this is told: what an older version
    stamped cannot be compared with anything.
    """
    last = head.number + len(changes)
    if head.number == 0:
        changes[0].after[LEDGER] = {"1": {}}
    if is_stamping:
        changes[-1].after[LEDGER] = {str(last): stamps.pending(session)}


def _revision(
    change: Change, head: Head, moment: datetime, by: int | None, request: str, why: str
) -> Values:
    before = canonical(change.before) if change.before else None
    after = canonical(change.after) if change.after else None
    salt = secrets.token_hex(16)
    digest = digest_of(salt, before, after, why)
    facts = (by, request, change.kind, change.object_id, change.action, digest, head.hash)
    return {
        "number": head.number + 1,
        "at": moment,
        "by_id": by,
        "request": request,
        "kind": change.kind,
        "object_id": change.object_id,
        "action": change.action,
        "before": before,
        "after": after,
        "why": why,
        "salt": salt,
        "digest": digest,
        "previous": head.hash,
        "hash": hash_of(head.number + 1, moment, *facts),
    }


def expect_stamps(session: Session) -> None:
    """Say that this transaction leaves rows pending that want its revision number."""
    writing_of(session).pending["stamps"] = True


def _remember(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested and "writing" in session.info:
        pending = writing_of(session).pending
        _BEFORE[transaction] = {**pending, "changes": deepcopy(pending.get("changes", {}))}


def _undo(session: Session, transaction: SessionTransaction) -> None:
    """A savepoint that is undone takes its changes out of the history again."""
    if transaction in _BEFORE:
        writing_of(session).pending = _BEFORE.pop(transaction)


event.listen(Session, "after_transaction_create", _remember)
event.listen(Session, "after_soft_rollback", _undo)
event.listen(Session, "before_flush", _queue)
event.listen(Session, "after_flush", _collect)
event.listen(Session, "do_orm_execute", _guard)
event.listen(Session, "before_commit", _chain)
KEEPERS.add("audit")
