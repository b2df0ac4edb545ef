"""The contradictions that stand, kept as they arise."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Ordered = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
REFERENCES = {
    "holder_id": "speaker",
    "before_id": "entry",
    "after_id": "entry",
    "claim_id": "claim",
    "other_claim_id": "claim",
}
INDEXES = {
    "newest": ["level", "order_key"],
    "counts": ["level", "kind", "holder_id", "gap_days", "first_on", "last_on"],
    "claim": ["claim_id", "holder_id"],
    "other": ["other_claim_id", "holder_id"],
    "before_id": ["before_id"],
    "after_id": ["after_id"],
}


def upgrade() -> None:
    """Make the table, empty; what belongs into it is found when all steps are done."""
    op.create_table(
        "contradiction",
        sa.Column("id", BigId, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("holder_id", BigId, nullable=False),
        sa.Column("before_id", BigId, nullable=False),
        sa.Column("after_id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False, comment="of the earlier one"),
        sa.Column("other_claim_id", BigId, nullable=False, comment="of the later one"),
        sa.Column("gap_days", BigId, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False, comment="the first day of the later one"),
        sa.Column("last_on", sa.Date(), nullable=False, comment="the last day of both"),
        sa.Column("order_key", Ordered, nullable=False, comment="of the later one"),
        sa.CheckConstraint(
            "kind IN ('same_day', 'against_body', 'related_claims')",
            name=op.f("ck_contradiction_kind"),
        ),
        sa.CheckConstraint(
            "level IN ('speaker', 'body', 'state')", name=op.f("ck_contradiction_level")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_contradiction_{column}")
            )
            for column, table in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contradiction")),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_contradiction_{name}", "contradiction", columns)


def downgrade() -> None:
    op.drop_table("contradiction")
