"""Failures are counted, and who fails often waits: per account and per network address."""

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.accounts.queries import normal_email
from tracker.db import Database
from tracker.models import Throttle, now
from tracker.text import sha256

FAILURES = 10
WINDOW = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)
# Who was unlocked may sign in for so long, though others fail from the same network.
PARDON = timedelta(minutes=15)
# Who has not failed for so long starts anew.
_FORGOTTEN = timedelta(days=1)
# Clocks of two machines may differ by so much; a larger step back was a clock set anew.
_SKEW = timedelta(minutes=1)
# One customer of a provider has a whole /64 to himself.
_IPV6_PREFIX = 64


def subject_of_account(email: str) -> str:
    """What an account is counted as, and just so an address that has none."""
    return f"account:{sha256(normal_email(email))}"


def subject_of_address(address: str) -> str:
    """What a network address is counted as."""
    return f"address:{sha256(_network(address))}"


def subjects(email: str | None, address: str) -> tuple[str, ...]:
    """Both of a request; without an email, as for a link, the address alone."""
    account = () if email is None else (subject_of_account(email),)
    return (*account, subject_of_address(address))


def wait_left(session: Session, counted: Iterable[str]) -> int:
    """How many seconds one of these must still wait; 0 where none must.

    For an account that was just unlocked only its own failures since then count.
    """
    moment, counted = now(), list(counted)
    if pardons := _pardons(session, counted, moment):
        counted = pardons
    found = session.execute(
        select(Throttle.window_at, Throttle.blocked_until).where(
            Throttle.subject.in_(counted), Throttle.blocked_until.is_not(None)
        )
    )
    left = [_left(moment, begun, until) for begun, until in found if until is not None]
    return max(left, default=0)


def count_failure(database: Database, counted: Iterable[str]) -> None:
    """Count one failure of each in a transaction of its own: whatever else happens, it stays.

    The request's own session must not be writing meanwhile: it would wait for itself.
    """
    with database.transaction() as session:
        # In one order always: two that fail at once must not wait for each other.
        for subject in sorted(set(counted)):
            _count(session, subject)
        old = select(Throttle.id).where(Throttle.changed_at < now() - _FORGOTTEN)
        old = old.with_for_update(skip_locked=True)
        session.execute(delete(Throttle).where(Throttle.id.in_(old)))


def forgive(session: Session, email: str) -> None:
    """Who got in starts anew. The network address goes on being counted: it may be another's."""
    account = subject_of_account(email)
    session.execute(delete(Throttle).where(Throttle.subject.in_([account, _pardon_of(account)])))


def unlock(session: Session, email: str) -> None:
    """Let an account try again at once, as an administrator says, from wherever it failed."""
    for name in (email, f"reset {normal_email(email)}"):
        forgive(session, name)
        moment = now()
        pardon = _locked(session, _pardon_of(subject_of_account(name)), moment)
        pardon.window_at = pardon.changed_at = moment
    session.flush()


def forget(session: Session, email: str) -> None:
    """Keep nothing by which an address could be told, once its account is nobody's."""
    for name in (email, f"reset {normal_email(email)}"):
        forgive(session, name)


def _pardon_of(account: str) -> str:
    return f"pardon:{account}"


def _pardons(session: Session, counted: Iterable[str], moment: datetime) -> list[str]:
    """Those accounts that were unlocked a moment ago."""
    by_pardon = {_pardon_of(one): one for one in counted if one.startswith("account:")}
    if not by_pardon:
        return []
    found = session.scalars(
        select(Throttle.subject).where(
            Throttle.subject.in_(by_pardon),
            Throttle.window_at > moment - PARDON,
            Throttle.window_at <= moment + _SKEW,
        )
    )
    return [by_pardon[pardon] for pardon in found]


def _count(session: Session, subject: str) -> None:
    moment = now()
    row = _locked(session, subject, moment)
    is_current = moment - WINDOW < row.window_at <= moment + _SKEW
    if row.window_at > moment + _SKEW:
        row.blocked_until = None
    if not is_current:
        row.failures, row.window_at = 0, moment
    row.failures += 1
    row.changed_at = moment
    if row.failures >= FAILURES:
        row.failures, row.window_at = 0, moment
        row.blocked_until = moment + _wait(row.rounds)
        row.rounds += 1
    session.flush()


def _locked(session: Session, subject: str, moment: datetime) -> Throttle:
    """The row of a subject, made where it is missing, and nobody else's until the commit."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    values = {"subject": subject, "window_at": moment, "changed_at": moment}
    if is_sqlite:
        session.execute(sqlite.insert(Throttle).values(values).on_conflict_do_nothing())
    else:
        session.execute(postgresql.insert(Throttle).values(values).on_conflict_do_nothing())
    wanted = select(Throttle).where(Throttle.subject == subject).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def _wait(rounds: int) -> timedelta:
    """1, 2, 4, … minutes."""
    return min(timedelta(minutes=2 ** min(rounds, 10)), LONGEST_WAIT)


def _left(moment: datetime, begun: datetime, until: datetime) -> int:
    """Seconds of a wait that are left; none of one that began in the future.

    A clock that was wrong and is right again must not shut people out until it is that late.
    """
    if begun > moment + _SKEW or until <= moment:
        return 0
    return ceil((until - moment).total_seconds())


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, _IPV6_PREFIX), strict=False))
    return str(found)
