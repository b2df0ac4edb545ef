"""What happens when somebody follows a link: an invitation accepted, a password set anew."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.accounts import tokens
from tracker.accounts.commands import check_name
from tracker.accounts.commands_people import RESET_MINUTES, Link
from tracker.accounts.queries import normal_email
from tracker.accounts.sessions import end_all_sessions
from tracker.accounts.throttling import forgive
from tracker.audit import lock_head
from tracker.errors import Missing
from tracker.models import Account, TokenKind, now


@dataclass(frozen=True)
class Guest:
    """Whose link it is; following it changes nothing yet."""

    account_id: int
    email: str
    name: str


def guest_of(session: Session, kind: TokenKind, secret: str) -> Guest:
    """Whose link this is. Raises Missing alike for a wrong, a used and an old one."""
    account_id = tokens.peek(session, kind, secret)
    found = session.execute(
        select(Account.id, Account.email, Account.name).where(
            Account.id == account_id, Account.is_active, _fits(kind)
        )
    ).one_or_none()
    if found is None:
        raise Missing(kind.value)
    return Guest(found.id, found.email, found.name)


def accept_invitation(session: Session, secret: str, *, name: str, password_hash: str) -> int:
    """Give the account its name and its password, once; says whose it is."""
    account = _spend(session, TokenKind.INVITATION, secret)
    account.name = check_name(name)
    return _set_password(session, account, password_hash)


def reset_password(session: Session, secret: str, *, password_hash: str) -> int:
    """Replace a password, once; all sessions end, and a second factor is asked for as before."""
    account = _spend(session, TokenKind.RESET, secret)
    return _set_password(session, account, password_hash)


def ask_reset(session: Session, email: str) -> Link | None:
    """A link for who forgot the password; None where nobody has one to forget."""
    found = session.execute(
        select(Account.id, Account.email, Account.name).where(
            Account.email == normal_email(email), Account.is_active, _fits(TokenKind.RESET)
        )
    ).one_or_none()
    if found is None:
        return None
    tokens.void(session, found.id, TokenKind.RESET)
    secret = tokens.issue(session, TokenKind.RESET, found.id, minutes=RESET_MINUTES)
    return Link(found.id, found.email, found.name, TokenKind.RESET, secret, RESET_MINUTES)


def _spend(session: Session, kind: TokenKind, secret: str) -> Account:
    """Use the link up, then queue for the history: all writers take the two in this order."""
    account_id = tokens.spend(session, kind, secret)
    if account_id is None:
        raise Missing(kind.value)
    tokens.void(session, account_id, *TokenKind)
    lock_head(session)
    wanted = select(Account).where(Account.id == account_id, Account.is_active, _fits(kind))
    account = session.scalar(wanted.execution_options(populate_existing=True))
    if account is None:
        raise Missing(kind.value)
    return account


def _set_password(session: Session, account: Account, password_hash: str) -> int:
    account.password_hash, account.changed_at = password_hash, now()
    session.flush()
    end_all_sessions(session, account.id)
    forgive(session, account.email)
    return account.id


def _fits(kind: TokenKind) -> ColumnElement[bool]:
    """An invitation is for who has no password yet, a new password for who has one."""
    has_none: ColumnElement[bool] = Account.password_hash == ""
    return has_none if kind is TokenKind.INVITATION else ~has_none
