"""Indexes that reports are read from: what stands by claim and time, and what is not precise."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OPEN, CLOSED = sa.text('"left" IS NULL'), sa.text('"left" IS NOT NULL')
WIDE = sa.text('"left" IS NULL AND first_on <> last_on')
REPORTED = [
    *["first_on", "last_on", "code", "act", "speaker_id", "body_id", "state_id"],
    *["role_id", "statement_id"],
]


def upgrade() -> None:
    _replace("ix_entry_left", ["left"], CLOSED)
    _replace("ix_entry_claim", ["claim_id", "order_key", *REPORTED], OPEN)
    _make("ix_entry_wide", ["first_on", "last_on", "claim_id", "statement_id"], WIDE)
    _make("ix_entry_wide_claim", ["claim_id", "first_on", "last_on", "statement_id"], WIDE)


def downgrade() -> None:
    op.drop_index("ix_entry_wide_claim", "entry")
    op.drop_index("ix_entry_wide", "entry")
    _replace("ix_entry_claim", ["claim_id", "order_key"], OPEN)
    _replace("ix_entry_left", ["left"], None)


def _replace(name: str, columns: list[str], where: sa.TextClause | None) -> None:
    op.drop_index(name, "entry")
    _make(name, columns, where)


def _make(name: str, columns: list[str], where: sa.TextClause | None) -> None:
    op.create_index(name, "entry", columns, sqlite_where=where, postgresql_where=where)
