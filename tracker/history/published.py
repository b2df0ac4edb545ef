"""What readers see of a statement's history: what stood on the record, from when to when, why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import String, and_, cast, func, literal, select
from sqlalchemy.orm import Session

from tracker.chain import REDACT
from tracker.history.changes import RowChange, Rows, Values, changes_between, table_of
from tracker.history.states import recorded_rows
from tracker.models import (
    Citation,
    Decision,
    Edition,
    EditionSpeaker,
    Revision,
    Stance,
    StanceTarget,
    Statement,
)
from tracker.vocabulary import EditionState, StatementState, Transition

# More than anybody decides about one statement; the newest are shown.
SHOWN = 100
_STEPS = (Transition.PUBLISH, Transition.WITHDRAW, Transition.REINSTATE, Transition.CORRECT)
# How an edition came about is no part of what it says; what its coder noted is for editors.
_UNSAID = {
    "edition": frozenset({"state", "confirmed"}),
    "stance": frozenset({"note", "original_code", "original_scheme"}),
}


@dataclass(frozen=True)
class Event:
    """One step that readers could see, with the editions that stood before and after it."""

    number: int
    at: datetime
    step: Transition
    edition: int
    why: str
    before_id: int | None = None
    after_id: int | None = None
    changes: Sequence[RowChange] = ()


def public_events(session: Session, statement: Statement) -> list[Event]:
    """The public life of a statement, the newest step first.

    Of a withdrawn one only that it was published and withdrawn, when and why: no words.
    An edition that was published while the statement was withdrawn shows once it is
    reinstated, and never if yet another one has taken its place by then.
    """
    events = list(_seen(_decisions(session, statement.id)))[-SHOWN:][::-1]
    if statement.state is StatementState.WITHDRAWN:
        # A reason for a correction may repeat the words that were withdrawn.
        return [replace(e, why="" if e.step is Transition.PUBLISH else e.why) for e in events]
    told = said_by_edition(contents_of(session, statement.id))
    return [replace(event, changes=_changes(told, event)) for event in events]


def _decisions(session: Session, statement_id: int) -> Sequence[Any]:
    """The steps with the numbers of their revisions."""
    # A redaction tells the rows anew that it took out of others.
    revision = and_(
        Revision.kind == "statement",
        Revision.object_id == statement_id,
        Revision.action != REDACT,
    )
    # A quotation mark within a text has a backslash before it: this is a row's name alone.
    name = literal('%"decision#') + cast(Decision.id, String) + literal('":%')
    told = select(func.min(Revision.number)).where(revision, Revision.after.like(name))
    # Where the revision was redacted, the first that is not older than the step.
    since = select(func.min(Revision.number)).where(revision, Revision.at >= Decision.at)
    number = func.coalesce(
        told.correlate(Decision).scalar_subquery(), since.correlate(Decision).scalar_subquery(), 0
    )
    found = select(
        Decision.step,
        Decision.at,
        Decision.reason,
        Decision.edition_id,
        Edition.number.label("edition"),
        number.label("number"),
    ).join(Edition, Edition.id == Decision.edition_id)
    asked = found.where(Decision.statement_id == statement_id, Decision.step.in_(_STEPS))
    return session.execute(asked.order_by(Decision.id)).all()


def _seen(decisions: Iterable[Any]) -> Iterable[Event]:
    """Follow what stood, and say when what readers saw became something else."""
    reasons: dict[int, str] = {}
    standing: int | None = None
    shown: int | None = None
    withdrawn = False
    for row in decisions:
        why = row.reason
        if row.step is Transition.CORRECT:
            reasons[row.edition_id] = why
            continue
        if row.step is Transition.PUBLISH:
            # The first time nobody was told why; later the correction says it.
            why = (reasons.get(row.edition_id) or why) if row.edition > 1 else ""
            standing = row.edition_id
            if withdrawn:
                continue
        withdrawn = row.step is Transition.WITHDRAW
        event = Event(row.number, row.at, row.step, row.edition, why)
        if not withdrawn and standing != shown:
            event = replace(event, before_id=shown, after_id=standing)
            shown = standing
        yield event


def contents_of(session: Session, *statements: int) -> Rows:
    """The rows of all editions of statements as they are stored. Three SQL statements."""
    mine = Edition.statement_id.in_(statements)
    within = select(Edition.id).where(mine)
    rows = recorded_rows(session, Edition, mine, EditionSpeaker)
    rows |= recorded_rows(session, Stance, Stance.edition_id.in_(within), StanceTarget)
    rows |= recorded_rows(session, Citation, Citation.edition_id.in_(within))
    return rows


def said_by_edition(rows: Rows) -> dict[int, Rows]:
    """The rows of each edition by its id, as if all were one edition: they can be compared."""
    found: dict[int, dict[str, Values]] = {}
    for name, row in rows.items():
        table, number = table_of(name)
        said = {c: value for c, value in row.items() if c not in _UNSAID.get(table, ())}
        if table == "edition":
            found.setdefault(int(number), {})["edition#0"] = said
        elif table in {"edition_speaker", "citation", "stance"}:
            found.setdefault(row["edition_id"], {})[name] = {**said, "edition_id": 0}
        elif table == "stance_target":
            above = rows[f"stance#{row['stance_id']}"]["edition_id"]
            found.setdefault(above, {})[name] = said
    return dict(found)


def corrections(rows: Rows) -> dict[int, list[RowChange]]:
    """What each published edition but the first changed on the record, by its number."""
    said = said_by_edition(rows)
    published = sorted(
        (row["number"], row["id"])
        for name, row in rows.items()
        if table_of(name)[0] == "edition" and row["state"] == EditionState.PUBLISHED
    )
    return {
        number: changes_between(said[before], said[after])
        for (_, before), (number, after) in pairwise(published)
    }


def _changes(told: dict[int, Rows], event: Event) -> Sequence[RowChange]:
    if event.after_id is None:
        return ()
    before = told.get(event.before_id, {}) if event.before_id else {}
    return changes_between(before, told.get(event.after_id, {}))
