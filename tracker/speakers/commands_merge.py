"""Merging speakers and undoing it: nothing is copied, the ledger follows the pointer."""

from sqlalchemy.orm import Session

from tracker import merged, record
from tracker.errors import N_, Refused
from tracker.merged import MergeDraft
from tracker.models import Speaker
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

__all__ = ["MergeDraft", "check_speakers", "merge_speaker", "unmerge_speaker"]


def merge_speaker(session: Session, speaker_id: int, draft: MergeDraft, *, by: Viewer) -> None:
    """Let a speaker stand for another one. Its names, roles and numbers stay its own."""
    _check_reviewer(by)
    pair = merged.join(session, Speaker, speaker_id, draft)
    if pair is None:
        return
    loser, winner = pair
    _refuse_circle(session, loser, winner)
    merged.write_merge(session, loser, winner, draft.reason, by.account_id)
    record.sync(session, record.Touched(speakers={loser.id, winner.id}))


def unmerge_speaker(
    session: Session, speaker_id: int, *, version: int | None, reason: str, by: Viewer
) -> None:
    """Let a merged speaker stand for itself again, with all that was ever said under its name."""
    _check_reviewer(by)
    loser, winner = merged.part(session, Speaker, speaker_id, version=version, reason=reason)
    session.flush()
    if loser.id in _above(session, loser):
        message = N_("Since the merge, “%(name)s” became a part of itself. Change its parts first.")
        raise Refused(message, field="reason", name=loser.name)
    record.sync(session, record.Touched(speakers={loser.id, winner.id}))


def check_speakers(session: Session, loser: Speaker, winner: Speaker) -> None:
    """Refuse a merge as `merge_speaker` would, for the preview."""
    merged.check_pair(session, loser, winner)
    _refuse_circle(session, loser, winner)


def _refuse_circle(session: Session, loser: Speaker, winner: Speaker) -> None:
    """What is part of the loser becomes part of the winner, which must not be among it."""
    if loser.id in _above(session, winner):
        message = N_("%(winner)s is itself a part of %(loser)s. Merge the other way round.")
        raise Refused(message, field="into", winner=winner.name, loser=loser.name)


def _above(session: Session, speaker: Speaker) -> set[int]:
    """The ids of all bodies above a speaker; a merged one stands for the one it was merged into."""
    seen: set[int] = set()
    next_id = speaker.parent_id
    while next_id is not None and next_id not in seen:
        seen.add(next_id)
        above = session.get_one(Speaker, next_id)
        next_id = above.parent_id if above.merged_into_id is None else above.merged_into_id
    return seen


def _check_reviewer(by: Viewer) -> None:
    if not by.reaches(AccountRole.REVIEWER):
        raise Refused(N_("Only a reviewer merges, and undoes a merge."))
