"""What signing in and the command line ask about accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Missing
from tracker.models import Account
from tracker.vocabulary import AccountRole


@dataclass(frozen=True)
class Credentials:
    """What a person who signs in is compared with."""

    account_id: int
    password_hash: str


@dataclass(frozen=True)
class AccountRow:
    """One account as it is listed."""

    id: int
    uid: str
    email: str
    name: str
    role: AccountRole
    is_active: bool
    created_at: datetime


def credentials_of(session: Session, email: str) -> Credentials | None:
    """The active account with this address."""
    found = session.execute(
        select(Account.id, Account.password_hash).where(
            Account.email == normal_email(email), Account.is_active
        )
    ).one_or_none()
    return None if found is None else Credentials(found.id, found.password_hash)


def check_credentials(session: Session, email: str, known: Credentials) -> None:
    """Missing where they are no longer what somebody was compared with."""
    if credentials_of(session, email) != known:
        raise Missing("account", known.account_id)


def all_accounts(session: Session) -> Sequence[AccountRow]:
    """All accounts, by address."""
    columns = (
        Account.id,
        Account.uid,
        Account.email,
        Account.name,
        Account.role,
        Account.is_active,
        Account.created_at,
    )
    found = session.execute(select(*columns).order_by(Account.email))
    return [AccountRow(*row) for row in found]


def account_by_email(session: Session, email: str) -> Account:
    """The account with this address, active or not; Missing if there is none."""
    found = session.scalar(select(Account).where(Account.email == normal_email(email)))
    if found is None:
        raise Missing("account", email)
    return found


def email_of(session: Session, account_id: int) -> str:
    """The address of an account; Missing if there is none."""
    found = session.scalar(select(Account.email).where(Account.id == account_id))
    if found is None:
        raise Missing("account", account_id)
    return found


def wants_digest(session: Session, account_id: int) -> bool:
    """Whether a letter a day tells somebody what they have not read."""
    return bool(session.scalar(select(Account.wants_digest).where(Account.id == account_id)))


def password_hash_of(session: Session, account_id: int) -> str:
    """What is kept of the password of an account; Missing if there is none."""
    found = session.scalar(select(Account.password_hash).where(Account.id == account_id))
    if found is None:
        raise Missing("account", account_id)
    return found


def normal_email(email: str) -> str:
    """An address as it is kept and compared."""
    return email.strip().lower()
