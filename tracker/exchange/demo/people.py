"""What both sets of the demo share: their people, and the refusal of a record of others."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit
from tracker.accounts.commands import AccountDraft, add_account
from tracker.accounts.demo import DEMO_ACCOUNTS
from tracker.errors import N_, Refused
from tracker.models import Account, Revision
from tracker.visibility import ANYBODY, Viewer

WHY = "Demo data"


def refuse_others(session: Session, requests: Collection[str]) -> None:
    """Refuse a record with a revision that did not come from one of these requests.

    Nothing is written without a revision, so no row needs to be looked at.
    """
    foreign = select(Revision.number).where(Revision.request.not_in(requests))
    if session.scalar(foreign.limit(1)) is not None:
        message = N_(
            "This database holds what the demo did not put there; nothing was changed. Serve it"
            " with `tracker serve`, or name another database for the demo with --database."
        )
        raise Refused(message)


def demo_people(session: Session) -> dict[str, Viewer]:
    """The demo's accounts by their part; those that are missing are made."""
    audit.lock_head(session)
    known = {account.email: account for account in session.scalars(select(Account))}
    for demo in DEMO_ACCOUNTS:
        if demo.email not in known:
            draft = AccountDraft(demo.email, demo.role, demo.password, demo.name)
            known[demo.email] = add_account(session, draft, by=ANYBODY)
    found = {demo.part: known[demo.email] for demo in DEMO_ACCOUNTS}
    return {part: Viewer(row.id, row.role, row.name) for part, row in found.items()}
