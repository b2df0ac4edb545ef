"""One edition that waits: what it says, what it changes, what publishing it would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.blind import OPEN
from tracker.claims.approving import unapproved
from tracker.errors import Refused
from tracker.history.changes import Rows, changes_between
from tracker.history.published import contents_of, said_by_edition
from tracker.history.states import state_at
from tracker.history.told import PartLine, Teller
from tracker.models import (
    Claim,
    Decision,
    Edition,
    Entry,
    Revision,
    Sampled,
    SampledState,
    Statement,
)
from tracker.queue.queries import Waiting
from tracker.statements.page import Passage, Step, passages_of, steps_of
from tracker.visibility import Viewer
from tracker.vocabulary import Transition


@dataclass(frozen=True)
class Compared:
    """What the edition is compared with, and what differs; nothing: it is new."""

    step: Step | None = None
    parts: Sequence[PartLine] = ()


@dataclass(frozen=True)
class Item:
    """An edition as the reviewer sees it."""

    waiting: Waiting
    passages: Mapping[int, Passage]
    compared: Compared
    opens: int
    closes: int
    new_claims: Sequence[Claim]
    sampled: tuple[int, SampledState] | None = None


def item_of(session: Session, viewer: Viewer, statement: Statement, waiting: Waiting) -> Item:
    """Read what there is to know about an edition before deciding about it."""
    steps = steps_of(session, statement)
    closes = select(func.count()).where(Entry.statement_id == statement.id, Entry.left.is_(None))
    entry = waiting.entry
    return Item(
        waiting=waiting,
        passages=passages_of(session, entry),
        compared=_compared(session, viewer, statement, entry.edition_id, steps),
        opens=len(entry.stances) * len(entry.speakers),
        closes=session.scalar(closes) or 0,
        new_claims=unapproved(session, [entry.edition_id]),
        sampled=_sampled(session, entry.edition_id),
    )


def _sampled(session: Session, edition: int) -> tuple[int, SampledState] | None:
    """Where a second coding that publishing waits for is seen, and how far it is."""
    found = select(Sampled.id, Sampled.state).where(
        Sampled.edition_id == edition, Sampled.state.in_(OPEN), Sampled.is_blind
    )
    row = session.execute(found.order_by(Sampled.id).limit(1)).one_or_none()
    return (row.id, row.state) if row else None


def _compared(
    session: Session, viewer: Viewer, statement: Statement, edition: int, steps: Sequence[Step]
) -> Compared:
    """Compare with what was returned last; else with what stands."""
    now = said_by_edition(contents_of(session, statement.id))
    returned = next((s for s in reversed(steps) if s.step is Transition.RETURN), None)
    number = session.scalar(select(Edition.number).where(Edition.id == edition))
    if returned is not None and returned.number == number:
        before = _as_returned(session, statement, edition)
        if before is not None:
            return Compared(returned, _told(session, viewer, before, now[edition]))
    standing = session.scalar(
        select(Edition.id).where(Edition.statement_id == statement.id, Edition.is_standing)
    )
    if standing is None:
        return Compared()
    asked = next((s for s in reversed(steps) if s.step is Transition.CORRECT), None)
    return Compared(asked, _told(session, viewer, now[standing], now[edition]))


def _as_returned(session: Session, statement: Statement, edition: int) -> Rows | None:
    """What the edition said when it was returned; None where the history cannot tell."""
    step = (
        select(func.max(Decision.id))
        .where(Decision.edition_id == edition, Decision.step == Transition.RETURN)
        .scalar_subquery()
    )
    since = select(Decision.at).where(Decision.id == step).scalar_subquery()
    number = session.scalar(
        select(func.min(Revision.number)).where(
            Revision.kind == "statement",
            Revision.object_id == statement.id,
            Revision.at >= since,
        )
    )
    if number is None:
        return None
    try:
        return said_by_edition(state_at(session, "statement", statement.id, number)).get(edition)
    except Refused:
        # Something was redacted since: then what stands now is all there is to show.
        return None


def _told(session: Session, viewer: Viewer, before: Rows, after: Rows) -> list[PartLine]:
    changes = changes_between(before, after)
    return Teller(session, viewer, [changes], is_whole=True).parts(changes, "statement", {})
