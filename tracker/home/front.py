"""The front page as one answer, put together from its questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.home.desk import OwnWork, Waiting, own_work, waiting
from tracker.home.queries import (
    Change,
    Dispute,
    RecordCounts,
    disputes,
    lately_published,
    latest_changes,
    record_counts,
)
from tracker.statements.entry import Address, Entry, SaidBy, Taken
from tracker.statements.queries import entries
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole


@dataclass(frozen=True)
class FrontPage:
    """All that the first page prints; `entries` has every statement that it names."""

    disputes: Sequence[Dispute]
    lately: Sequence[int]
    changes: Sequence[Change]
    counts: RecordCounts
    own: Sequence[OwnWork]
    waiting: Waiting | None
    entries: Mapping[int, Entry]

    def who(self, change: Change) -> SaidBy:
        """The speaker who changed position."""
        speakers = self.entries[change.shift.after.statement].speakers
        return next((s for s in speakers if s.id == change.holder_id), speakers[0])

    def stance(self, change: Change) -> Taken:
        """The stance in which the change shows; its claim has its words."""
        stances = self.entries[change.shift.after.statement].stances
        return next((s for s in stances if s.claim_id == change.claim_id), stances[0])


def front_page(session: Session, viewer: Viewer, language: str, *, address: Address) -> FrontPage:
    """Read the front page in at most ten statements."""
    disputed = disputes(session, language)
    lately = lately_published(session)
    changes = latest_changes(session)
    is_editor = viewer.reaches(AccountRole.EDITOR)
    own = own_work(session, viewer) if is_editor else []
    shown = [
        *(statement for dispute in disputed for _code, statement in dispute.sides),
        *lately,
        *(change.shift.after.statement for change in changes),
        *(work.statement_id for work in own),
    ]
    return FrontPage(
        disputes=disputed,
        lately=lately,
        changes=changes,
        counts=record_counts(session, viewer),
        own=own,
        waiting=waiting(session, viewer) if viewer.reaches(AccountRole.REVIEWER) else None,
        entries=entries(session, viewer, shown, language, address=address),
    )
