"""Second factors, links, counted failures, settings of the site, redactions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)

TABLES = ("redaction", "setting", "throttle", "token", "recovery_code", "passkey", "totp")


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment, nullable=nullable)


def _text(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, comment=comment)


def _words(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False, comment=comment)


def _account(table: str, column: str = "account_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_{table}_{column}"))


def _make(table: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_autoincrement=True,
    )


def _unique(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(column, name=op.f(f"uq_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    op.add_column("account", sa.Column("signed_in_at", Moment, comment=SIGNED_IN))
    _index("revision", "by_id", "number")
    _extend_sessions()
    _make_factors()
    _make_tokens()
    _make_settings()


SIGNED_IN = "when a session was last opened"
SESSION = ("token_hash", "account_id", "created_at", "expires_at")


def _extend_sessions() -> None:
    seen = "when it was last used, to within a few minutes"
    confirmed = "when its person last showed who they are"
    _replace_sessions(
        sa.Column("seen_at", Moment, nullable=False, comment=seen),
        sa.Column("confirmed_at", Moment, nullable=False, comment=confirmed),
        sa.Column("expires_at", Moment, nullable=False, comment="however busy it is"),
        _words("address", "from which it was signed in"),
        _words("browser", "what the browser called itself"),
        filled={"seen_at": "created_at", "confirmed_at": "created_at"},
    )
    _index("browser_session", "expires_at")


def _replace_sessions(*columns: sa.Column[Any], filled: dict[str, str]) -> None:
    """Make the table anew with its rows: SQLite adds no column that must be filled."""
    columns_kept = ", ".join(("id", *SESSION))
    op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT {columns_kept} FROM browser_session")  # noqa: S608 - our own names
    op.drop_index(op.f("ix_browser_session_account_id"), "browser_session")
    op.drop_table("browser_session")
    _make(
        "browser_session",
        _text("token_hash"),
        sa.Column("account_id", BigId, nullable=False),
        _moment("created_at"),
        *columns,
        _account("browser_session"),
        _unique("browser_session", "token_hash"),
    )
    _index("browser_session", "account_id")
    into, out = ", ".join((*SESSION, *filled)), ", ".join((*SESSION, *filled.values()))
    op.execute(f"INSERT INTO browser_session ({into}) SELECT {out} FROM kept ORDER BY id")  # noqa: S608
    op.execute("DROP TABLE kept")


def _make_factors() -> None:
    _make(
        "totp",
        sa.Column("account_id", BigId, nullable=False),
        _text("secret"),
        sa.Column(
            "is_confirmed",
            sa.Boolean(),
            nullable=False,
            comment="a code of it was shown once; before that it asks for nothing",
        ),
        sa.Column("last_step", BigId, comment="the 30 seconds whose code was used last"),
        _moment("created_at"),
        _account("totp"),
        _unique("totp", "account_id"),
    )
    _make(
        "passkey",
        sa.Column("account_id", BigId, nullable=False),
        _text("credential_id", "base64url"),
        _text("public_key", "base64url of its COSE form"),
        sa.Column("sign_count", BigId, nullable=False),
        _words("name", "what its owner calls it"),
        _moment("created_at"),
        _moment("used_at", nullable=True),
        _account("passkey"),
        _unique("passkey", "credential_id"),
    )
    _index("passkey", "account_id")
    _make(
        "recovery_code",
        sa.Column("account_id", BigId, nullable=False),
        _text("code_hash"),
        _moment("created_at"),
        _moment("used_at", nullable=True),
        _account("recovery_code"),
        _unique("recovery_code", "code_hash"),
    )
    _index("recovery_code", "account_id")


def _make_tokens() -> None:
    _make(
        "token",
        _text("token_hash"),
        _text("kind"),
        sa.Column("account_id", BigId),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        sa.CheckConstraint(
            "kind IN ('invitation', 'reset', 'second_step', 'passkey')",
            name=op.f("ck_token_kind"),
        ),
        _account("token"),
        _unique("token", "token_hash"),
    )
    _index("token", "account_id")
    _index("token", "expires_at")
    _make(
        "throttle",
        _text("subject", "account: or address:, and a SHA-256 of which"),
        sa.Column("failures", BigId, nullable=False, comment="since the window began"),
        sa.Column("rounds", BigId, nullable=False, comment="waits in a row; each is longer"),
        _moment("window_at"),
        _moment("blocked_until", nullable=True),
        _moment("changed_at"),
        _unique("throttle", "subject"),
    )
    _index("throttle", "changed_at")


def _make_settings() -> None:
    _make(
        "setting",
        _text("name"),
        _text("value", "JSON"),
        _moment("changed_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        _unique("setting", "name"),
    )
    _make(
        "redaction",
        _text("kind", "the kind of object: statement, speaker …"),
        sa.Column("object_id", BigId, nullable=False),
        _text("reason"),
        sa.Column("by_id", BigId),
        _moment("at"),
        _account("redaction", "by_id"),
    )
    _index("redaction", "kind", "object_id")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index(op.f("ix_revision_by_id_number"), "revision")
    op.drop_index(op.f("ix_browser_session_expires_at"), "browser_session")
    _replace_sessions(_moment("expires_at"), filled={})
    op.drop_column("account", "signed_in_at")
