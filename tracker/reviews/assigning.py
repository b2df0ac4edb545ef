"""Who was asked to decide about an edition: a plan among colleagues, not a lock."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.orm import Session

from tracker import audit, blind
from tracker.errors import N_, Refused
from tracker.models import Account, Assignment, Edition, NotificationKind
from tracker.notifications.commands import About, notify, take_back
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, EditionState

_MAY_DECIDE = (AccountRole.REVIEWER, AccountRole.ADMIN)


def assign(
    session: Session, edition: Edition, to: int | None, *, by: Viewer, four_eyes: bool = True
) -> None:
    """Ask somebody to decide about an edition, instead of whoever was asked before.

    Nobody: whoever comes first. Refused where they could not decide about it.
    """
    audit.lock_head(session)
    session.refresh(edition)
    if edition.state is not EditionState.SUBMITTED:
        raise Refused(N_("Nothing of this statement waits for a decision."))
    before = session.scalar(
        select(Assignment.account_id).where(Assignment.edition_id == edition.id)
    )
    if before == to:
        return
    session.execute(delete(Assignment).where(Assignment.edition_id == edition.id))
    take_back(session, NotificationKind.ASSIGNED, edition.statement_id)
    if to is None:
        return
    if to not in {number for number, _name in deciding(session)}:
        raise Refused(N_("This person does not review."), field="assignee")
    if four_eyes and edition.created_by_id == to:
        message = N_("Four eyes: somebody else decides about what one wrote.")
        raise Refused(message, field="assignee")
    if four_eyes and blind.has_settled(session, edition.id, to):
        message = N_("Four eyes: somebody else decides about what one settled.")
        raise Refused(message, field="assignee")
    session.add(Assignment(edition_id=edition.id, account_id=to, by_id=by.account_id))
    about = About(statement=edition.statement_id)
    notify(session, NotificationKind.ASSIGNED, [to], about, by=by.account_id)


def may_decide() -> ColumnElement[bool]:
    """Whether an Account of the select around it may decide about anything."""
    return and_(Account.role.in_(_MAY_DECIDE), Account.is_active)


def deciding(session: Session) -> Sequence[tuple[int, str]]:
    """Everybody who may decide, by name."""
    name = func.coalesce(func.nullif(Account.name, ""), Account.email)
    found = select(Account.id, name).where(may_decide())
    return [(number, words) for number, words in session.execute(found.order_by(name, Account.id))]
