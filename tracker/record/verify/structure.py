"""Whether the tables are those of this version, and every reference leads somewhere."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import schema
from tracker.models import Base
from tracker.record.verify.checks import Check


def check_schema(session: Session, check: Check) -> None:
    """Nothing else can be asked of tables that another version made."""
    state = schema.state_of(session.connection())
    check.rows = 1
    if state != "ok":
        check.fail(f"schema {schema.schema_of(session.connection())} is {state}")


def check_foreign_keys(session: Session, check: Check) -> None:
    """SQLite checks references only where it is told to; a copy may have lost rows."""
    for table in Base.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            check.rows += 1
            column, target = constraint.elements[0].parent, constraint.elements[0].column
            other = target.table.alias("other")
            there = select(other.c[target.name]).where(other.c[target.name] == column)
            key = next(iter(table.primary_key.columns))
            lost = select(key).where(column.is_not(None), ~there.correlate(table).exists())
            row = session.execute(lost.order_by(key).limit(1)).scalar()
            if row is not None:
                check.fail(f"{table.name} {row}: {column.name} leads nowhere")
