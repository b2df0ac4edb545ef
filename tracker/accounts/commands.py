"""Make and change accounts."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts import tokens
from tracker.accounts.passwords import hash_password
from tracker.accounts.queries import normal_email
from tracker.accounts.sessions import end_all_sessions
from tracker.audit import lock_head
from tracker.errors import N_, Missing, Refused
from tracker.models import Account, TokenKind, now
from tracker.text import check_text
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

# What stands in an address only between quotes would reach somebody else.
_PART = r"[^\s@<>()\[\],;:\\\"]+"
_EMAIL = re.compile(f"{_PART}@{_PART}")
_EMAIL_LIMIT = 254
_NAME_LIMIT = 200
_LINKS = (TokenKind.INVITATION, TokenKind.RESET, TokenKind.SECOND_STEP)


@dataclass(frozen=True)
class AccountDraft:
    """A new account as it was asked for."""

    email: str
    role: AccountRole
    password: str
    name: str = ""


def add_account(session: Session, draft: AccountDraft, *, by: Viewer) -> Account:
    """Make an account that can sign in at once. Refuses an address that another one has."""
    del by  # the transaction says who
    password_hash = hash_password(draft.password, about=(draft.email, draft.name))
    return make_account(session, draft, password_hash=password_hash)


def make_account(session: Session, draft: AccountDraft, *, password_hash: str) -> Account:
    """The account itself; without a hash nobody can sign in to it yet."""
    email = normal_email(
        check_text(draft.email, field="email", limit=_EMAIL_LIMIT, is_name=True, multiline=False)
    )
    if not _EMAIL.fullmatch(email):
        raise Refused(N_("“%(email)s” is not an email address."), field="email", email=email)
    if session.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise Refused(N_("There is an account with this address already."), field="email")
    name = check_name(draft.name)
    account = Account(email=email, name=name, role=draft.role, password_hash=password_hash)
    session.add(account)
    session.flush()
    return account


def check_name(name: str) -> str:
    """How a person is called on pages, in normal form."""
    return check_text(name, field="name", limit=_NAME_LIMIT, is_name=True, multiline=False)


def set_password(session: Session, account_id: int, password: str, *, by: Viewer) -> Account:
    """Change a password; all sessions end, and links and sign-ins half done are worth nothing."""
    del by
    account = _account(session, account_id)
    password_hash = hash_password(password, about=(account.email, account.name))
    tokens.void(session, account_id, *_LINKS)
    # Before the sessions: whoever was signed out while waiting here changes nothing.
    lock_head(session)
    account.password_hash = password_hash
    account.changed_at = now()
    end_all_sessions(session, account_id)
    session.flush()
    return account


def choose_digest(session: Session, account_id: int, *, wants: bool) -> None:
    """Send somebody a letter a day with what is unread, or do not."""
    _account(session, account_id).wants_digest = wants
    session.flush()


def renew_hash(session: Session, account_id: int, old: str, new: str) -> None:
    """Keep the same password better; not where it was changed in the meantime."""
    lock_head(session)
    account = session.get(Account, account_id, populate_existing=True)
    if account is not None and account.password_hash == old:
        account.password_hash = new
        session.flush()


def _account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise Missing("account", account_id)
    return account
