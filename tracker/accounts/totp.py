"""Codes from an authenticator app (TOTP, RFC 6238): setting one up, and using each code once."""

import hmac
from datetime import datetime

import pyotp
import segno
from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from tracker.audit import lock_head
from tracker.errors import N_, Missing, Refused
from tracker.models import Account, Totp, now

SECONDS = 30
# A clock may be off by so many steps.
_STEPS = 1
_DIGITS = 6


def start_authenticator(session: Session, account_id: int) -> None:
    """Make a new secret. It asks for nothing until a code of it was shown."""
    lock_head(session)
    row = _row(session, account_id)
    if row is not None and row.is_confirmed:
        raise Refused(N_("An authenticator app is set up already. Remove it first."))
    if row is None:
        session.add(Totp(account_id=account_id, secret=pyotp.random_base32(), is_confirmed=False))
    else:
        row.secret, row.created_at = pyotp.random_base32(), now()
    session.flush()


def confirm_authenticator(session: Session, account_id: int, code: str) -> None:
    """Ask for codes from now on, as this one proves that the app has the secret."""
    lock_head(session)
    row = _row(session, account_id)
    if row is None or row.is_confirmed:
        raise Refused(N_("There is nothing to confirm. Begin again."))
    step = _step_of(row.secret, code, now())
    if step is None:
        raise Refused(
            N_("This is not the code of this moment. Look at the app and write the one it shows."),
            field="code",
        )
    row.is_confirmed, row.last_step = True, step
    session.flush()


def use_code(session: Session, account_id: int, code: str) -> bool:
    """Whether the code is right and was not used before; of two at once only one is."""
    moment = now()
    row = _row(session, account_id)
    step = _step_of(row.secret, code, moment) if row is not None and row.is_confirmed else None
    if step is None:
        return False
    used = session.execute(
        update(Totp)
        .where(
            Totp.account_id == account_id,
            Totp.is_confirmed,
            or_(
                Totp.last_step.is_(None),
                Totp.last_step < step,
                # Used by a clock that ran ahead and was set right: no code would ever be newer.
                Totp.last_step > _step(moment) + _STEPS,
            ),
        )
        .values(last_step=step)
        # The column has no history: that a code was used is in the log of sign-ins.
        .execution_options(audited=True, synchronize_session=False)
    )
    return isinstance(used, CursorResult) and used.rowcount == 1


def remove_authenticator(session: Session, account_id: int) -> None:
    """Ask for codes no more, and forget the secret."""
    lock_head(session)
    row = _row(session, account_id)
    if row is not None:
        session.delete(row)
        session.flush()


def waiting_secret(session: Session, account_id: int) -> str | None:
    """The secret that was made and not confirmed: the only moment in which it may be shown."""
    row = _row(session, account_id)
    return None if row is None or row.is_confirmed else row.secret


def address_of(session: Session, account_id: int, secret: str, site_name: str) -> str:
    """What the QR code says to the app."""
    email = session.scalar(select(Account.email).where(Account.id == account_id))
    if email is None:
        raise Missing("account", account_id)
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=site_name)


def picture_of(address: str) -> str:
    """A QR code as the address of an SVG image: dark on light in dark mode too, as readers want."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(border=4, dark="#000", light="#fff", omitsize=True)


def _row(session: Session, account_id: int) -> Totp | None:
    wanted = select(Totp).where(Totp.account_id == account_id)
    return session.scalar(wanted.execution_options(populate_existing=True))


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // SECONDS


def _step_of(secret: str, code: str, moment: datetime) -> int | None:
    """The 30 seconds to which a code belongs, now or beside now."""
    code = "".join(code.split())
    if len(code) != _DIGITS or not (code.isascii() and code.isdigit()):
        return None
    known = pyotp.TOTP(secret)
    near = range(_step(moment) - _STEPS, _step(moment) + _STEPS + 1)
    right = [step for step in near if hmac.compare_digest(known.at(step * SECONDS), code)]
    return max(right, default=None)
