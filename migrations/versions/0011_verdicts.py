"""The newsroom's own ratings of claims: a scale with its wordings, verdicts, their evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
COLOURS = "colour IN ('green', 'olive', 'grey', 'violet', 'plum', 'ink')"
ICONS = (
    "icon IN ('full', 'most', 'half', 'little', 'empty', 'check', 'cross', 'diamond', 'triangle')"
)
STATES = "state IN ('proposed', 'standing', 'superseded', 'withdrawn', 'declined', 'recalled')"


def upgrade() -> None:
    _make_ratings()
    _make_wordings()
    _make_verdicts()
    _make_sources()
    _make_standings()


def _id() -> sa.Column[int]:
    return sa.Column("id", BigId, nullable=False)


def _references(table: str, columns: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]


def _text(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False, comment=comment)


def _make_ratings() -> None:
    in_data = "in addresses and data, for ever"
    op.create_table(
        "rating",
        _id(),
        sa.Column("code", sa.Text(), nullable=False, comment=in_data),
        sa.Column("place", BigId, nullable=False, comment="where it stands in the scale"),
        sa.Column("is_retired", sa.Boolean(), nullable=False, comment="for earlier verdicts alone"),
        sa.Column("newest", BigId, nullable=False, comment="the number of its newest wording"),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("code", name=op.f("uq_rating_code")),
        sqlite_autoincrement=True,
    )


def _make_wordings() -> None:
    table = "rating_wording"
    counted = "a number for counting with, if any"
    op.create_table(
        table,
        _id(),
        sa.Column("rating_id", BigId, nullable=False),
        sa.Column("number", BigId, nullable=False),
        *(_text(name) for name in ("label_en", "label_id", "definition_en", "definition_id")),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("icon", sa.Text(), nullable=False),
        sa.Column("value", BigId, nullable=True, comment=counted),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint(COLOURS, name=op.f(f"ck_{table}_colour")),
        sa.CheckConstraint(ICONS, name=op.f(f"ck_{table}_icon")),
        *_references(table, {"rating_id": "rating", "by_id": "account"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("rating_id", "number", name=op.f(f"uq_{table}_rating_id_number")),
        sqlite_autoincrement=True,
    )


def _make_verdicts() -> None:
    by = ("proposed_by_id", "decided_by_id", "withdrawn_by_id")
    about = {"claim_id": "claim", "rating_id": "rating", "wording_id": "rating_wording"}
    at_the_time = "what the rating was called at the time"
    once = "a form sent twice makes one row"
    op.create_table(
        "verdict",
        _id(),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("rating_id", BigId, nullable=False),
        sa.Column("wording_id", BigId, nullable=False, comment=at_the_time),
        sa.Column("state", sa.Text(), nullable=False),
        _text("reasons_en"),
        _text("reasons_id"),
        sa.Column("proposed_by_id", BigId, nullable=True),
        sa.Column("proposed_at", Moment, nullable=False),
        sa.Column("decided_by_id", BigId, nullable=True),
        sa.Column("decided_at", Moment, nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True, comment="the day of that, in UTC"),
        _text("answer", "why it was not accepted"),
        sa.Column("withdrawn_by_id", BigId, nullable=True),
        sa.Column("withdrawn_at", Moment, nullable=True),
        _text("withdrawn_reason"),
        sa.Column("client_token", sa.Text(), nullable=True, comment=once),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(STATES, name=op.f("ck_verdict_state")),
        sa.CheckConstraint(
            "state <> 'standing' OR decided_on IS NOT NULL", name=op.f("ck_verdict_decided")
        ),
        *_references("verdict", {**about, **dict.fromkeys(by, "account")}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint("uid", name=op.f("uq_verdict_uid")),
        sa.UniqueConstraint("client_token", name=op.f("uq_verdict_client_token")),
        sqlite_autoincrement=True,
    )
    for column in ("claim_id", "rating_id"):
        op.create_index(op.f(f"ix_verdict_{column}"), "verdict", [column])
    _one_each("uq_verdict_waiting", "verdict", "state = 'proposed'")


def _make_sources() -> None:
    table = "verdict_source"
    op.create_table(
        table,
        _id(),
        sa.Column("verdict_id", BigId, nullable=False),
        sa.Column("place", BigId, nullable=False),
        sa.Column("source_id", BigId, nullable=False),
        _text("passage", "words of the source"),
        _text("locator", "page, paragraph, minute"),
        *_references(table, {"verdict_id": "verdict", "source_id": "source"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("verdict_id", "place", name=op.f(f"uq_{table}_verdict_id_place")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{table}_source_id"), table, ["source_id"])


def _make_standings() -> None:
    table = "verdict_standing"
    op.create_table(
        table,
        _id(),
        sa.Column("verdict_id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("rating_id", BigId, nullable=False),
        sa.Column("entered", BigId, nullable=False),
        sa.Column("left", BigId, nullable=True),
        *_references(table, {"verdict_id": "verdict", "claim_id": "claim", "rating_id": "rating"}),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{table}_verdict_id"), table, ["verdict_id"])
    _one_each(f"uq_{table}_open", table, '"left" IS NULL')


def _one_each(name: str, table: str, condition: str) -> None:
    """Of the rows of a claim for which it holds there is one at most."""
    where = sa.text(condition)
    op.create_index(
        name, table, ["claim_id"], unique=True, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    for table in ("verdict_standing", "verdict_source", "verdict", "rating_wording", "rating"):
        op.drop_table(table)
