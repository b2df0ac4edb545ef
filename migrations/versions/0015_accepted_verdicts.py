"""Who proposed a verdict is told that it was accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
NAME = "ck_notification_kind"
BEFORE = ("returned", "rejected", "assigned", "mentioned", "commented", "reported")
AFTER = ("returned", "rejected", "accepted", *BEFORE[2:])
ABOUT = {noun + "_id": noun for noun in ("statement", "claim", "comment", "mistake")}
PEOPLE = {"account_id": "account", "by_id": "account"}


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    """What could not be told before is forgotten: it is no part of the record."""
    op.execute(sa.text("DELETE FROM notification WHERE kind = 'accepted'"))
    _allow(BEFORE)


def _allow(kinds: tuple[str, ...]) -> None:
    check = "kind IN (" + ", ".join(f"'{kind}'" for kind in kinds) + ")"
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(NAME), "notification", type_="check")
        op.create_check_constraint(op.f(NAME), "notification", check)
        return
    # SQLite alters no check: the table is made anew, under its own name, from a copy of its rows.
    op.execute(sa.text("CREATE TEMPORARY TABLE kept AS SELECT * FROM notification"))
    op.drop_table("notification")
    _make(check)
    op.execute(sa.text("INSERT INTO notification SELECT * FROM kept ORDER BY id"))
    op.execute(sa.text("DROP TABLE kept"))


def _make(check: str) -> None:
    mailed = "when a letter told of it"
    op.create_table(
        "notification",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False, comment="who is told"),
        sa.Column("kind", sa.Text(), nullable=False),
        *(sa.Column(column, BigId, nullable=True) for column in ABOUT),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("read_at", Moment, nullable=True),
        sa.Column("mailed_at", Moment, nullable=True, comment=mailed),
        sa.CheckConstraint(check, name=op.f(NAME)),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_notification_{column}")
            )
            for column, table in {**PEOPLE, **ABOUT}.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sqlite_autoincrement=True,
    )
    for columns in (("account_id", "read_at"), ("statement_id",), ("comment_id",)):
        name = op.f(f"ix_notification_{'_'.join(columns)}")
        op.create_index(name, "notification", list(columns))
