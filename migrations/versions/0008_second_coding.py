"""Second coding: samples, codings and how differences were settled."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
CODES = (
    "code IN ('support', 'lean_support', 'mixed', 'lean_oppose', 'oppose', "
    "'question', 'mention', 'decline')"
)
OPEN = sa.text("state IN ('waiting', 'differing')")


def upgrade() -> None:
    _make_samples()
    _make_sampled()
    _make_offered()
    _make_codings()
    _make_settlements()


def downgrade() -> None:
    for table in ("settlement", "coded", "coding", "offered", "sampled", "sample"):
        op.drop_table(table)


def _make_samples() -> None:
    op.create_table(
        "sample",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("share", BigId, nullable=True, comment="percent, where a share was drawn"),
        sa.Column(
            "seed",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the same seed draws the same statements",
        ),
        sa.Column("coders", BigId, nullable=False, comment="how many code besides the first"),
        sa.Column("takes_published", sa.Boolean(), nullable=False),
        sa.Column("client_token", sa.Text(), nullable=True, comment="a form sent twice draws once"),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "method IN ('all', 'share', 'picked', 'stratified')", name=op.f("ck_sample_method")
        ),
        sa.CheckConstraint("coders BETWEEN 1 AND 3", name=op.f("ck_sample_coders")),
        sa.CheckConstraint("share BETWEEN 1 AND 100", name=op.f("ck_sample_share")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_sample_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("client_token", name=op.f("uq_sample_client_token")),
        sa.UniqueConstraint("uid", name=op.f("uq_sample_uid")),
        sqlite_autoincrement=True,
    )


def _make_sampled() -> None:
    op.create_table(
        "sampled",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sample_id", BigId, nullable=False),
        sa.Column("statement_id", BigId, nullable=False),
        sa.Column("edition_id", BigId, nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("coders", BigId, nullable=False, comment="how many code besides the first"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'differing', 'settled', 'dropped')", name=op.f("ck_sampled_state")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_sampled_edition_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.id"], name=op.f("fk_sampled_sample_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_sampled_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled")),
        sa.UniqueConstraint(
            "sample_id", "statement_id", name=op.f("uq_sampled_sample_id_statement_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sampled_edition_id"), "sampled", ["edition_id"])
    op.create_index(op.f("ix_sampled_state"), "sampled", ["state"])
    op.create_index(op.f("ix_sampled_statement_id"), "sampled", ["statement_id"])
    op.create_index(
        "uq_sampled_open",
        "sampled",
        ["statement_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _make_offered() -> None:
    op.create_table(
        "offered",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sampled_id", BigId, nullable=False),
        sa.Column("place", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_offered_claim_id")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_offered_sampled_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offered")),
        sa.UniqueConstraint("sampled_id", "claim_id", name=op.f("uq_offered_sampled_id_claim_id")),
        sa.UniqueConstraint("sampled_id", "place", name=op.f("uq_offered_sampled_id_place")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_offered_claim_id"), "offered", ["claim_id"])


def _make_codings() -> None:
    op.create_table(
        "coding",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sampled_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=True),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column(
            "client_token", sa.Text(), nullable=True, comment="a form sent twice is one coding"
        ),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_coding_account_id")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_coding_sampled_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sa.UniqueConstraint("client_token", name=op.f("uq_coding_client_token")),
        sa.UniqueConstraint(
            "sampled_id", "account_id", name=op.f("uq_coding_sampled_id_account_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_coding_account_id"), "coding", ["account_id"])

    op.create_table(
        "coded",
        sa.Column("id", BigId, nullable=False),
        sa.Column("coding_id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(CODES, name=op.f("ck_coded_code")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_coded_claim_id")),
        sa.ForeignKeyConstraint(["coding_id"], ["coding.id"], name=op.f("fk_coded_coding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coded")),
        sa.UniqueConstraint("coding_id", "claim_id", name=op.f("uq_coded_coding_id_claim_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_coded_claim_id"), "coded", ["claim_id"])


def _make_settlements() -> None:
    op.create_table(
        "settlement",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sampled_id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint(CODES, name=op.f("ck_settlement_code")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_settlement_by_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_settlement_claim_id")),
        sa.ForeignKeyConstraint(
            ["sampled_id"], ["sampled.id"], name=op.f("fk_settlement_sampled_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint(
            "sampled_id", "claim_id", name=op.f("uq_settlement_sampled_id_claim_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_settlement_claim_id"), "settlement", ["claim_id"])
