"""Whether what is cited stands in the snapshots, and these are what they were."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker.models import Citation, Snapshot
from tracker.record.verify.checks import ROWS_AT_ONCE, Check
from tracker.text import sha256


def check_citations(session: Session, check: Check) -> None:
    """Every cited span still says in its snapshot what it says in the citation.

    A redaction blanks both alike, so that the rule needs no exception for it.
    """
    spans = (
        select(Citation.id, Citation.snapshot_id, Citation.start, Citation.end, Citation.exact)
        .where(Citation.snapshot_id.is_not(None))
        .order_by(Citation.snapshot_id, Citation.id)
    )
    current, text = None, ""
    for row in session.execute(spans.execution_options(yield_per=ROWS_AT_ONCE)):
        check.rows += 1
        if row.snapshot_id != current:
            current = row.snapshot_id
            text = session.scalar(select(Snapshot.text).where(Snapshot.id == current)) or ""
        if text[row.start : row.end] != row.exact:
            check.fail(f"citation {row.id}")
    _check_citing_own_source(session, check)


def _check_citing_own_source(session: Session, check: Check) -> None:
    elsewhere = or_(
        Snapshot.source_id != Citation.source_id,
        and_(Citation.start.is_(None), Citation.snapshot_id.is_not(None)),
    )
    joined = select(Citation.id).join(Snapshot, Snapshot.id == Citation.snapshot_id)
    row = session.scalar(joined.where(elsewhere).order_by(Citation.id).limit(1))
    if row is not None:
        check.fail(f"citation {row}: the snapshot is of another source")


def check_deeply(session: Session, check: Check) -> None:
    """Hash every text again, also what no citation covers."""
    check_citations(session, check)
    texts = select(Snapshot.id, Snapshot.text, Snapshot.sha256).order_by(Snapshot.id)
    for row in session.execute(texts.execution_options(yield_per=20)):
        check.rows += 1
        if sha256(row.text) != row.sha256:
            check.fail(f"snapshot {row.id}")
