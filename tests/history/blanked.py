"""Words to redact, and how to look for them in every table."""

from sqlalchemy import select

from tracker.history.redaction import redact
from tracker.models import Base
from tracker.record.verify import verify
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

SECRET = "the lieutenant’s daughter sold “eleven” barrels of xylophonite"
OPERATOR = Viewer(role=AccountRole.ADMIN)
REASON = "Court order 17/2026"


def everything(database):
    """All text of all tables, as somebody with the database could read it."""
    found = []
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                found += [f"{table.name}: {value}" for value in row if isinstance(value, str)]
    return found


def holding(database, *words):
    return [text for text in everything(database) for word in words if word in text]


def uid_of(database, model, row_id):
    with database.reading() as session:
        return session.scalar(select(model.uid).where(model.id == row_id))


def redacted(database, uid, reason=REASON, by=OPERATOR):
    with database.transaction(by=by.account_id) as session:
        return redact(session, uid, reason, by=by)


def whole(database):
    report = verify(database, deep=True)
    assert [check for check in report.checks if not check.ok] == []
    return True
