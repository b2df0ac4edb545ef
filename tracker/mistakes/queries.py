"""Reports that wait, one of them, and what its author may read."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from tracker.errors import Missing
from tracker.models import Account, Mistake, Statement
from tracker.statements.entry import Address, Entry
from tracker.statements.queries import entries
from tracker.visibility import Viewer
from tracker.vocabulary import MistakeOutcome, StatementState


@dataclass(frozen=True)
class Reported:
    """A report as reviewers see it. Without an entry: the statement was withdrawn meanwhile."""

    id: int
    uid: str
    version: int
    statement_id: int
    entry: Entry | None
    report: str
    contact: str
    reported_at: datetime
    outcome: MistakeOutcome | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    total: int


def select_reports(asked: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Select reports with who answered them; `total` is how many are asked for."""
    name = func.coalesce(func.nullif(Account.name, ""), Account.email, "")
    return (
        select(
            Mistake.id,
            Mistake.uid,
            Mistake.version,
            Mistake.statement_id,
            Mistake.report,
            Mistake.contact,
            Mistake.reported_at,
            Mistake.outcome,
            Mistake.answer,
            name.label("answered_by"),
            Mistake.answered_at,
            func.count().over().label("total"),
        )
        .outerjoin(Account, Account.id == Mistake.answered_by_id)
        .where(asked)
    )


def told(
    session: Session, viewer: Viewer, rows: Sequence[Any], language: str, address: Address
) -> list[Reported]:
    """Put reports together with the statements they are about: two SQL statements more."""
    about = [row.statement_id for row in rows]
    found = entries(session, viewer, about, language, address=address)
    told = [column.name for column in fields(Reported) if column.name != "entry"]
    return [
        Reported(entry=found.get(row.statement_id), **{name: getattr(row, name) for name in told})
        for row in rows
    ]


def report_of(session: Session, uid: str) -> Mistake:
    """The report with this uid, for whoever knows it; Missing where there is none."""
    found = session.scalar(select(Mistake).where(Mistake.uid == uid)) if uid.isalnum() else None
    if found is None:
        raise Missing("mistake", uid)
    return found


def is_public(session: Session, mistake: Mistake) -> bool:
    """Whether the statement still has a page for everybody."""
    state = session.scalar(select(Statement.state).where(Statement.id == mistake.statement_id))
    return state is not StatementState.UNPUBLISHED
