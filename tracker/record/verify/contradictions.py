"""Whether the table of contradictions says what the open entries come to."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.analysis.contradictions import told_once
from tracker.models import Entry
from tracker.record.contradicting import Asked, find_contradictions
from tracker.record.kept import KEPT, kept_values
from tracker.record.positions import now
from tracker.record.renewing import ANY_GAP
from tracker.record.verify.checks import Check
from tracker.vocabulary import Level

_COLUMNS = [column for column in KEPT.c if column.name != "id"]
_AT_ONCE = 100


def check_contradictions(session: Session, check: Check) -> None:
    """Some claims at a time: what is kept of them, and what is found."""
    for claims in _claims(session):
        for level in Level:
            _compare(session, level, claims, check)


def _compare(session: Session, level: Level, claims: list[int], check: Check) -> None:
    is_theirs = (KEPT.c.level == level, KEPT.c.claim_id.in_(claims))
    stored = session.execute(select(*_COLUMNS).where(*is_theirs).order_by(KEPT.c.id)).all()
    asked = Asked(level, now(), claims=claims, gap=ANY_GAP)
    found = [one for one in find_contradictions(session, asked) if one.before.claim in claims]
    wanted = Counter(tuple(row.values()) for row in kept_values(level, told_once(found)))
    for row in stored:
        check.rows += 1
        if not wanted[tuple(row)]:
            entries = f"entries {row.before_id} and {row.after_id}"
            check.fail(f"contradiction of {entries}: they make none, or it stands twice")
        wanted[tuple(row)] -= 1
    for missing in +wanted:
        at = dict(zip((column.name for column in _COLUMNS), missing, strict=True))
        entries = f"entries {at['before_id']} and {at['after_id']}"
        check.fail(f"contradiction of {entries}: it is missing or altered")


def _claims(session: Session) -> Iterator[list[int]]:
    """All that anything is said of, or that something is kept of."""
    entries = select(Entry.claim_id).where(Entry.left.is_(None))
    known = sorted(session.scalars(entries.union(select(KEPT.c.claim_id))))
    for start in range(0, len(known), _AT_ONCE):
        yield known[start : start + _AT_ONCE]
