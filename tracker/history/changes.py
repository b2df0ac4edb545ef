"""What a revision says, row by row; rows that mean the same are one row that changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tracker.history.fields import PARTS
from tracker.history.parts import Field

Values = Mapping[str, Any]
Rows = Mapping[str, Values]


class How(StrEnum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One column with its value before and after; None where there was none."""

    column: str
    field: Field
    before: Any
    after: Any


@dataclass(frozen=True)
class RowChange:
    """What became of one row: its table, its id, all that is known of it, what changed."""

    table: str
    id: str
    how: How
    known: Values
    changes: Sequence[Change] = field(default=())


def read_rows(words: str | None) -> dict[str, dict[str, Any]]:
    """The rows of one side of a revision; none where it has none, or it was redacted."""
    told: dict[str, dict[str, Any]] = json.loads(words) if words else {}
    # What is no row's name is for `verify`: digests of the ledger, what a redaction blanked.
    return {name: row for name, row in told.items() if "#" in name}


def table_of(name: str) -> tuple[str, str]:
    """The table and the id in a row's name: `edition#12`."""
    table, _, number = name.partition("#")
    return table, number


def changes_between(before: Rows, after: Rows) -> list[RowChange]:
    """Say what was added, removed and changed; tables in the order of `PARTS`.

    Parts of an edition are written anew when one of them changes. A row that goes and
    one that comes and is about the same thing are therefore one row that changed.
    """
    pairs = dict(_pairs(before, after))
    found = [_changed(old, new, before, after) for old, new in pairs.items() if old in after]
    found += [_changed(old, new, before, after) for old, new in pairs.items() if old not in after]
    taken = set(pairs.values())
    found += [_alone(name, How.REMOVED, row) for name, row in before.items() if name not in pairs]
    found += [_alone(name, How.ADDED, row) for name, row in after.items() if name not in taken]
    order = {table: place for place, table in enumerate(PARTS)}
    told = [row for row in found if row is not None and row.table in order]
    return sorted(told, key=lambda row: (order[row.table], _number(row.id)))


def _number(row_id: str) -> int:
    return int(row_id) if row_id.isdigit() else 0


def _pairs(before: Rows, after: Rows) -> Iterator[tuple[str, str]]:
    for name in before:
        if name in after:
            yield name, name
    came: dict[tuple[Any, ...], list[str]] = {}
    for name, row in after.items():
        if name not in before and (meaning := _meaning(name, row, after)):
            came.setdefault(meaning, []).append(name)
    for name, row in before.items():
        if name in after:
            continue
        meaning = _meaning(name, row, before)
        if meaning and came.get(meaning):
            yield name, came[meaning].pop(0)


def _meaning(name: str, row: Values, rows: Rows) -> tuple[Any, ...]:
    """What tells a row from the others of its table, whatever its id; empty: only its id does."""
    table, _ = table_of(name)
    part = PARTS.get(table)
    if part is None or not part.same:
        return ()
    above: Any = row.get("edition_id")
    if table == "stance_target":
        stance = rows.get(f"stance#{row.get('stance_id')}", {})
        above = (stance.get("edition_id"), stance.get("claim_id", row.get("stance_id")))
    return (table, above, *(row.get(column) for column in part.same))


def _changed(old: str, new: str, before: Rows, after: Rows) -> RowChange | None:
    table, number = table_of(new)
    known = {**before[old], **after[new]}
    if after[new].get("left") and not before[old].get("left"):
        # What belonged to a claim is closed, not deleted.
        return _alone(new, How.REMOVED, known)
    changes = [
        Change(column, told, before[old].get(column), after[new].get(column))
        for column, told in _told(table)
        if before[old].get(column) != after[new].get(column)
    ]
    return RowChange(table, number, How.CHANGED, known, changes) if changes else None


def _alone(name: str, how: How, row: Values) -> RowChange:
    table, number = table_of(name)
    changes = [
        Change(column, told, *((None, row[column]) if how is How.ADDED else (row[column], None)))
        for column, told in _told(table)
        if row.get(column) not in (None, "", told.usual)
    ]
    return RowChange(table, number, how, row, changes)


def _told(table: str) -> Iterator[tuple[str, Field]]:
    part = PARTS.get(table)
    return iter(part.fields.items() if part else ())
