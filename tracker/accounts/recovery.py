"""Recovery codes: ten ways in without the second factor, each good once; only hashes are kept."""

import secrets
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.audit import lock_head
from tracker.models import RecoveryCode, now
from tracker.text import sha256

CODES = 10
# 79 bits of chance: a plain hash can be kept, as nobody can try them all.
_GROUPS, _GROUP = 4, 4
# Without letters and numbers that look alike; who reads one aloud is understood.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def make_codes(session: Session, account_id: int) -> Sequence[str]:
    """Ten new codes, to be shown once; those from before work no more."""
    forget_codes(session, account_id)
    codes = [_code() for _ in range(CODES)]
    for code in codes:
        session.add(RecoveryCode(account_id=account_id, code_hash=sha256(_plain(code))))
    session.flush()
    return codes


def forget_codes(session: Session, account_id: int) -> None:
    """Let no code work any more."""
    lock_head(session)
    for row in session.scalars(select(RecoveryCode).where(RecoveryCode.account_id == account_id)):
        session.delete(row)
    session.flush()


def use_recovery_code(session: Session, account_id: int, code: str) -> bool:
    """Whether the code works; now it does no more. Of two at once only one gets True."""
    # Behind the lock that orders all writers, and read anew: who comes second sees it used.
    lock_head(session)
    wanted = select(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        RecoveryCode.code_hash == sha256(_plain(code)),
        RecoveryCode.used_at.is_(None),
    )
    row = session.scalar(wanted.execution_options(populate_existing=True))
    if row is None:
        return False
    row.used_at = now()
    session.flush()
    return True


def codes_left(session: Session, account_id: int) -> int:
    """How many codes still work."""
    wanted = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    )
    return session.scalar(wanted) or 0


def _code() -> str:
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _plain(code: str) -> str:
    """As it is hashed: however it was copied, with spaces, without hyphens, in capitals."""
    return "".join(sign for sign in code.lower() if sign.isalnum())
