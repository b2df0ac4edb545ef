"""Which notifications their receivers may see now, and how many of them are unread."""

from functools import cache

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from tracker import blind
from tracker.models import Account, Comment, Notification
from tracker.vocabulary import AccountRole

# Who works on the record: they are told, and can be mentioned.
COLLEAGUES = tuple(role for role in AccountRole if role.reaches(AccountRole.EDITOR))
_CODERS = tuple(role for role in AccountRole if role.reaches(AccountRole.REVIEWER))


def is_shown() -> ColumnElement[bool]:
    """Whether a notification may be seen by its receiver, the Account of the same select.

    Not while they are to code the statement blind, nor once the comment is deleted or hidden.
    """
    # Its own table: the select around it may have the same one.
    comment = aliased(Comment)
    is_gone = or_(comment.deleted_at.is_not(None), comment.hidden_at.is_not(None))
    about_gone = exists().where(comment.id == Notification.comment_id, is_gone)
    kept = blind.is_kept_from(Notification.statement_id, Notification.account_id)
    is_kept = and_(Account.role.in_(_CODERS), kept)
    return and_(Account.role.in_(COLLEAGUES), not_(about_gone), not_(is_kept))


# Every page of whoever is signed in asks, and asks the same.
@cache
def unread() -> ColumnElement[int]:
    """How many an Account of the select around it has not read."""
    counted = select(func.count()).select_from(Notification)
    counted = counted.where(
        Notification.account_id == Account.id, Notification.read_at.is_(None), is_shown()
    )
    return counted.correlate(Account).scalar_subquery()
