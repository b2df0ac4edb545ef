"""What was corrected, withdrawn and put back on the record: when, what and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.history.changes import RowChange, Rows, changes_between
from tracker.history.published import contents_of, said_by_edition
from tracker.history.told import PartLine, Teller
from tracker.models import Decision, Edition, Statement
from tracker.statements.entry import Address, Entry
from tracker.statements.queries import entries
from tracker.visibility import Viewer
from tracker.vocabulary import EditionState, StatementState, Transition


@dataclass(frozen=True)
class Correction:
    """One step that changed what readers see of a statement.

    Of one that is withdrawn there is no entry: its words are no longer shown.
    """

    at: datetime
    step: Transition
    statement_id: int
    statement: str
    edition: int
    why: str
    entry: Entry | None
    parts: Sequence[PartLine] = ()


def select_corrections() -> Select[Any]:
    """Select the steps; of what is withdrawn only that it was, and what was before it never."""
    asked = aliased(Decision)
    why = select(asked.reason).where(
        asked.edition_id == Decision.edition_id, asked.step == Transition.CORRECT
    )
    is_correction = and_(
        Decision.step == Transition.PUBLISH,
        Edition.number > 1,
        Statement.state == StatementState.PUBLISHED,
    )
    return (
        select(
            Decision.at,
            Decision.step,
            Decision.reason,
            why.correlate(Decision).limit(1).scalar_subquery().label("asked"),
            Decision.edition_id,
            Decision.statement_id,
            Statement.uid,
            Edition.number,
        )
        .join(Edition, Edition.id == Decision.edition_id)
        .join(Statement, Statement.id == Decision.statement_id)
        .where(or_(is_correction, Decision.step.in_([Transition.WITHDRAW, Transition.REINSTATE])))
    )


def corrections_told(
    session: Session, viewer: Viewer, rows: Sequence[Any], language: str, address: Address
) -> list[Correction]:
    """Tell the steps in their order. The same few SQL statements for any number of them."""
    ids = {row.statement_id for row in rows}
    known = entries(session, viewer, ids, language, address=address)
    shown = {number: e for number, e in known.items() if e.withdrawn is None}
    corrected = [row for row in rows if row.step is Transition.PUBLISH]
    changes = _changes(contents_of(session, *{row.statement_id for row in corrected}))
    teller = Teller(session, viewer, [changes.get(row.edition_id, ()) for row in corrected])
    return [
        Correction(
            at=row.at,
            step=row.step,
            statement_id=row.statement_id,
            statement=row.uid,
            edition=row.number,
            why=row.asked or row.reason if row.step is Transition.PUBLISH else row.reason,
            entry=shown.get(row.statement_id),
            parts=_parts(teller, changes, row),
        )
        for row in rows
    ]


def _parts(teller: Teller, changes: Mapping[int, Sequence[RowChange]], row: Any) -> list[PartLine]:  # noqa: ANN401
    if row.step is not Transition.PUBLISH:
        return []
    return teller.parts(changes.get(row.edition_id, ()), "statement", {})


def _changes(rows: Rows) -> dict[int, list[RowChange]]:
    """What each published edition changed against the one that stood before it, by its id."""
    said = said_by_edition(rows)
    found: dict[int, list[RowChange]] = {}
    for before, after in _pairs(rows):
        found[after] = changes_between(said[before], said[after])
    return found


def _pairs(rows: Rows) -> Iterable[tuple[int, int]]:
    published = sorted(
        (row["statement_id"], row["number"], row["id"])
        for name, row in rows.items()
        if name.startswith("edition#") and row["state"] == EditionState.PUBLISHED
    )
    for (one, _, before), (other, _, after) in pairwise(published):
        if one == other:
            yield before, after
