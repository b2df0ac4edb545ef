"""The newest contradictions of one holder are found without looking through all."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns = ["level", "holder_id", "order_key"]
    op.create_index("ix_contradiction_holder", "contradiction", columns)


def downgrade() -> None:
    op.drop_index("ix_contradiction_holder", "contradiction")
