"""Comments, notifications, and whether somebody wants a letter about them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
KINDS = "kind IN ('returned', 'rejected', 'assigned', 'mentioned', 'commented', 'reported')"
_WANTS = "a letter a day with what is unread"


def upgrade() -> None:
    wanted: sa.Column[bool] = sa.Column(
        "wants_digest", sa.Boolean(), server_default=sa.true(), nullable=False, comment=_WANTS
    )
    op.add_column("account", wanted)
    _make_comments()
    _make_notifications()


def _references(table: str, columns: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]


def _make_comments() -> None:
    about = {"statement_id": "statement", "claim_id": "claim"}
    by = {"by_id": "account", "hidden_by_id": "account"}
    once = "a form sent twice makes one row"
    op.create_table(
        "comment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("statement_id", BigId, nullable=True),
        sa.Column("claim_id", BigId, nullable=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("edited_at", Moment, nullable=True),
        sa.Column("deleted_at", Moment, nullable=True),
        sa.Column("hidden_at", Moment, nullable=True),
        sa.Column("hidden_by_id", BigId, nullable=True),
        sa.Column("hidden_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("client_token", sa.Text(), nullable=True, comment=once),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(statement_id IS NULL) <> (claim_id IS NULL)", name=op.f("ck_comment_about")
        ),
        *_references("comment", {**about, **by}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("uid", name=op.f("uq_comment_uid")),
        sa.UniqueConstraint("client_token", name=op.f("uq_comment_client_token")),
        sqlite_autoincrement=True,
    )
    for column in about:
        op.create_index(op.f(f"ix_comment_{column}"), "comment", [column])


def _make_notifications() -> None:
    told = {"account_id": "account", "by_id": "account"}
    about = {noun + "_id": noun for noun in ("statement", "claim", "comment", "mistake")}
    mailed = "when a letter told of it"
    op.create_table(
        "notification",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False, comment="who is told"),
        sa.Column("kind", sa.Text(), nullable=False),
        *(sa.Column(column, BigId, nullable=True) for column in about),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("read_at", Moment, nullable=True),
        sa.Column("mailed_at", Moment, nullable=True, comment=mailed),
        sa.CheckConstraint(KINDS, name=op.f("ck_notification_kind")),
        *_references("notification", {**told, **about}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sqlite_autoincrement=True,
    )
    for columns in (("account_id", "read_at"), ("statement_id",), ("comment_id",)):
        name = op.f(f"ix_notification_{'_'.join(columns)}")
        op.create_index(name, "notification", list(columns))


def downgrade() -> None:
    op.drop_table("notification")
    op.drop_table("comment")
    op.drop_column("account", "wants_digest")
