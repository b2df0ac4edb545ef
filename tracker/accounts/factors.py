"""What an account has besides its password, and what happens when the last of it goes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts import passkeys, recovery, tokens, totp
from tracker.accounts.passkeys import PasskeyRow
from tracker.accounts.sessions import end_all_sessions
from tracker.models import TokenKind, Totp
from tracker.visibility import Viewer


@dataclass(frozen=True)
class Factors:
    """The second factors of one account."""

    authenticator_since: datetime | None
    passkeys: tuple[PasskeyRow, ...]
    codes_left: int

    @property
    def has_authenticator(self) -> bool:
        return self.authenticator_since is not None

    @property
    def any(self) -> bool:
        """Whether a password alone is not enough."""
        return self.has_authenticator or bool(self.passkeys)


def factors_of(session: Session, account_id: int) -> Factors:
    """What this account has."""
    since = select(Totp.created_at).where(Totp.account_id == account_id, Totp.is_confirmed)
    return Factors(
        session.scalar(since),
        tuple(passkeys.passkeys_of(session, account_id)),
        recovery.codes_left(session, account_id),
    )


def use_second_factor(session: Session, account_id: int, code: str) -> str | None:
    """Use a code of the app or a recovery code: which it was, or None where it is neither."""
    if totp.use_code(session, account_id, code):
        return "authenticator"
    if recovery.use_recovery_code(session, account_id, code):
        return "recovery code"
    return None


def drop_authenticator(session: Session, account_id: int) -> None:
    """Remove the app; without any factor the recovery codes go too."""
    totp.remove_authenticator(session, account_id)
    _without_any(session, account_id)


def drop_passkey(session: Session, account_id: int, passkey_id: int) -> str:
    """Remove a passkey and give its name; without any factor the recovery codes go too."""
    gone = passkeys.remove_passkey(session, account_id, passkey_id)
    _without_any(session, account_id)
    return gone.name


def remove_second_factors(session: Session, account_id: int, *, by: Viewer) -> None:
    """For who lost them: the password alone is enough again, and all sessions end."""
    del by  # the transaction says who
    # What works once before the lock of the history, as those take them who use it.
    tokens.void(session, account_id, TokenKind.SECOND_STEP, TokenKind.PASSKEY)
    totp.remove_authenticator(session, account_id)
    for row in passkeys.passkeys_of(session, account_id):
        passkeys.remove_passkey(session, account_id, row.id)
    recovery.forget_codes(session, account_id)
    end_all_sessions(session, account_id)


def _without_any(session: Session, account_id: int) -> None:
    if not factors_of(session, account_id).any:
        recovery.forget_codes(session, account_id)
