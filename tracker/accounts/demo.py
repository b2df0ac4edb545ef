"""The people of the demo: sign-ins that everybody may know, and whether they still stand."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.passwords import is_right
from tracker.models import Account
from tracker.vocabulary import AccountRole


@dataclass(frozen=True)
class DemoAccount:
    """One sign-in of the demo; `part` tells apart two people with the same role."""

    part: str
    role: AccountRole
    email: str
    name: str
    password: str


DEMO_ACCOUNTS = (
    DemoAccount(
        "editor", AccountRole.EDITOR, "editor@demo.example", "Edi Tanaka", "brass-compass-morning"
    ),
    DemoAccount(
        "editor2", AccountRole.EDITOR, "editor2@demo.example", "Ema Suryani", "quiet-harbour-ledger"
    ),
    DemoAccount(
        "reviewer",
        AccountRole.REVIEWER,
        "reviewer@demo.example",
        "Rara Wibowo",
        "amber-window-crossing",
    ),
    DemoAccount(
        "reviewer2",
        AccountRole.REVIEWER,
        "reviewer2@demo.example",
        "Rex Oduya",
        "silver-orchard-signal",
    ),
    DemoAccount(
        "admin", AccountRole.ADMIN, "admin@demo.example", "Ada Lindqvist", "copper-mountain-archive"
    ),
)


def standing_demo_accounts(session: Session) -> list[str]:
    """The e-mail addresses of active demo accounts whose password is still the known one."""
    known = {account.email: account.password for account in DEMO_ACCOUNTS}
    found = session.execute(
        select(Account.email, Account.password_hash)
        .where(Account.email.in_(known), Account.is_active)
        .order_by(Account.email)
    )
    return [email for email, kept in found if is_right(known[email], kept)]
