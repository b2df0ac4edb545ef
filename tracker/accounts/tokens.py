"""What works once and for a while: links in mail, a sign-in half done, a challenge."""

import secrets
from datetime import timedelta

from sqlalchemy import CursorResult, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from tracker.models import Token, TokenKind, now
from tracker.text import sha256

# Kept so long after its end that somebody who asks why a link failed can be told.
_KEPT = timedelta(days=1)


def issue(session: Session, kind: TokenKind, account_id: int | None, *, minutes: int) -> str:
    """Make one and give its secret, which is kept nowhere: 256 bits of chance, base64url."""
    moment = now()
    # Anybody may ask for a challenge: nobody asks later why one failed, and few must stand.
    passed = and_(Token.kind == TokenKind.PASSKEY, Token.expires_at < moment)
    # Rows that another one is just removing are left to it: no writer waits for another.
    old = select(Token.id).where(or_(passed, Token.expires_at < moment - _KEPT))
    session.execute(delete(Token).where(Token.id.in_(old.with_for_update(skip_locked=True))))
    secret = secrets.token_urlsafe(32)
    session.add(
        Token(
            token_hash=sha256(secret),
            kind=kind,
            account_id=account_id,
            created_at=moment,
            expires_at=moment + timedelta(minutes=minutes),
        )
    )
    session.flush()
    return secret


def peek(session: Session, kind: TokenKind, secret: str) -> int | None:
    """Whose it is while it still works; it goes on working."""
    return session.scalar(
        select(Token.account_id).where(
            Token.token_hash == sha256(secret),
            Token.kind == kind,
            Token.used_at.is_(None),
            Token.expires_at > now(),
        )
    )


def spend(session: Session, kind: TokenKind, secret: str) -> int | None:
    """Use it up and say whose it was; None where it does not work, or no longer.

    Spend before the transaction changes anything that has a history: so all writers take
    their locks in one order.
    """
    if not spend_nobodys(session, kind, secret):
        return None
    return owner_of(session, secret)


def owner_of(session: Session, secret: str) -> int | None:
    """Whose it is or was, whether it works or not; None also for a challenge to anybody."""
    return session.scalar(select(Token.account_id).where(Token.token_hash == sha256(secret)))


def spend_nobodys(session: Session, kind: TokenKind, secret: str) -> bool:
    """Use up one that need not be anybody's; of two at once only one gets True."""
    moment = now()
    used = session.execute(
        update(Token)
        .where(
            Token.token_hash == sha256(secret),
            Token.kind == kind,
            Token.used_at.is_(None),
            Token.expires_at > moment,
        )
        .values(used_at=moment)
        .execution_options(synchronize_session=False)
    )
    return isinstance(used, CursorResult) and used.rowcount == 1


def void(session: Session, account_id: int, *kinds: TokenKind) -> None:
    """Take back what an account was given and has not used."""
    session.execute(
        update(Token)
        .where(Token.account_id == account_id, Token.kind.in_(kinds), Token.used_at.is_(None))
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )
