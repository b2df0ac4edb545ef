"""Whether the offices that stand are what the roles come to, and were opened and closed once."""

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from tracker.models import Office, Revision
from tracker.record.offices import open_offices, wanted_offices
from tracker.record.verify.checks import Check

_OFFICE: Table = Office.metadata.tables["office"]


def check_offices(session: Session, check: Check) -> None:
    """Each office that roles come to stands once, and no other does."""
    wanted = wanted_offices(session)
    for row in open_offices(session):
        check.rows += 1
        held = (row.person_id, row.body_id, row.first_on, row.last_on)
        if held not in wanted:
            check.fail(f"office {row.id}: no role says this, or it stands twice")
        wanted.discard(held)
    if wanted:
        person = min(held[0] for held in wanted)
        check.fail(f"speaker {person}: an office is missing or altered")
    for column in (_OFFICE.c.entered, _OFFICE.c.left):
        there = select(Revision.number).where(Revision.number == column)
        lost = select(_OFFICE.c.id).where(column.is_not(None), ~there.correlate(_OFFICE).exists())
        row = session.scalar(lost.order_by(_OFFICE.c.id).limit(1))
        if row is not None:
            check.fail(f"office {row}: no revision {column.name} it")
