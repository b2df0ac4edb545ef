"""Accounts and the browser sessions in which they are signed in."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, Index, Integer, true
from sqlalchemy.orm import Mapped, mapped_column

from tracker import vocabulary
from tracker.models.base import Base, now, one_of, pk, table_args, uid, words


class Account(Base):
    """A person who may sign in. Deactivating keeps everything they wrote."""

    __tablename__ = "account"
    __table_args__ = table_args(one_of("role", vocabulary.AccountRole))
    __history__ = "account"

    id: Mapped[pk]
    uid: Mapped[uid]
    email: Mapped[str] = mapped_column(unique=True, comment="lower case")
    name: Mapped[words]
    role: Mapped[vocabulary.AccountRole]
    # History says that a password changed, never what it was. Empty: nobody can sign in
    # with a password yet, as before an invitation is accepted.
    password_hash: Mapped[str] = mapped_column(info={"history": "secret"})
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)
    signed_in_at: Mapped[datetime | None] = mapped_column(
        info={"history": "none"}, comment="when a session was last opened"
    )

    wants_digest: Mapped[bool] = mapped_column(
        default=True,
        server_default=true(),
        info={"history": "none"},
        comment="a letter a day with what is unread",
    )

    __mapper_args__ = {"version_id_col": version}


class BrowserSession(Base):
    """One signed-in browser; only a hash of its secret is kept."""

    __tablename__ = "browser_session"
    __table_args__ = table_args(Index(None, "account_id"), Index(None, "expires_at"))

    id: Mapped[pk]
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(
        default=now, comment="when it was last used, to within a few minutes"
    )
    confirmed_at: Mapped[datetime] = mapped_column(
        default=now, comment="when its person last showed who they are"
    )
    expires_at: Mapped[datetime] = mapped_column(comment="however busy it is")
    address: Mapped[words] = mapped_column(comment="from which it was signed in")
    browser: Mapped[words] = mapped_column(comment="what the browser called itself")

    @classmethod
    def holds(cls, idle_minutes: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        """What is true of a session whose hours are not over and that was not idle for so long."""
        moment = now()
        return cls.expires_at > moment, cls.seen_at > moment - timedelta(minutes=idle_minutes)
