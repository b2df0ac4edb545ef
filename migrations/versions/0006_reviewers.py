"""Who is deciding about what, who was asked to, and what readers say is wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", BigId, nullable=False),
        sa.Column("edition_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_hold_edition_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_hold_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_hold_edition_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_hold_account_id"), "hold", ["account_id"])
    _create_assignment()
    _create_mistake()


def _create_assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("edition_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", Moment, nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [there], name=op.f(f"fk_assignment_{column}"))
            for column, there in (
                ("edition_id", "edition.id"),
                ("account_id", "account.id"),
                ("by_id", "account.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_assignment_edition_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assignment_account_id"), "assignment", ["account_id"])


_STOOD = "the edition that stood when it was reported"
_ANSWERED = "where to send the answer, if anywhere"
_SPOKEN = "of the page it was reported on"
_ONCE = "a form sent twice makes one row"


def _create_mistake() -> None:
    op.create_table(
        "mistake",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("statement_id", BigId, nullable=False),
        sa.Column("edition_id", BigId, nullable=False, comment=_STOOD),
        sa.Column("report", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False, comment=_ANSWERED),
        sa.Column("language", sa.Text(), server_default="", nullable=False, comment=_SPOKEN),
        sa.Column("client_token", sa.Text(), nullable=True, comment=_ONCE),
        sa.Column("reported_at", Moment, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_by_id", BigId, nullable=True),
        sa.Column("answered_at", Moment, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('corrected', 'withdrawn', 'kept')", name=op.f("ck_mistake_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)", name=op.f("ck_mistake_answered")
        ),
        *(
            sa.ForeignKeyConstraint([column], [there], name=op.f(f"fk_mistake_{column}"))
            for column, there in (
                ("statement_id", "statement.id"),
                ("edition_id", "edition.id"),
                ("answered_by_id", "account.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mistake")),
        sa.UniqueConstraint("uid", name=op.f("uq_mistake_uid")),
        sa.UniqueConstraint("client_token", name=op.f("uq_mistake_client_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_mistake_statement_id"), "mistake", ["statement_id"])
    op.create_index(op.f("ix_mistake_outcome"), "mistake", ["outcome", "id"])


def downgrade() -> None:
    op.drop_table("mistake")
    op.drop_table("assignment")
    op.drop_table("hold")
