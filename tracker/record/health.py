"""A quick look at whether the ledger can be right."""

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tracker.models import Edition, EditionSpeaker, Entry, Stance, Statement
from tracker.vocabulary import StatementState


def counts_agree(session: Session) -> bool:
    """Whether as many entries are open as published statements have stances × speakers."""
    stances = select(Stance.edition_id, func.count().label("n")).group_by(Stance.edition_id)
    speakers = select(EditionSpeaker.edition_id, func.count().label("n"))
    speakers = speakers.group_by(EditionSpeaker.edition_id)
    per_stance, per_speaker = stances.subquery(), speakers.subquery()
    wanted = (
        select(func.coalesce(func.sum(per_stance.c.n * per_speaker.c.n), 0))
        .select_from(Statement)
        .join(Edition, and_(Edition.statement_id == Statement.id, Edition.is_standing))
        .join(per_stance, per_stance.c.edition_id == Edition.id)
        .join(per_speaker, per_speaker.c.edition_id == Edition.id)
        .where(Statement.state == StatementState.PUBLISHED)
    )
    found = select(func.count()).select_from(Entry).where(Entry.left.is_(None))
    return int(session.execute(wanted).scalar_one()) == session.execute(found).scalar_one()
