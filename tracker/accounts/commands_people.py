"""What administrators do with people: invite, change, shut out; the last of them stays."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.accounts import tokens
from tracker.accounts.commands import AccountDraft, check_name, make_account
from tracker.accounts.factors import remove_second_factors
from tracker.accounts.sessions import end_all_sessions
from tracker.accounts.throttling import unlock
from tracker.audit import lock_head
from tracker.errors import N_, Missing, Refused, Stale
from tracker.models import Account, TokenKind, now
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

RESET_MINUTES = 60
_LINKS = (TokenKind.INVITATION, TokenKind.RESET, TokenKind.SECOND_STEP)


@dataclass(frozen=True)
class Link:
    """A way in that was just made: whose, for what, and its secret, which is kept nowhere."""

    account_id: int
    email: str
    name: str
    kind: TokenKind
    secret: str
    minutes: int

    @property
    def path(self) -> str:
        """Where it leads, from the root of the site."""
        return f"/{self.kind.value}/{self.secret}"


def require_admin(session: Session, by: Viewer) -> None:
    """Refuse whoever is no active administrator now, behind the lock that orders all writers.

    Two administrators who demote each other at once come one after the other: the second
    is none any more.
    """
    lock_head(session)
    is_admin = by.role is AccountRole.ADMIN
    if by.account_id is not None:
        asked = select(Account.id).where(Account.id == by.account_id, *_is_admin())
        is_admin = session.scalar(asked) is not None
    if not is_admin:
        raise Refused(N_("Only an administrator may do this, and you are none any more."))


def keep_an_administrator(session: Session, account_id: int) -> None:
    """Refuse to take this account's powers where nobody else has them."""
    lock_head(session)
    others = select(Account.id).where(Account.id != account_id, *_is_admin()).limit(1)
    mine = select(Account.id).where(Account.id == account_id, *_is_admin())
    if session.scalar(others) is None and session.scalar(mine) is not None:
        raise Refused(
            N_("Nobody else can administer this site. Make another person an administrator first."),
            field="role",
        )


def invite_person(
    session: Session, email: str, role: AccountRole, name: str = "", *, hours: int, by: Viewer
) -> Link:
    """Make an account without a password, and the link by which its person gives it one."""
    require_admin(session, by)
    account = make_account(session, AccountDraft(email, role, "", name), password_hash="")
    return _link(session, account, TokenKind.INVITATION, hours * 60)


def invite_again(session: Session, account_id: int, *, hours: int, by: Viewer) -> Link:
    """A new link for who has not come yet; the one before no longer works."""
    # Links before the lock of the history: whoever follows one takes the two in this order.
    tokens.void(session, account_id, TokenKind.INVITATION)
    require_admin(session, by)
    account = _active(session, account_id)
    if account.password_hash:
        raise Refused(N_("This person has accepted an invitation already."))
    return _link(session, account, TokenKind.INVITATION, hours * 60)


def send_reset(session: Session, account_id: int, *, by: Viewer) -> Link:
    """A link to set a new password; the one before no longer works."""
    tokens.void(session, account_id, TokenKind.RESET)
    require_admin(session, by)
    account = _active(session, account_id)
    if not account.password_hash:
        raise Refused(N_("This person has no password yet. Send the invitation again."))
    return _link(session, account, TokenKind.RESET, RESET_MINUTES)


def change_person(
    session: Session,
    account_id: int,
    *,
    name: str | None = None,
    role: AccountRole | None = None,
    version: int | None = None,
    by: Viewer,
) -> Account:
    """Change name or role; another role signs the person out at once."""
    require_admin(session, by)
    account = _account(session, account_id)
    if version is not None and account.version != version:
        raise Stale("account", account_id, version, account.version)
    if name is not None and (checked := check_name(name)) != account.name:
        account.name, account.changed_at = checked, now()
    if role is not None and role is not account.role:
        if account.role is AccountRole.ADMIN:
            keep_an_administrator(session, account_id)
        account.role, account.changed_at = role, now()
        end_all_sessions(session, account_id)
    session.flush()
    return account


def deactivate_person(session: Session, account_id: int, *, by: Viewer) -> Account:
    """Shut a person out at once, open links included; what they wrote stays theirs."""
    tokens.void(session, account_id, *_LINKS)
    require_admin(session, by)
    account = _account(session, account_id)
    keep_an_administrator(session, account_id)
    if account.is_active:
        account.is_active, account.changed_at = False, now()
        session.flush()
    end_all_sessions(session, account_id)
    return account


def reactivate_person(session: Session, account_id: int, *, by: Viewer) -> Account:
    """Let a person sign in again."""
    require_admin(session, by)
    account = _account(session, account_id)
    if not account.is_active:
        account.is_active, account.changed_at = True, now()
        session.flush()
    return account


def sign_out_person(session: Session, account_id: int, *, by: Viewer) -> Account:
    """End all sessions of a person."""
    require_admin(session, by)
    account = _account(session, account_id)
    end_all_sessions(session, account_id)
    return account


def unlock_person(session: Session, account_id: int, *, by: Viewer) -> Account:
    """Let a person who failed too often try again at once."""
    account = _account(session, account_id)
    # The count before the lock of the history, as those who fail do.
    unlock(session, account.email)
    require_admin(session, by)
    return account


def clear_second_factors(session: Session, account_id: int, *, by: Viewer) -> Account:
    """For who lost the phone: the password alone is enough until there is a new factor."""
    # It takes back what works once, which comes before the lock of the history.
    remove_second_factors(session, account_id, by=by)
    require_admin(session, by)
    return _account(session, account_id)


def _link(session: Session, account: Account, kind: TokenKind, minutes: int) -> Link:
    secret = tokens.issue(session, kind, account.id, minutes=minutes)
    return Link(account.id, account.email, account.name, kind, secret, minutes)


def _is_admin() -> tuple[ColumnElement[bool], ...]:
    """An administrator who can sign in: an invitation that nobody accepted is none yet."""
    return (
        Account.role == AccountRole.ADMIN,
        Account.is_active.is_(True),
        Account.password_hash != "",
    )


def _active(session: Session, account_id: int) -> Account:
    account = _account(session, account_id)
    if not account.is_active:
        raise Refused(N_("This person is shut out. Let them in again first."))
    return account


def _account(session: Session, account_id: int) -> Account:
    """The account as it is behind the lock, whatever was read before it."""
    account = session.get(Account, account_id, populate_existing=True)
    if account is None:
        raise Missing("account", account_id)
    return account
