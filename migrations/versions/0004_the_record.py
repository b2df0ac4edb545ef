"""The ledger of published stances and the positions made from it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

Ordered = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "position",
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("holder_id", BigId, nullable=False),
        sa.Column("n", BigId, nullable=False, comment="numbered stances"),
        sa.Column("n_for", BigId, nullable=False),
        sa.Column("n_against", BigId, nullable=False),
        sa.Column("n_mixed", BigId, nullable=False),
        sa.Column("changes", BigId, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column(
            "code",
            sa.Text(),
            nullable=False,
            comment="the position; where there is none, the last unnumbered stance",
        ),
        sa.Column("value", BigId, nullable=True, comment="empty: no position"),
        sa.Column("is_retracted", sa.Boolean(), nullable=False),
        sa.Column("statement_id", BigId, nullable=False),
        sa.CheckConstraint(
            "code IN ('support', 'lean_support', 'mixed', 'lean_oppose', 'oppose', 'question', "
            "'mention', 'decline')",
            name=op.f("ck_position_code"),
        ),
        sa.CheckConstraint("level IN ('speaker', 'body', 'state')", name=op.f("ck_position_level")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_position_claim_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["speaker.id"], name=op.f("fk_position_holder_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_position_statement_id")
        ),
        sa.PrimaryKeyConstraint("claim_id", "level", "holder_id", name=op.f("pk_position")),
    )
    op.create_index("ix_position_changes", "position", ["level", "changes"], unique=False)
    op.create_index(
        op.f("ix_position_holder_id_level"), "position", ["holder_id", "level"], unique=False
    )
    op.create_table(
        "entry",
        sa.Column("id", BigId, nullable=False),
        sa.Column("statement_id", BigId, nullable=False),
        sa.Column("edition_id", BigId, nullable=False),
        sa.Column("stance_id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("claim_kind", sa.Text(), nullable=False),
        sa.Column("speaker_id", BigId, nullable=False),
        sa.Column("role_id", BigId, nullable=True),
        sa.Column("body_id", BigId, nullable=True),
        sa.Column("state_id", BigId, nullable=True),
        sa.Column("occasion_id", BigId, nullable=True),
        sa.Column(
            "occasion_on",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the occasion's days as they were written",
        ),
        sa.Column("source_id", BigId, nullable=False),
        sa.Column("outlet_id", BigId, nullable=True),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("coder_id", BigId, nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column(
            "order_key",
            Ordered,
            nullable=False,
            comment="first day|last day|start time|statement uid|stance place|speaker place",
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("value", BigId, nullable=True),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("entered", BigId, nullable=False, comment="the revision that opened it"),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left", BigId, nullable=True, comment="the revision that closed it"),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "code IN ('support', 'lean_support', 'mixed', 'lean_oppose', 'oppose', 'question', "
            "'mention', 'decline')",
            name=op.f("ck_entry_code"),
        ),
        sa.CheckConstraint(
            '"left" IS NULL OR "left" = 0 OR "left" > entered', name=op.f("ck_entry_span")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["speaker.id"], name=op.f("fk_entry_body_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_entry_claim_id")),
        sa.ForeignKeyConstraint(["coder_id"], ["account.id"], name=op.f("fk_entry_coder_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_entry_edition_id")),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasion.id"], name=op.f("fk_entry_occasion_id")
        ),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"], name=op.f("fk_entry_outlet_id")),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_entry_role_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_entry_source_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name=op.f("fk_entry_speaker_id")),
        sa.ForeignKeyConstraint(["stance_id"], ["stance.id"], name=op.f("fk_entry_stance_id")),
        sa.ForeignKeyConstraint(["state_id"], ["speaker.id"], name=op.f("fk_entry_state_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_entry_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_entry_body",
        "entry",
        ["body_id", "claim_id", "order_key"],
        unique=False,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_index(
        "ix_entry_claim",
        "entry",
        ["claim_id", "order_key"],
        unique=False,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_index("ix_entry_entered", "entry", ["entered"], unique=False)
    op.create_index("ix_entry_left", "entry", ["left"], unique=False)
    op.create_index(
        "ix_entry_occasion",
        "entry",
        ["occasion_id"],
        unique=False,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_index(
        "ix_entry_order",
        "entry",
        ["order_key"],
        unique=False,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_index(
        "ix_entry_outlet",
        "entry",
        ["outlet_id"],
        unique=False,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_index(
        "ix_entry_role",
        "entry",
        ["role_id"],
        unique=False,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_index(
        "ix_entry_source",
        "entry",
        ["source_id"],
        unique=False,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_index(
        "ix_entry_speaker",
        "entry",
        ["speaker_id", "claim_id", "order_key"],
        unique=False,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_index(
        "ix_entry_state",
        "entry",
        ["state_id", "claim_id", "order_key"],
        unique=False,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_index(op.f("ix_entry_statement_id"), "entry", ["statement_id"], unique=False)


def downgrade() -> None:
    op.drop_table("entry")
    op.drop_table("position")
