"""What a redaction would take away, for the eyes of the administrator alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.history.fields import PARTS
from tracker.history.redaction.left import BLOCK, KINDS
from tracker.history.redaction.plan import Plan
from tracker.history.redaction.standing import Standing
from tracker.text import excerpt

_LENGTH = 300
# Computed from the others, or nothing that anybody reads.
_UNSEEN = frozenset({"folded", "fingerprint", "password_hash"})


@dataclass(frozen=True)
class Words:
    """One text that goes: the labels (msgids) of its part and column, and how it begins."""

    part: str
    column: str
    text: str


@dataclass(frozen=True)
class Preview:
    """The texts, and how many rows, passages and revisions lose something."""

    label: str
    id: int
    url: str
    words: Sequence[Words]
    letters: int
    texts: int
    revisions: int


def preview_of(plan: Plan) -> Preview:
    """Count and quote what the plan holds."""
    found = [
        Words(_part(blank.table), _column(blank.table, blank.column), excerpt(blank.old, _LENGTH))
        for blank in plan.blanks
        if isinstance(blank.old, str) and blank.old and blank.column not in _UNSEEN
        if blank.table != "snapshot"
    ]
    for table, _, row in plan.removed:
        found += [Words(_part(table), _column(table, name), str(row[name])) for name in row]
    texts = [blank for blank in plan.blanks if (blank.table, blank.column) == ("snapshot", "text")]
    letters = sum(
        old != new and new in {BLOCK, "▓"}
        for blank in texts
        for old, new in zip(blank.old, blank.new, strict=True)
    )
    return Preview(
        label=_part(plan.target.kind),
        id=plan.target.id,
        url=url_of(plan.target.kind, plan.target.id),
        words=found,
        letters=letters,
        texts=len(texts),
        revisions=len(plan.revisions),
    )


@dataclass(frozen=True)
class Place:
    """Where the same words still stand, with labels (msgids)."""

    label: str
    id: int
    url: str
    part: str
    column: str


def places_of(still: Sequence[Standing]) -> list[Place]:
    """The places that somebody has to look at."""
    return [
        Place(
            _part(one.kind),
            one.object_id,
            url_of(one.kind, one.object_id),
            _part(one.table),
            _column(one.table, one.column),
        )
        for one in still
    ]


def url_of(kind: str, object_id: int) -> str:
    """The page of an object, from the root of the site; empty where it has none."""
    if kind == "account":
        return f"/admin/people/{object_id}"
    return f"/{kind}s/{object_id}" if kind in KINDS else ""


def _part(table: str) -> str:
    return PARTS[table].label if table in PARTS else table


def _column(table: str, column: str) -> str:
    fields = PARTS[table].fields if table in PARTS else {}
    return fields[column].label if column in fields else column
