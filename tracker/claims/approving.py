"""A claim's words are approved before the first stance on them stands, at the latest with it."""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker import audit
from tracker.errors import N_, Refused, Stale
from tracker.merged import one_with
from tracker.models import Claim, ClaimApproval, Edition, Entry, Revision, Stance, Statement, now
from tracker.visibility import Viewer, find
from tracker.vocabulary import EditionState

_WORDS = {"kind", "text", "negation", "definition", "exclusion"}


def waiting() -> Select[int]:
    """The claims whose words nobody has approved; those on record were, by publishing."""
    approved, recorded = select(ClaimApproval.claim_id), select(Entry.claim_id)
    return select(Claim.id).where(
        Claim.merged_into_id.is_(None), Claim.id.not_in(approved), Claim.id.not_in(recorded)
    )


def approve(
    session: Session, key: int | str, *, version: int | None, by: Viewer, four_eyes: bool = True
) -> Claim:
    """Approve the words of a claim as they are now. Twice is once.

    Raises Stale where they are not the ones that were read.
    """
    claim = find(session, Claim, key, by)
    audit.lock_head(session)
    session.refresh(claim)
    if claim.version != version:
        raise Stale("claim", claim.id, version or 0, claim.version)
    if claim.merged_into_id is not None:
        raise Refused(N_("This claim was merged into another one."))
    if four_eyes and _author(session, claim.id) == by.account_id:
        raise Refused(N_("Four eyes: somebody else approves the words that you wrote."))
    known = select(ClaimApproval.id).where(ClaimApproval.claim_id == claim.id)
    if session.scalar(known) is None:
        session.add(ClaimApproval(claim_id=claim.id, by_id=by.account_id))
    return claim


def _author(session: Session, claim_id: int) -> int | None:
    """Who wrote the words last, as the history tells: it is theirs that are approved."""
    told = (
        select(Revision.by_id, Revision.after)
        .where(Revision.kind == "claim", Revision.object_id == claim_id)
        .order_by(Revision.number.desc())
    )
    for by_id, after in session.execute(told):
        rows = json.loads(after or "{}")
        if _WORDS & rows.get(f"claim#{claim_id}", {}).keys() or any(
            row.startswith("claim_translation#") for row in rows
        ):
            return int(by_id) if by_id is not None else None
    return None


def take_back(session: Session, claim_id: int) -> None:
    """Words that were changed are to be approved anew, also by who reads them just now."""
    for row in session.scalars(select(ClaimApproval).where(ClaimApproval.claim_id == claim_id)):
        session.delete(row)
    counting = one_with(Claim, select(Claim.id).where(Claim.id == claim_id))
    coded = select(Edition.statement_id).join(Stance, Stance.edition_id == Edition.id)
    coded = coded.where(Stance.claim_id.in_(counting), Edition.state == EditionState.SUBMITTED)
    for statement in session.scalars(select(Statement).where(Statement.id.in_(coded))):
        # Another version: what would be published is not what its reviewer has read.
        statement.changed_at = now()


def unapproved(session: Session, editions: Collection[int]) -> Sequence[Claim]:
    """The claims on which these editions' stances count, and whose words nobody has approved."""
    taken = select(Stance.claim_id).where(Stance.edition_id.in_(editions))
    found = select(Claim).where(Claim.id.in_(one_with(Claim, taken)), Claim.id.in_(waiting()))
    return session.scalars(found.order_by(Claim.id)).all()


def approve_by_publishing(session: Session, editions: Collection[int], *, by: Viewer) -> None:
    """Who publishes what somebody else coded by these words approves them: two have read them."""
    for claim in unapproved(session, editions):
        session.add(ClaimApproval(claim_id=claim.id, by_id=by.account_id))
