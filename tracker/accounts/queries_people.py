"""What administrators ask: who there is, who is signed in where, how the record stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from tracker import schema
from tracker.errors import Missing
from tracker.models import Account, Base, BrowserSession, Head, Passkey, RecoveryCode, Totp
from tracker.record import counts_agree
from tracker.vocabulary import AccountRole

STATES = ("active", "invited", "shut_out")


@dataclass(frozen=True)
class Person:
    """One account with what its page shows."""

    id: int
    uid: str
    email: str
    name: str
    role: AccountRole
    is_active: bool
    has_password: bool
    created_at: datetime
    signed_in_at: datetime | None
    version: int
    has_totp: bool
    passkeys: int
    recovery_codes: int

    @property
    def called(self) -> str:
        """The name, or the address of who has none."""
        return self.name or self.email

    @property
    def state(self) -> str:
        """One of STATES."""
        if not self.is_active:
            return "shut_out"
        return "active" if self.has_password else "invited"


@dataclass(frozen=True)
class Standing:
    """How the record stands: its newest revision, and what is cheap to check."""

    number: int
    hash: str
    at: datetime
    counts_agree: bool
    schema: str
    is_current: bool


def people_listed(
    *, role: AccountRole | None = None, state: str = "", idle_minutes: int
) -> Select[*tuple[Any, ...]]:
    """Select the list's rows, to be sorted and paged."""
    rows = select(
        Account.id,
        Account.uid,
        Account.email,
        Account.name,
        Account.role,
        Account.is_active,
        state_of_person().label("state"),
        _has_second_factor().label("second_factor"),
        _living_sessions(idle_minutes).label("sessions"),
        Account.created_at,
        Account.signed_in_at,
    )
    if role is not None:
        rows = rows.where(Account.role == role)
    return rows.where(state_of_person() == state) if state else rows


def called() -> ColumnElement[str]:
    """By what a person is sorted: the name without case, or the address of who has none."""
    return func.lower(func.coalesce(func.nullif(Account.name, ""), Account.email))


def state_of_person() -> ColumnElement[str]:
    """One of STATES, as a column."""
    return case(
        (Account.is_active.is_(False), "shut_out"),
        (Account.password_hash == "", "invited"),
        else_="active",
    )


def person(session: Session, account_id: int) -> Person:
    """One person; Missing if there is none. One SQL statement."""
    found = (
        session.execute(
            select(
                Account.id,
                Account.uid,
                Account.email,
                Account.name,
                Account.role,
                Account.is_active,
                (Account.password_hash != "").label("has_password"),
                Account.created_at,
                Account.signed_in_at,
                Account.version,
                _has_totp().label("has_totp"),
                _count(Passkey, Passkey.account_id == Account.id).label("passkeys"),
                _count(
                    RecoveryCode,
                    RecoveryCode.account_id == Account.id,
                    RecoveryCode.used_at.is_(None),
                ).label("recovery_codes"),
            ).where(Account.id == account_id)
        )
        .mappings()
        .one_or_none()
    )
    if found is None:
        raise Missing("account", account_id)
    return Person(**found)


def sessions_listed(idle_minutes: int) -> Select[*tuple[Any, ...]]:
    """Select the sessions that still hold, with their people, to be sorted and paged."""
    return (
        select(
            BrowserSession.id,
            BrowserSession.account_id,
            BrowserSession.token_hash,
            BrowserSession.created_at,
            BrowserSession.seen_at,
            BrowserSession.address,
            BrowserSession.browser,
            Account.email,
            Account.name,
            Account.role,
        )
        .join(Account, Account.id == BrowserSession.account_id)
        .where(*BrowserSession.holds(idle_minutes))
    )


def sessions_of_person(
    session: Session, account_id: int, idle_minutes: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The sessions of one person that still hold, the one used last first."""
    mine = sessions_listed(idle_minutes).where(BrowserSession.account_id == account_id)
    return session.execute(mine.order_by(BrowserSession.seen_at.desc(), BrowserSession.id)).all()


def people_by_role(session: Session) -> Mapping[AccountRole, Mapping[str, int]]:
    """How many people of each role there are in each state."""
    state = state_of_person()
    counted = session.execute(
        select(Account.role, state, func.count()).group_by(Account.role, state)
    )
    found: dict[AccountRole, dict[str, int]] = {
        role: dict.fromkeys(STATES, 0) for role in reversed(AccountRole)
    }
    for role, one, n in counted:
        found[role][one] = n
    return found


def sessions_now(session: Session, idle_minutes: int) -> int:
    """How many browsers are signed in."""
    counted = (
        select(func.count()).select_from(BrowserSession).where(*BrowserSession.holds(idle_minutes))
    )
    return session.scalar(counted) or 0


def standing_of_record(session: Session) -> Standing:
    """Where the record and its schema stand now; the whole check is `tracker verify`."""
    head = session.execute(select(Head.number, Head.hash, Head.at)).one()
    connection = session.connection()
    return Standing(
        *head,
        counts_agree(session),
        schema.schema_of(connection) or "",
        schema.state_of(connection) == "ok",
    )


def _living_sessions(idle_minutes: int) -> ColumnElement[int]:
    mine = BrowserSession.account_id == Account.id
    return _count(BrowserSession, mine, *BrowserSession.holds(idle_minutes))


def _has_second_factor() -> ColumnElement[bool]:
    return or_(_has_totp(), exists().where(Passkey.account_id == Account.id))


def _has_totp() -> ColumnElement[bool]:
    return exists().where(Totp.account_id == Account.id, Totp.is_confirmed.is_(True))


def _count(cls: type[Base], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    counted = select(func.count()).select_from(cls).where(*conditions)
    return counted.correlate(Account).scalar_subquery()
