"""Whether the chain is whole, and tables say what it tells: one reading of all revisions."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Row, Select, Table, select
from sqlalchemy.orm import Session

from tracker.chain import GENESIS, broken_links
from tracker.models import Head, Revision
from tracker.record.verify.blanks import Blanks
from tracker.record.verify.checks import ROWS_AT_ONCE, Check
from tracker.record.verify.replay import Replay
from tracker.record.verify.stamping import Stamping

_REVISION: Table = Revision.metadata.tables["revision"]
_read = json.JSONDecoder().decode


@dataclass(frozen=True)
class Anchor:
    """Number and hash of a revision, as `tracker anchor` once printed them."""

    number: int
    hash: str


class Watching(Protocol):
    """Looks at every revision in order, and says at the end what does not fit."""

    def see(self, row: Row[Any], before: dict[str, Any], after: dict[str, Any]) -> None: ...

    def end(self, check: Check) -> None: ...


def check_history(session: Session, check: Check, *, anchors: Sequence[Anchor] = ()) -> None:
    """Every link of the chain; then whether what it tells is what the tables hold.

    What hangs on a broken chain is not asked: it would tell many times what was told once.
    """
    head = session.execute(select(Head.number, Head.hash, Head.at)).one_or_none()
    if head is None:
        check.fail("the head of the chain is missing")
        return
    watching: tuple[Watching, ...] = (Blanks(), Stamping(session), Replay(session))
    with session.execute(revisions()) as rows:
        counted = _anchored(_watched(rows, watching, check), anchors, check)
        for number in broken_links(counted, (head.number, head.hash)):
            check.fail(f"revision {number}")
    newest = session.scalar(select(_REVISION.c.at).where(_REVISION.c.number == head.number))
    if newest is not None and newest != head.at:
        check.fail("the head of the chain: its moment is not that of the newest revision")
    for anchor in anchors:
        if anchor.number > head.number:
            check.fail(f"revision {head.number + 1}: cut off, the anchor {anchor.number} is later")
    for one in watching if check.ok else ():
        one.end(check)


def revisions() -> Select[*tuple[Any, ...]]:
    """All revisions in order, a few at a time."""
    ordered = select(_REVISION).order_by(_REVISION.c.number)
    return ordered.execution_options(yield_per=ROWS_AT_ONCE)


def told_by(row: Row[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a revision says was before and after; nothing where it was blanked."""
    before: dict[str, Any] = _read(row.before) if row.before else {}
    after: dict[str, Any] = _read(row.after) if row.after else {}
    return before, after


def _watched(
    rows: Iterable[Row[Any]], watching: Iterable[Watching], check: Check
) -> Iterator[Row[Any]]:
    """Hand on each revision, and show it to the others only after its link was found whole."""
    for row in rows:
        check.rows += 1
        yield row
        before, after = told_by(row)
        for one in watching:
            one.see(row, before, after)


def _anchored(
    rows: Iterable[Row[Any]], anchors: Sequence[Anchor], check: Check
) -> Iterator[Row[Any]]:
    """A chain that was written anew is whole, but does not lead through what was kept."""
    kept: dict[int, set[str]] = {}
    for anchor in anchors:
        kept.setdefault(anchor.number, set()).add(anchor.hash)
    if kept.get(0, {GENESIS}) != {GENESIS}:
        check.fail("revision 0: the anchor is not the beginning of a chain")
    for row in rows:
        if row.number in kept and kept[row.number] != {row.hash}:
            check.fail(f"revision {row.number}: not the one of the anchor")
        yield row
