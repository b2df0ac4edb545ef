"""An administrator blanks a text or a person's details for ever, with a reason."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, insert, update
from sqlalchemy.orm import Session

from tracker import audit
from tracker.accounts.commands_people import keep_an_administrator, require_admin
from tracker.accounts.throttling import forget
from tracker.chain import REDACT, Change
from tracker.db import writing_of
from tracker.errors import N_, Refused
from tracker.history.redaction.passages import plan_passages
from tracker.history.redaction.plan import Plan, Target
from tracker.history.redaction.revisions import plan_revisions, told_instead
from tracker.history.redaction.rows import find_target, plan_rows
from tracker.history.redaction.standing import Standing, repeats, still_standing
from tracker.history.redaction.wiping import wipe
from tracker.models import Base, Redaction, Revision, now
from tracker.text import FIELD_LIMIT, check_text
from tracker.visibility import Viewer

__all__ = ["Redacted", "Standing", "find_target", "plan_redaction", "redact", "wipe"]

_TABLES = Base.metadata.tables
_AUDITED: dict[str, Any] = {"audited": True}
# Fewer words of a reason may stand in the text by chance.
_IN_A_ROW = 4


@dataclass(frozen=True)
class Redacted:
    """What was done: of what, how much, and where the same words still stand."""

    target: Target
    rows: int
    revisions: int
    still: list[Standing]
    # To be written anew on disk, once all is committed.
    tables: tuple[str, ...]


def plan_redaction(session: Session, uid: str, reason: str = "") -> Plan:
    """All that would be blanked; Missing where there is nothing with this uid."""
    plan = Plan(find_target(session, uid))
    plan_rows(session, plan, reason)
    plan_passages(session, plan)
    plan_revisions(session, plan)
    return plan


def redact(session: Session, uid: str, reason: str, *, by: Viewer) -> Redacted:
    """Blank everything that this uid names: the one change that reaches into the past.

    Refuses anybody but an administrator, an empty reason or one that repeats the words,
    what is blank already, and the account of the last administrator. `wipe` comes after
    the commit: until then the words are still in the files of the database.
    """
    require_admin(session, by)
    reason = check_text(reason, field="reason", limit=FIELD_LIMIT, multiline=False)
    if not reason:
        raise Refused(N_("Give the reason: it stays in the place of the words."), field="reason")
    plan = plan_redaction(session, uid, reason)
    if plan.target.kind == "account":
        keep_an_administrator(session, plan.target.id)
    if plan.is_empty and not plan.revisions:
        raise Refused(N_("Nothing is left here to redact."), field="uid")
    if _tells(reason, plan):
        raise Refused(N_("The reason must not repeat what is redacted."), field="reason")
    _write(session, plan)
    marks = _mark(session, plan, reason, by)
    told = marks | told_instead(session, plan)
    _blank(session, plan)
    audit.tell(session, Change(plan.target.kind, plan.target.id, REDACT, {}, told))
    writing_of(session).why = reason
    session.expire_all()
    still = still_standing(session, plan.searched)
    rows = len({b.row for b in plan.blanks}) + len(plan.removed)
    return Redacted(plan.target, rows, len(plan.revisions), still, _touched(plan))


def _tells(reason: str, plan: Plan) -> bool:
    """Whether a reason holds one of the texts that go, or some words of it in a row."""
    said = reason.split()
    rows = [" ".join(said[at : at + _IN_A_ROW]) for at in range(len(said) - _IN_A_ROW + 1)]
    return any(
        repeats(reason, word) or any(repeats(word, row) for row in rows) for word in plan.telling
    )


def _write(session: Session, plan: Plan) -> None:
    """Past the session's own view of the rows: it would write the words into the history."""
    rows: defaultdict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for blank in plan.blanks:
        rows[blank.table, blank.id][blank.column] = blank.new
    for (name, row_id), values in rows.items():
        table = _TABLES[name]
        if "version" in table.c:
            values |= {"version": table.c.version + 1}
        if "changed_at" in table.c:
            values |= {"changed_at": now()}
        _run(session, update(table).where(table.c.id == row_id).values(values))
    for name, row_id, _ in plan.removed:
        _run(session, delete(_TABLES[name]).where(_TABLES[name].c.id == row_id))
    if plan.target.kind == "account":
        _end_access(session, plan)


def _end_access(session: Session, plan: Plan) -> None:
    for name in ("browser_session", "token"):
        table = _TABLES[name]
        _run(session, delete(table).where(table.c.account_id == plan.target.id))
    for blank in plan.blanks:
        if blank.column == "email":
            forget(session, blank.old)


def _run(session: Session, statement: Any) -> Any:  # noqa: ANN401 - any statement of ours
    return session.execute(statement, execution_options=_AUDITED)


def _mark(session: Session, plan: Plan, reason: str, by: Viewer) -> dict[str, Any]:
    """The rows by which pages know; a source that lost a passage has one, too."""
    table: Table = _TABLES["redaction"]
    told: dict[str, Any] = {}
    objects = [(plan.target.kind, plan.target.id)]
    for kind, object_id in [*objects, *(("source", number) for number in sorted(plan.sources))]:
        values = {"kind": kind, "object_id": object_id, "reason": reason}
        values |= {"by_id": by.account_id, "at": now()}
        row = _run(session, insert(table).values(values).returning(table)).mappings().one()
        told[f"redaction#{row['id']}"] = audit.outline(Redaction, row)
    return told


def _blank(session: Session, plan: Plan) -> None:
    """The triggers let pass nothing but this."""
    table: Table = _TABLES["revision"]
    nothing = dict.fromkeys(("before", "after", "why", "salt"))
    for start in range(0, len(plan.revisions), 500):
        some = table.c.number.in_(plan.revisions[start : start + 500])
        _run(session, update(table).where(some).values(nothing))


def _touched(plan: Plan) -> tuple[str, ...]:
    tables = {blank.table for blank in plan.blanks} | {name for name, _, _ in plan.removed}
    if plan.target.kind == "account":
        tables |= {"browser_session", "token", "throttle"}
    return tuple(sorted(tables | {Revision.__tablename__}))
