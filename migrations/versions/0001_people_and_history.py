"""People who sign in, and the chained history."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

GENESIS = "0" * 64
KEPT = (
    *("number", "at", "by_id", "request", "kind", "object_id", "action"),
    *("digest", "previous", "hash"),
)
BLANKED = ("before", "after", "why", "salt")


def _guard_revisions() -> None:
    """A revision is never deleted; a redaction may blank its texts, and nothing else."""
    same = "IS NOT DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS"
    kept = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in KEPT)
    allowed = kept + "".join(f" AND NEW.{name} IS NULL" for name in BLANKED)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_to_rewrite_history() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'A revision is never changed.'; END $$"
        )
        run = "FOR EACH ROW {} EXECUTE FUNCTION refuse_to_rewrite_history()"
        op.execute(
            "CREATE TRIGGER revision_truncate BEFORE TRUNCATE ON revision "
            "EXECUTE FUNCTION refuse_to_rewrite_history()"
        )
    else:
        run = "{} BEGIN SELECT RAISE(ABORT, 'A revision is never changed.'); END"
        # INSERT OR REPLACE deletes what is in its way without asking the trigger for deletes.
        there = "SELECT 1 FROM revision WHERE number = NEW.number OR hash = NEW.hash"
        when = run.format(f"WHEN (EXISTS ({there}))")
        op.execute(f"CREATE TRIGGER revision_replace BEFORE INSERT ON revision {when}")
    op.execute(f"CREATE TRIGGER revision_delete BEFORE DELETE ON revision {run.format('')}")
    when = run.format(f"WHEN (NOT ({allowed}))")
    op.execute(f"CREATE TRIGGER revision_update BEFORE UPDATE ON revision {when}")


def upgrade() -> None:
    _make_tables()
    _guard_revisions()
    start = sa.func.current_timestamp()
    head = sa.table("head", *(sa.column(name) for name in ("id", "number", "hash", "at")))
    op.execute(sa.insert(head).values(id=1, number=0, hash=GENESIS, at=start))


def _make_tables() -> None:
    op.create_table(
        "account",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False, comment="lower case"),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "role IN ('reader', 'editor', 'reviewer', 'admin')", name=op.f("ck_account_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("uid", name=op.f("uq_account_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "head",
        sa.Column("id", BigId, nullable=False),
        sa.Column("number", BigId, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "browser_session",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_browser_session_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_browser_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_browser_session_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_browser_session_account_id"), "browser_session", ["account_id"], unique=False
    )
    op.create_table(
        "revision",
        sa.Column("number", BigId, autoincrement=False, nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="never earlier than the revision before",
        ),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("request", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="the kind of object: statement, speaker …"
        ),
        sa.Column("object_id", BigId, nullable=True, comment="empty for a block of rows"),
        sa.Column(
            "action", sa.Text(), nullable=False, comment="insert, update, delete, or a transition"
        ),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column(
            "salt", sa.Text(), nullable=True, comment="removed with the texts by a redaction"
        ),
        sa.Column(
            "digest", sa.Text(), nullable=False, comment="SHA-256 of salt, before, after and why"
        ),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_revision_by_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
        sa.UniqueConstraint("hash", name=op.f("uq_revision_hash")),
    )
    op.create_index(op.f("ix_revision_at"), "revision", ["at"], unique=False)
    op.create_index(
        op.f("ix_revision_kind_object_id"), "revision", ["kind", "object_id"], unique=False
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_rewrite_history() CASCADE")
    op.drop_table("revision")
    op.drop_table("browser_session")
    op.drop_table("head")
    op.drop_table("account")
