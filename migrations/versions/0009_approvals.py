"""Whose wording of a claim a reviewer has approved."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "claim_approval",
        sa.Column("id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_approval_claim_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_claim_approval_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_approval")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_claim_approval_claim_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("claim_approval")
