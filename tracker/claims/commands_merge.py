"""Merging claims, also into their opposites, and undoing it: codes are mirrored, not changed."""

from sqlalchemy.orm import Session

from tracker import merged, record
from tracker.errors import N_, Refused
from tracker.merged import MergeDraft
from tracker.models import Claim
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

__all__ = ["MergeDraft", "check_claims", "merge_claim", "unmerge_claim"]


def merge_claim(session: Session, claim_id: int, draft: MergeDraft, *, by: Viewer) -> None:
    """Let a claim stand for another one, or for its opposite: then codes count mirrored.

    Two stances of one statement may meet on one claim; both stand.
    """
    _check_reviewer(by)
    joined = merged.join(session, Claim, claim_id, draft)
    if joined is None:
        return
    loser, winner = joined
    loser.is_mirrored = draft.mirrored
    merged.write_merge(session, loser, winner, draft.reason, by.account_id)
    pair = {loser.id, winner.id}
    record.sync(session, record.Touched(claims=pair, related=pair))


def unmerge_claim(
    session: Session, claim_id: int, *, version: int | None, reason: str, by: Viewer
) -> None:
    """Let a merged claim stand for itself again, with the codes as they were coded."""
    _check_reviewer(by)
    loser, winner = merged.part(session, Claim, claim_id, version=version, reason=reason)
    loser.is_mirrored = False
    pair = {loser.id, winner.id}
    record.sync(session, record.Touched(claims=pair, related=pair))


def check_claims(session: Session, loser: Claim, winner: Claim) -> None:
    """Refuse a merge as `merge_claim` would, for the preview."""
    merged.check_pair(session, loser, winner)


def _check_reviewer(by: Viewer) -> None:
    if not by.reaches(AccountRole.REVIEWER):
        raise Refused(N_("Only a reviewer merges, and undoes a merge."))
