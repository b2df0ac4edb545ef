"""Who is deciding about an edition just now: two reviewers never decide about the same one."""

from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from tracker import audit
from tracker.errors import N_, Refused
from tracker.models import Account, Edition, Hold, now
from tracker.reviews.eyes import check_four_eyes
from tracker.visibility import Viewer

# Long enough to read a source, short enough for a colleague who went to lunch.
HELD = timedelta(minutes=15)


def wait_for_others(session: Session) -> None:
    """Let whoever takes one up just now be done: what is free after this, stays free."""
    audit.lock_head(session)


def hold(session: Session, edition: Edition, *, by: Viewer, four_eyes: bool = True) -> None:
    """Keep others from deciding about an edition for a while. Refused while somebody else does.

    And to whoever may not decide about it: they would keep it from those who may.
    """
    audit.lock_head(session)
    check_four_eyes(session, edition, by, four_eyes=four_eyes)
    check_free(session, edition, by=by)
    over = or_(Hold.edition_id == edition.id, Hold.until <= now())
    session.execute(delete(Hold).where(over))
    session.add(Hold(edition_id=edition.id, account_id=by.account_id, until=now() + HELD))


def check_free(session: Session, edition: Edition, *, by: Viewer) -> None:
    """Refuse to decide about what somebody else is deciding about."""
    found = (
        select(Account.name, Account.email)
        .join(Hold, Hold.account_id == Account.id)
        .where(Hold.edition_id == edition.id, Hold.until > now(), Hold.account_id != by.account_id)
    )
    other = session.execute(found).one_or_none()
    if other is not None:
        message = N_("%(name)s is deciding about this just now. Take the next one.")
        raise Refused(message, name=other.name or other.email)


def release(session: Session, edition: Edition) -> None:
    """Let anybody decide about an edition again."""
    session.execute(delete(Hold).where(Hold.edition_id == edition.id))


def let_go(session: Session, edition: Edition, *, by: Viewer) -> None:
    """Give up one's own hold. What somebody else is deciding about stays theirs."""
    own = Hold.edition_id == edition.id, Hold.account_id == by.account_id
    session.execute(delete(Hold).where(*own))
