"""Make and change accounts."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.passwords import hash_password
from tracker.accounts.queries import normal_email
from tracker.accounts.sessions import end_all_sessions
from tracker.errors import N_, Missing, Refused
from tracker.models import Account, now
from tracker.text import check_text
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_EMAIL_LIMIT = 254
_NAME_LIMIT = 200


@dataclass(frozen=True)
class AccountDraft:
    """A new account as it was asked for."""

    email: str
    role: AccountRole
    password: str
    name: str = ""


def add_account(session: Session, draft: AccountDraft, *, by: Viewer) -> Account:
    """Make an account. Refuses an address that another one has."""
    del by  # the transaction says who
    email = normal_email(
        check_text(draft.email, field="email", limit=_EMAIL_LIMIT, is_name=True, multiline=False)
    )
    if not _EMAIL.fullmatch(email):
        raise Refused(N_("“%(email)s” is not an email address."), field="email", email=email)
    if session.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise Refused(N_("There is an account with this address already."), field="email")
    name = check_text(draft.name, field="name", limit=_NAME_LIMIT, is_name=True, multiline=False)
    password_hash = hash_password(draft.password)
    account = Account(email=email, name=name, role=draft.role, password_hash=password_hash)
    session.add(account)
    session.flush()
    return account


def set_password(session: Session, account_id: int, password: str, *, by: Viewer) -> Account:
    """Change a password; whoever is signed in with the old one is signed out."""
    del by
    password_hash = hash_password(password)
    account = _account(session, account_id)
    account.password_hash = password_hash
    account.changed_at = now()
    end_all_sessions(session, account_id)
    session.flush()
    return account


def set_role(session: Session, account_id: int, role: AccountRole, *, by: Viewer) -> Account:
    """Change what an account may do; it holds from the next request."""
    del by
    account = _account(session, account_id)
    if account.role is not role:
        account.role = role
        account.changed_at = now()
        session.flush()
    return account


def disable_account(session: Session, account_id: int, *, by: Viewer) -> Account:
    """Shut an account out at once; what it wrote stays."""
    del by
    account = _account(session, account_id)
    if account.is_active:
        account.is_active = False
        account.changed_at = now()
        session.flush()
    end_all_sessions(session, account_id)
    return account


def enable_account(session: Session, account_id: int, *, by: Viewer) -> Account:
    """Let an account sign in again."""
    del by
    account = _account(session, account_id)
    if not account.is_active:
        account.is_active = True
        account.changed_at = now()
        session.flush()
    return account


def _account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise Missing("account", account_id)
    return account
