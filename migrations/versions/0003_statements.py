"""Statements and their editions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "statement",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("newest", BigId, nullable=False, comment="the number of its newest edition"),
        sa.Column(
            "client_token", sa.Text(), nullable=True, comment="a form sent twice makes one row"
        ),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was first published",
        ),
        sa.Column("created_by_id", BigId, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('unpublished', 'published', 'withdrawn')", name=op.f("ck_statement_state")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_statement_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("client_token", name=op.f("uq_statement_client_token")),
        sa.UniqueConstraint("key", name=op.f("uq_statement_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_statement_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_statement_state_id"), "statement", ["state", "id"], unique=False)
    op.create_table(
        "edition",
        sa.Column("id", BigId, nullable=False),
        sa.Column("statement_id", BigId, nullable=False),
        sa.Column("number", BigId, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column(
            "said_on",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="2025, 2025-01 or 2025-01-08",
        ),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("occasion_id", BigId, nullable=True),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), server_default="", nullable=False),
        sa.Column("quote_language", sa.Text(), server_default="", nullable=False),
        sa.Column("translation", sa.Text(), server_default="", nullable=False),
        sa.Column("translation_language", sa.Text(), server_default="", nullable=False),
        sa.Column("translator", sa.Text(), server_default="", nullable=False),
        sa.Column("gloss_en", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "gloss_id",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the gloss in Indonesian",
        ),
        sa.Column("context", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "described_as",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the speaker is unnamed: a senior official",
        ),
        sa.Column("relayed_by_id", BigId, nullable=True),
        sa.Column("replies_to_id", BigId, nullable=True),
        sa.Column("retracts_id", BigId, nullable=True),
        sa.Column("repeats_id", BigId, nullable=True),
        sa.Column(
            "confirmed",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the warnings its author accepted",
        ),
        sa.Column(
            "fingerprint", sa.Text(), server_default="", nullable=False, comment="finds twins"
        ),
        sa.Column("created_by_id", BigId, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "NOT is_standing OR state = 'published'", name=op.f("ck_edition_standing")
        ),
        sa.CheckConstraint(
            "delivery IN ('verbatim', 'interpreted', 'paraphrase', 'reported', 'document', 'vote')",
            name=op.f("ck_edition_delivery"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'rejected', 'published')",
            name=op.f("ck_edition_state"),
        ),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_edition_days")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_edition_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasion.id"], name=op.f("fk_edition_occasion_id")
        ),
        sa.ForeignKeyConstraint(
            ["relayed_by_id"], ["speaker.id"], name=op.f("fk_edition_relayed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["repeats_id"], ["statement.id"], name=op.f("fk_edition_repeats_id")
        ),
        sa.ForeignKeyConstraint(
            ["replies_to_id"], ["statement.id"], name=op.f("fk_edition_replies_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["retracts_id"], ["statement.id"], name=op.f("fk_edition_retracts_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_edition_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("statement_id", "number", name=op.f("uq_edition_statement_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_edition_created_by_id"), "edition", ["created_by_id"], unique=False)
    op.create_index(op.f("ix_edition_fingerprint"), "edition", ["fingerprint"], unique=False)
    op.create_index("ix_edition_first_on", "edition", ["first_on", "statement_id"], unique=False)
    op.create_index(op.f("ix_edition_occasion_id"), "edition", ["occasion_id"], unique=False)
    op.create_index(op.f("ix_edition_relayed_by_id"), "edition", ["relayed_by_id"], unique=False)
    op.create_index(op.f("ix_edition_repeats_id"), "edition", ["repeats_id"], unique=False)
    op.create_index(op.f("ix_edition_replies_to_id"), "edition", ["replies_to_id"], unique=False)
    op.create_index(op.f("ix_edition_retracts_id"), "edition", ["retracts_id"], unique=False)
    op.create_index("ix_edition_state", "edition", ["state", "statement_id"], unique=False)
    op.create_index(
        "uq_edition_standing",
        "edition",
        ["statement_id"],
        unique=True,
        sqlite_where=sa.text("is_standing"),
        postgresql_where=sa.text("is_standing"),
    )
    op.create_index(
        "uq_edition_under_way",
        "edition",
        ["statement_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'submitted', 'returned')"),
        postgresql_where=sa.text("state IN ('draft', 'submitted', 'returned')"),
    )
    op.create_table(
        "decision",
        sa.Column("id", BigId, nullable=False),
        sa.Column("statement_id", BigId, nullable=False),
        sa.Column("edition_id", BigId, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "step IN ('submit', 'recall', 'publish', 'return', 'reject', 'withdraw', "
            "'reinstate', 'correct')",
            name=op.f("ck_decision_step"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_decision_by_id")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_decision_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_decision_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_decision_statement_id_id"), "decision", ["statement_id", "id"], unique=False
    )
    op.create_table(
        "edition_speaker",
        sa.Column("id", BigId, nullable=False),
        sa.Column("edition_id", BigId, nullable=False),
        sa.Column("place", BigId, nullable=False),
        sa.Column("speaker_id", BigId, nullable=False),
        sa.Column("role_id", BigId, nullable=True),
        sa.Column("body_id", BigId, nullable=True, comment="on its behalf"),
        sa.CheckConstraint(
            "role_id IS NULL OR body_id IS NULL", name=op.f("ck_edition_speaker_capacity")
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["speaker.id"], name=op.f("fk_edition_speaker_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_speaker_edition_id")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_edition_speaker_role_id")),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_edition_speaker_speaker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_speaker")),
        sa.UniqueConstraint(
            "edition_id", "place", name=op.f("uq_edition_speaker_edition_id_place")
        ),
        sa.UniqueConstraint(
            "edition_id", "speaker_id", name=op.f("uq_edition_speaker_edition_id_speaker_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_edition_speaker_body_id"), "edition_speaker", ["body_id"], unique=False
    )
    op.create_index(
        op.f("ix_edition_speaker_role_id"), "edition_speaker", ["role_id"], unique=False
    )
    op.create_index(
        op.f("ix_edition_speaker_speaker_id"), "edition_speaker", ["speaker_id"], unique=False
    )
    op.create_table(
        "stance",
        sa.Column("id", BigId, nullable=False),
        sa.Column("edition_id", BigId, nullable=False),
        sa.Column("place", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column(
            "code",
            sa.Text(),
            nullable=True,
            comment="one of the eight codes; empty only in a draft that is not finished",
        ),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("is_explicit", sa.Boolean(), nullable=False),
        sa.Column("evidence_start", BigId, nullable=True, comment="code points of the quote"),
        sa.Column("evidence_end", BigId, nullable=True),
        sa.Column(
            "note",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the coder's reason, in one sentence",
        ),
        sa.Column("original_code", sa.Text(), server_default="", nullable=False),
        sa.Column("original_scheme", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "act IN ('asserts', 'denies', 'accuses', 'blames', 'warns', 'threatens', 'demands', "
            "'promises', 'justifies', 'welcomes', 'condemns', 'concedes', 'retracts', "
            "'apologises', 'predicts', 'votes')",
            name=op.f("ck_stance_act"),
        ),
        sa.CheckConstraint(
            "code IN ('support', 'lean_support', 'mixed', 'lean_oppose', 'oppose', 'question', "
            "'mention', 'decline')",
            name=op.f("ck_stance_code"),
        ),
        sa.CheckConstraint(
            "(evidence_start IS NULL AND evidence_end IS NULL) OR (evidence_start >= 0 AND "
            "evidence_start < evidence_end)",
            name=op.f("ck_stance_evidence"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_stance_claim_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_stance_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stance")),
        sa.UniqueConstraint("edition_id", "claim_id", name=op.f("uq_stance_edition_id_claim_id")),
        sa.UniqueConstraint("edition_id", "place", name=op.f("uq_stance_edition_id_place")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_stance_claim_id"), "stance", ["claim_id"], unique=False)
    op.create_table(
        "citation",
        sa.Column("id", BigId, nullable=False),
        sa.Column("edition_id", BigId, nullable=False),
        sa.Column("place", BigId, nullable=False),
        sa.Column("source_id", BigId, nullable=False),
        sa.Column("snapshot_id", BigId, nullable=True),
        sa.Column("start", BigId, nullable=True, comment="code points"),
        sa.Column("end", BigId, nullable=True),
        sa.Column("exact", sa.Text(), server_default="", nullable=False),
        sa.Column("prefix", sa.Text(), server_default="", nullable=False),
        sa.Column("suffix", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "locator",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="page, paragraph, time stamp",
        ),
        sa.CheckConstraint(
            '(snapshot_id IS NULL AND "start" IS NULL AND "end" IS NULL) OR (snapshot_id IS NOT '
            'NULL AND "start" >= 0 AND "start" < "end")',
            name=op.f("ck_citation_span"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_citation_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_citation_snapshot_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_citation_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint("edition_id", "place", name=op.f("uq_citation_edition_id_place")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_citation_snapshot_id"), "citation", ["snapshot_id"], unique=False)
    op.create_index(op.f("ix_citation_source_id"), "citation", ["source_id"], unique=False)
    op.create_table(
        "stance_target",
        sa.Column("id", BigId, nullable=False),
        sa.Column("stance_id", BigId, nullable=False),
        sa.Column("place", BigId, nullable=False),
        sa.Column("speaker_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_stance_target_speaker_id")
        ),
        sa.ForeignKeyConstraint(
            ["stance_id"], ["stance.id"], name=op.f("fk_stance_target_stance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stance_target")),
        sa.UniqueConstraint(
            "stance_id", "speaker_id", name=op.f("uq_stance_target_stance_id_speaker_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_stance_target_speaker_id"), "stance_target", ["speaker_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("stance_target")
    op.drop_table("citation")
    op.drop_table("stance")
    op.drop_table("edition_speaker")
    op.drop_table("decision")
    op.drop_table("edition")
    op.drop_table("statement")
