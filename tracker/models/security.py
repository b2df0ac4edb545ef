"""How people prove who they are: second factors, links and challenges, counted failures."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Word, now, one_of, pk, table_args, words


class TokenKind(StrEnum):
    """What something that works once is good for."""

    INVITATION = "invitation"
    RESET = "reset"
    SECOND_STEP = "second_step"
    PASSKEY = "passkey"


class Totp(Base):
    """The secret that an account shares with an authenticator app."""

    __tablename__ = "totp"
    __history__ = "account"
    __history_above__ = ("account_id", "Account")

    id: Mapped[pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    secret: Mapped[str] = mapped_column(info={"history": "secret"})
    is_confirmed: Mapped[bool] = mapped_column(
        default=False, comment="a code of it was shown once; before that it asks for nothing"
    )
    last_step: Mapped[int | None] = mapped_column(
        info={"history": "none"}, comment="the 30 seconds whose code was used last"
    )
    created_at: Mapped[datetime] = mapped_column(default=now)


class Passkey(Base):
    """A public key whose private half never leaves a device of the account's."""

    __tablename__ = "passkey"
    __table_args__ = table_args(Index(None, "account_id"))
    __history__ = "account"
    __history_above__ = ("account_id", "Account")

    id: Mapped[pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    credential_id: Mapped[str] = mapped_column(unique=True, comment="base64url")
    public_key: Mapped[str] = mapped_column(comment="base64url of its COSE form")
    sign_count: Mapped[int] = mapped_column(default=0, info={"history": "none"})
    name: Mapped[words] = mapped_column(comment="what its owner calls it")
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None] = mapped_column(info={"history": "none"})


class RecoveryCode(Base):
    """One of the codes that let an account in without its second factor, once."""

    __tablename__ = "recovery_code"
    __table_args__ = table_args(Index(None, "account_id"))
    __history__ = "account"
    __history_above__ = ("account_id", "Account")

    id: Mapped[pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[str] = mapped_column(unique=True, info={"history": "secret"})
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


class Token(Base):
    """Something that works once, for a while: a link, a sign-in half done, a challenge."""

    __tablename__ = "token"
    __table_args__ = table_args(
        one_of("kind", TokenKind), Index(None, "account_id"), Index(None, "expires_at")
    )

    id: Mapped[pk]
    token_hash: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[TokenKind] = mapped_column(Word(TokenKind))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """Failures counted against an account (there need not be one) or an address."""

    __tablename__ = "throttle"
    __table_args__ = table_args(Index(None, "changed_at"))

    id: Mapped[pk]
    subject: Mapped[str] = mapped_column(
        unique=True, comment="account: or address:, and a SHA-256 of which"
    )
    failures: Mapped[int] = mapped_column(default=0, comment="since the window began")
    rounds: Mapped[int] = mapped_column(default=0, comment="waits in a row; each is longer")
    window_at: Mapped[datetime] = mapped_column(default=now)
    blocked_until: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=now)
