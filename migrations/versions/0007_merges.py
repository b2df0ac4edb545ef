"""What was merged into what and why, and which pairs are different."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
NOUNS = ("speaker", "claim")


def upgrade() -> None:
    for noun in NOUNS:
        _merges(noun, f"{noun}_merge")
        _not_twins(noun, f"{noun}_not_twin")


def _merges(noun: str, table: str) -> None:
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        sa.Column("winner_id", BigId, nullable=False),
        sa.Column("loser_id", BigId, nullable=False),
        *([_is_mirrored()] if noun == "claim" else []),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("entered", BigId, nullable=False),
        sa.Column("left", BigId, nullable=True),
        sa.CheckConstraint("winner_id <> loser_id", name=op.f(f"ck_{table}_itself")),
        *_references(table, {"winner_id": noun, "loser_id": noun, "by_id": "account"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_autoincrement=True,
    )
    for column in ("loser_id", "winner_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    holds_now = sa.text('"left" IS NULL')
    op.create_index(
        f"uq_{table}_open",
        table,
        ["loser_id"],
        unique=True,
        sqlite_where=holds_now,
        postgresql_where=holds_now,
    )


def _is_mirrored() -> sa.Column[bool]:
    comment = "into the opposite; on the loser it says what holds now"
    return sa.Column("is_mirrored", sa.Boolean(), nullable=False, comment=comment)


def _not_twins(noun: str, table: str) -> None:
    one = f"{noun}_id"
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        sa.Column(one, BigId, nullable=False),
        sa.Column("other_id", BigId, nullable=False),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint(f"{one} <> other_id", name=op.f(f"ck_{table}_itself")),
        *_references(table, {one: noun, "other_id": noun, "by_id": "account"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(one, "other_id", name=op.f(f"uq_{table}_{one}_other_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{table}_other_id"), table, ["other_id"])


def _references(table: str, columns: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]


def downgrade() -> None:
    for noun in reversed(NOUNS):
        op.drop_table(f"{noun}_not_twin")
        op.drop_table(f"{noun}_merge")
