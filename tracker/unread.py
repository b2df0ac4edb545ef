"""Which notifications their receivers may see now, and how many of them are unread."""

from functools import cache

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from tracker import blind
from tracker.models import Account, Assignment, Comment, Edition, Notification, NotificationKind
from tracker.vocabulary import AccountRole, EditionState

# Who works on the record: they are told, and can be mentioned.
COLLEAGUES = tuple(role for role in AccountRole if role.reaches(AccountRole.EDITOR))
_CODERS = tuple(role for role in AccountRole if role.reaches(AccountRole.REVIEWER))


def is_shown() -> ColumnElement[bool]:
    """Whether a notification may be seen by its receiver, the Account of the same select.

    Not while they are to code the statement blind, nor once the comment is deleted or hidden,
    nor unread that they are asked to decide about what does not wait for them any more.
    """
    # Its own table: the select around it may have the same one.
    comment = aliased(Comment)
    is_gone = or_(comment.deleted_at.is_not(None), comment.hidden_at.is_not(None))
    about_gone = exists().where(comment.id == Notification.comment_id, is_gone)
    kept = blind.is_kept_from(Notification.statement_id, Notification.account_id)
    is_kept = and_(Account.role.in_(_CODERS), kept)
    is_over = and_(
        Notification.kind == NotificationKind.ASSIGNED,
        Notification.read_at.is_(None),
        not_(_is_asked()),
    )
    return and_(Account.role.in_(COLLEAGUES), not_(or_(about_gone, is_kept, is_over)))


def _is_asked() -> ColumnElement[bool]:
    """Whether the receiver was asked to decide, and nobody has yet."""
    edition, asked = aliased(Edition), aliased(Assignment)
    waits = select(asked.id).join(edition, edition.id == asked.edition_id)
    waits = waits.where(
        asked.account_id == Notification.account_id,
        edition.statement_id == Notification.statement_id,
        edition.state == EditionState.SUBMITTED,
    )
    return waits.correlate(Notification).exists()


# Every page of whoever is signed in asks, and asks the same.
@cache
def unread() -> ColumnElement[int]:
    """How many an Account of the select around it has not read."""
    counted = select(func.count()).select_from(Notification)
    counted = counted.where(
        Notification.account_id == Account.id, Notification.read_at.is_(None), is_shown()
    )
    return counted.correlate(Account).scalar_subquery()
