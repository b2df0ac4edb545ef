"""A reviewer says of two stances that they are no contradiction, or takes that back."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit, text
from tracker.analysis.contradictions import Contradiction
from tracker.errors import N_, Missing, Refused
from tracker.models import Claim, NotContradiction, Statement
from tracker.record.kept import AFTER, BEFORE, KEPT, kept, read_kept
from tracker.record.marks import Place, marks, place_of
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, ContradictionKind, Level


@dataclass(frozen=True)
class End:
    """One of the two: a statement and the claim it is about, by id."""

    statement: int
    claim: int


@dataclass(frozen=True)
class MarkDraft:
    """Which contradiction is none, and why."""

    kind: ContradictionKind
    holder: int
    ends: tuple[End, End]
    reason: str = ""

    @property
    def place(self) -> Place:
        return self.kind, self.holder, frozenset((end.statement, end.claim) for end in self.ends)


def contradiction_meant(session: Session, draft: MarkDraft) -> Contradiction | None:
    """The one that stands now, at whichever level and however far apart; None if none does."""
    statements = [end.statement for end in draft.ends]
    is_meant = (
        KEPT.c.kind == draft.kind,
        KEPT.c.holder_id == draft.holder,
        BEFORE.c.statement_id.in_(statements),
        AFTER.c.statement_id.in_(statements),
    )
    found = [
        one
        for level in Level
        for _, one in read_kept(session, kept(level, KEPT.c.level == level, *is_meant))
    ]
    return next((one for one in found if place_of(one) == draft.place), None)


def mark_contradiction(session: Session, draft: MarkDraft, *, by: Viewer) -> NotContradiction:
    """Say that it is none. The same words again change nothing; other words are refused."""
    _check_reviewer(by)
    audit.lock_head(session)
    reason = text.check_text(draft.reason, field="reason", limit=text.FIELD_LIMIT)
    if not reason:
        raise Refused(N_("Say why this is no contradiction."), field="reason")
    there = marks(session).get(draft.place)
    if there is not None and there.reason == reason:
        return session.get_one(NotContradiction, there.id)
    if there is not None:
        message = N_("This was marked already: “%(reason)s”. Take that back first.")
        raise Refused(message, field="reason", reason=text.excerpt(there.reason, 200))
    if contradiction_meant(session, draft) is None:
        message = N_("These two no longer stand against each other. Look at the report again.")
        raise Refused(message, field="reason")
    first, second = sorted(draft.ends, key=lambda end: _uids(session, end))
    mark = NotContradiction(
        kind=draft.kind,
        holder_id=draft.holder,
        a_statement_id=first.statement,
        a_claim_id=first.claim,
        b_statement_id=second.statement,
        b_claim_id=second.claim,
        reason=reason,
        by_id=by.account_id,
    )
    session.add(mark)
    audit.expect_stamps(session)
    session.flush()
    return mark


def lift_mark(session: Session, mark_id: int, *, by: Viewer) -> bool:
    """Take a mark back; False if somebody did already."""
    _check_reviewer(by)
    audit.lock_head(session)
    mark = session.get(NotContradiction, mark_id, populate_existing=True)
    if mark is None:
        raise Missing("not_contradiction", str(mark_id))
    if mark.left is not None:
        return False
    mark.left = 0
    audit.expect_stamps(session)
    session.flush()
    return True


def _uids(session: Session, end: End) -> tuple[str, str]:
    statement = select(Statement.uid).where(Statement.id == end.statement)
    claim = select(Claim.uid).where(Claim.id == end.claim)
    return session.scalars(statement).one(), session.scalars(claim).one()


def _check_reviewer(by: Viewer) -> None:
    if not by.reaches(AccountRole.REVIEWER):
        raise Refused(N_("Only a reviewer says that a contradiction is none."))
