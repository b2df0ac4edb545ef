"""The rows that a redaction blanks: the object's own, and where its names describe somebody."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, or_, select
from sqlalchemy.orm import Session

from tracker.errors import Missing
from tracker.history.redaction.left import KINDS, LEFT, MARK, NOTICES, anonymous, notices
from tracker.history.redaction.plan import NAME, Blank, Plan, Target
from tracker.history.states import belonging
from tracker.models import Account, Base, Edition, Snapshot, now
from tracker.record.redactions import redactions_of

_TABLES = Base.metadata.tables


def find_target(session: Session, uid: str) -> Target:
    """What has this uid, or address of an account. UID/2 is a source's second snapshot."""
    name, _, number = uid.strip().partition("/")
    for kind, model in KINDS.items():
        table = model.metadata.tables[model.__tablename__]
        named = [table.c.uid == name]
        if model is Account:
            named.append(table.c.email == name.lower())
        row = session.execute(select(table.c.id, table.c.uid).where(or_(*named))).one_or_none()
        if row is None:
            continue
        if not number:
            return Target(kind, row.id, row.uid)
        if kind == "source" and number.isascii() and number.isdigit() and len(number) < 10:
            wanted = (Snapshot.source_id == row.id, Snapshot.number == int(number))
            snapshot = session.scalar(select(Snapshot.id).where(*wanted))
            if snapshot is not None:
                return Target(kind, row.id, row.uid, snapshot)
    raise Missing("uid", uid)


def plan_rows(session: Session, plan: Plan, reason: str) -> None:
    """Add the object's own rows to the plan."""
    target = plan.target
    if target.snapshot is not None:
        return
    for left in LEFT[target.kind]:
        rows = session.execute(
            select(left.table).where(belonging(left.model, target.id)).order_by(left.table.c.id)
        ).mappings()
        for row in rows:
            if left.is_removed:
                plan.removed.append((left.table.name, row["id"], _texts(left.table, row)))
                continue
            for column, new in left.columns.items():
                if row[column] not in {None, "", new}:
                    plan.blanks.append(Blank(left.table.name, row["id"], column, row[column], new))
    if target.kind == "account":
        _plan_account(session, plan)
    if target.is_somebody:
        _plan_descriptions(session, plan)
    if target.kind == "statement":
        _plan_notices(session, plan, reason)


def _texts(table: Table, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a mapping of a row
    told = ("text", "value") if table.name in {"name", "external_id"} else ("name",)
    return {column: row[column] for column in told if row.get(column)}


def _plan_account(session: Session, plan: Plan) -> None:
    account = session.get_one(Account, plan.target.id)
    wanted = {
        "email": anonymous(account.id),
        "password_hash": "",
        "is_active": False,
        "signed_in_at": None,
    }
    for column, new in wanted.items():
        if (old := getattr(account, column)) != new:
            plan.blanks.append(Blank("account", account.id, column, old, new))


def _plan_descriptions(session: Session, plan: Plan) -> None:
    """Somebody who is not named may be described by the name of somebody who is."""
    names = [word for word in plan.words if len(word) >= NAME]
    columns = (Edition.id, Edition.described_as)
    found = select(*columns).where(Edition.described_as != "").order_by(Edition.id)
    for row_id, described in session.execute(found) if names else ():
        if any(name in described for name in names):
            plan.blanks.append(Blank("edition", row_id, "described_as", described, MARK))


def _plan_notices(session: Session, plan: Plan, reason: str) -> None:
    """The glosses say that, when and why; those of an earlier redaction stay."""
    known = {
        word
        for row in redactions_of(session, "statement", plan.target.id)
        for word in notices(row.at, row.reason).values()
    }
    new = notices(now(), reason)
    editions = select(Edition).where(Edition.statement_id == plan.target.id).order_by(Edition.id)
    for edition in session.scalars(editions):
        if {getattr(edition, column) for column in NOTICES} <= known:
            continue
        for column, words in new.items():
            plan.blanks.append(
                Blank("edition", edition.id, column, getattr(edition, column), words)
            )


def own_rows(plan: Plan) -> Iterator[str]:
    """Names of all rows that change or go, as revisions call them."""
    yield from dict.fromkeys(blank.row for blank in plan.blanks)
    yield from (f"{table}#{row_id}" for table, row_id, _ in plan.removed)
