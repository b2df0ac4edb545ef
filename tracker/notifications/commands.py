"""Tell people what concerns them, and note what they have read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.errors import Missing
from tracker.models import Account, Edition, Notification, NotificationKind, now
from tracker.unread import COLLEAGUES, is_shown
from tracker.visibility import Viewer


@dataclass(frozen=True)
class About:
    """What a notification is about: its statement or claim, and what of it."""

    statement: int | None = None
    claim: int | None = None
    comment: int | None = None
    mistake: int | None = None


def notify(
    session: Session,
    kind: NotificationKind,
    to: Iterable[int | None],
    about: About,
    *,
    by: int | None,
) -> Sequence[int]:
    """Tell colleagues what somebody did, in the transaction that does it; gives who is told.

    Nobody is told what they did themselves, nor who may not work on the record any more.
    """
    wanted = {number for number in to if number is not None and number != by}
    if not wanted:
        return ()
    working = Account.id.in_(wanted), Account.is_active, Account.role.in_(COLLEAGUES)
    told = session.scalars(select(Account.id).where(*working).order_by(Account.id)).all()
    session.add_all(
        Notification(
            account_id=number,
            kind=kind,
            statement_id=about.statement,
            claim_id=about.claim,
            comment_id=about.comment,
            mistake_id=about.mistake,
            by_id=by,
        )
        for number in told
    )
    session.flush()
    return told


def notify_author(
    session: Session,
    kind: NotificationKind,
    edition: int,
    about: About,
    *,
    by: int | None,
) -> None:
    """Tell who wrote an edition. Of reports nobody is told again before they have read one."""
    author = session.scalar(select(Edition.created_by_id).where(Edition.id == edition))
    if kind is NotificationKind.REPORTED:
        waiting = select(Notification.id).where(
            Notification.account_id == author,
            Notification.kind == kind,
            Notification.statement_id == about.statement,
            Notification.read_at.is_(None),
        )
        if session.scalar(waiting.limit(1)) is not None:
            return
    notify(session, kind, [author], about, by=by)


def take_back(session: Session, kind: NotificationKind, statement: int) -> None:
    """What nobody has read yet and is not so any more is read: it needs nobody."""
    waiting = (
        Notification.kind == kind,
        Notification.statement_id == statement,
        Notification.read_at.is_(None),
    )
    session.execute(update(Notification).where(*waiting).values(read_at=now()))


def read_one(session: Session, number: int, *, by: Viewer) -> Notification:
    """Note that somebody has read one of theirs; Missing where there is none to be seen."""
    found = (
        select(Notification)
        .join(Account, Account.id == Notification.account_id)
        .where(Notification.id == number, Account.id == by.account_id, is_shown())
    )
    notification = session.scalar(found)
    if notification is None:
        raise Missing("notification", number)
    if notification.read_at is None:
        notification.read_at = now()
        session.flush()
    return notification


def read_all(session: Session, last: int, *, by: Viewer) -> None:
    """Note that somebody has read all of theirs up to a number: none that came since."""
    shown = select(Notification.id).join(Account, Account.id == Notification.account_id)
    shown = shown.where(Account.id == by.account_id, Notification.id <= last, is_shown())
    unread = Notification.id.in_(shown), Notification.read_at.is_(None)
    session.execute(
        update(Notification)
        .where(*unread)
        .values(read_at=now())
        .execution_options(synchronize_session=False)
    )
