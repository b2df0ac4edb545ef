"""What waits for the person who is looking: drafts, what came back, what is to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from tracker.blind import codable_by
from tracker.models import Decision, Edition, Mistake, Statement, Verdict, VerdictState
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import EditionState, Transition

MOST_OWN = 6


@dataclass(frozen=True)
class OwnWork:
    """An edition of one's own that is not finished; `reason` is why it came back."""

    statement_id: int
    state: EditionState
    reason: str


@dataclass(frozen=True)
class Waiting:
    """How many editions wait for a decision, since when, and how many are the viewer's own.

    Beside them: reports of readers that nobody has answered, what the viewer is to code, and
    verdicts that were proposed.
    """

    n: int
    own: int
    oldest: datetime | None
    mistakes: int = 0
    to_code: int = 0
    verdicts: int = 0


def own_work(session: Session, viewer: Viewer) -> Sequence[OwnWork]:
    """What the viewer has begun, or got back; what came back first."""
    reason = (
        select(Decision.reason)
        .where(Decision.edition_id == Edition.id)
        .order_by(Decision.id.desc())
        .limit(1)
        .correlate(Edition)
        .scalar_subquery()
    )
    found = session.execute(
        select(Edition.statement_id, Edition.state, reason)
        .where(
            Edition.created_by_id == viewer.account_id,
            Edition.state.in_([EditionState.DRAFT, EditionState.RETURNED]),
        )
        .order_by(Edition.state.desc(), Edition.id.desc())
        .limit(MOST_OWN)
    )
    return [OwnWork(number, state, why or "") for number, state, why in found]


def waiting(session: Session, viewer: Viewer) -> Waiting:
    """Count what was submitted, and is not to be coded first."""
    submitted = (
        select(func.max(Decision.at))
        .where(Decision.edition_id == Edition.id, Decision.step == Transition.SUBMIT)
        .correlate(Edition)
        .scalar_subquery()
    )
    each = (
        select(Edition.created_by_id.label("author_id"), submitted.label("at"))
        .join(Statement, Statement.id == Edition.statement_id)
        .where(Edition.state == EditionState.SUBMITTED, visible_to(viewer).of(Statement))
        .subquery()
    )
    own = case((each.c.author_id == viewer.account_id, 1), else_=0)
    mistakes = select(func.count(Mistake.id)).where(Mistake.outcome.is_(None))
    to_code = select(func.count()).select_from(codable_by(viewer.account_id).subquery())
    proposed = select(func.count(Verdict.id)).where(Verdict.state == VerdictState.PROPOSED)
    n, mine, oldest, *beside = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(own), 0),
            func.min(each.c.at),
            mistakes.scalar_subquery(),
            to_code.scalar_subquery(),
            proposed.scalar_subquery(),
        ).select_from(each)
    ).one()
    return Waiting(n, int(mine), oldest, *beside)
