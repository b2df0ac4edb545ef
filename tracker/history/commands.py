"""Restoring what was: an object as of a revision, an edition of a statement, as a new change."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit
from tracker.errors import N_, Missing, Refused, Stale
from tracker.history.changes import RowChange, changes_between
from tracker.history.states import restorable, rows_of, state_at
from tracker.history.writing import RESTORES
from tracker.models import Edition, Revision, Statement
from tracker.reviews.commands import correct
from tracker.statements.contents import editions
from tracker.visibility import Viewer
from tracker.vocabulary import EditionState

_UNDER_WAY = (EditionState.DRAFT, EditionState.SUBMITTED, EditionState.RETURNED)
_COPYABLE = (EditionState.PUBLISHED, EditionState.REJECTED)


def restoring(session: Session, kind: str, object_id: int, number: int) -> list[RowChange]:
    """What would change if the object became again what it was after a revision."""
    now = rows_of(session, kind, object_id)
    then = state_at(session, kind, object_id, number)
    return changes_between(restorable(now), restorable(then))


def restore(
    session: Session,
    row: Any,  # noqa: ANN401 - one of the six nouns
    number: int,
    *,
    version: int,
    reason: str,
    by: Viewer,
) -> None:
    """Make an object again what it was after a revision, through the command that edits it.

    Its rules hold: who may, what is published, what is taken. Refuses where a revision
    since then was redacted. Restoring what is there already changes nothing.
    """
    audit.lock_head(session)
    session.refresh(row)
    kind = row.__tablename__
    _check_revision(session, kind, row.id, number)
    if not restoring(session, kind, row.id, number):
        return
    if row.version != version:
        raise Stale(kind, row.id, version, row.version)
    then = restorable(state_at(session, kind, row.id, number))
    RESTORES[kind](session, row, then, reason, by)


def restore_edition(
    session: Session, statement: Statement, number: int, *, version: int, reason: str, by: Viewer
) -> Edition:
    """Copy an earlier edition into a new draft, to be reviewed as any correction."""
    audit.lock_head(session)
    edition, _ = copyable(session, statement, number)
    return correct(session, statement, edition, by=by, version=version, reason=reason)


def copyable(session: Session, statement: Statement, number: int) -> tuple[Edition, Edition]:
    """An edition that can be copied into a new draft, and the one that stands."""
    found = editions().where(Edition.statement_id == statement.id)
    known = {edition.number: edition for edition in session.scalars(found)}
    if number not in known:
        raise Missing("edition", f"{statement.id}/{number}")
    standing = next((edition for edition in known.values() if edition.is_standing), None)
    if standing is None:
        raise Refused(N_("This statement has not been published: its author changes the draft."))
    if known[number] is standing:
        raise Refused(N_("This edition stands already."))
    if known[number].state not in _COPYABLE:
        raise Refused(N_("Only an edition that was published or rejected can be copied."))
    if any(edition.state in _UNDER_WAY for edition in known.values()):
        raise Refused(N_("A correction is already under way. Finish that one first."))
    return known[number], standing


def _check_revision(session: Session, kind: str, object_id: int, number: int) -> None:
    found = select(Revision.number).where(
        Revision.number == number, Revision.kind == kind, Revision.object_id == object_id
    )
    if session.scalar(found) is None:
        raise Missing("revision", str(number))
