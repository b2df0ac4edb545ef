"""Speakers, sources, occasions, topics and claims."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment='usable after "that …"'),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "negation",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="how the other side would put it",
        ),
        sa.Column(
            "definition", sa.Text(), server_default="", nullable=False, comment="what counts"
        ),
        sa.Column(
            "exclusion", sa.Text(), server_default="", nullable=False, comment="what does not count"
        ),
        sa.Column("merged_into_id", BigId, nullable=True),
        sa.Column(
            "is_mirrored",
            sa.Boolean(),
            nullable=False,
            comment="merged into its opposite: codes count the other way round",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('factual', 'prediction', 'value', 'policy', 'promise')",
            name=op.f("ck_claim_kind"),
        ),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_claim_own_merge")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["claim.id"], name=op.f("fk_claim_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("key", name=op.f("uq_claim_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_claim_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_claim_merged_into_id"), "claim", ["merged_into_id"], unique=False)
    op.create_index("ix_claim_text", "claim", ["folded", "id"], unique=False)
    op.create_table(
        "speaker",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="shown where no name in the reader's language is",
        ),
        sa.Column(
            "folded",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the name as it is sorted and found",
        ),
        sa.Column("iso_code", sa.Text(), nullable=True, comment="ISO 3166-1 alpha-2, states only"),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("parent_id", BigId, nullable=True),
        sa.Column("merged_into_id", BigId, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('person', 'organisation', 'state', 'group')", name=op.f("ck_speaker_kind")
        ),
        sa.CheckConstraint(
            "parent_id IS NULL OR kind = 'organisation'", name=op.f("ck_speaker_parent")
        ),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_speaker_own_merge")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_speaker_own_parent")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["speaker.id"], name=op.f("fk_speaker_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["speaker.id"], name=op.f("fk_speaker_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("key", name=op.f("uq_speaker_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_speaker_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_speaker_iso_code", "speaker", ["iso_code"], unique=False)
    op.create_index(op.f("ix_speaker_merged_into_id"), "speaker", ["merged_into_id"], unique=False)
    op.create_index("ix_speaker_name", "speaker", ["folded", "id"], unique=False)
    op.create_index(op.f("ix_speaker_parent_id"), "speaker", ["parent_id"], unique=False)
    op.create_table(
        "topic",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "name_id",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the name in Indonesian",
        ),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("parent_id", BigId, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_topic_own_parent")),
        sa.ForeignKeyConstraint(["parent_id"], ["topic.id"], name=op.f("fk_topic_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("key", name=op.f("uq_topic_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_topic_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_topic_name", "topic", ["folded", "id"], unique=False)
    op.create_index(op.f("ix_topic_parent_id"), "topic", ["parent_id"], unique=False)
    op.create_table(
        "claim_relation",
        sa.Column("id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("other_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entered", BigId, nullable=False),
        sa.Column("left", BigId, nullable=True),
        sa.CheckConstraint(
            "kind <> 'contradicts' OR claim_id < other_id", name=op.f("ck_claim_relation_symmetric")
        ),
        sa.CheckConstraint(
            "kind IN ('contradicts', 'entails', 'narrower')", name=op.f("ck_claim_relation_kind")
        ),
        sa.CheckConstraint("claim_id <> other_id", name=op.f("ck_claim_relation_itself")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_relation_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["claim.id"], name=op.f("fk_claim_relation_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_relation")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_claim_relation_other_id"), "claim_relation", ["other_id"], unique=False
    )
    op.create_index(
        "uq_claim_relation_open",
        "claim_relation",
        ["claim_id", "other_id", "kind"],
        unique=True,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_table(
        "claim_topic",
        sa.Column("id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("topic_id", BigId, nullable=False),
        sa.Column("entered", BigId, nullable=False),
        sa.Column("left", BigId, nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_topic_claim_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_claim_topic_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_topic")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_claim_topic_topic_id"), "claim_topic", ["topic_id"], unique=False)
    op.create_index(
        "uq_claim_topic_open",
        "claim_topic",
        ["claim_id", "topic_id"],
        unique=True,
        sqlite_where=sa.text('"left" IS NULL'),
        postgresql_where=sa.text('"left" IS NULL'),
    )
    op.create_table(
        "claim_translation",
        sa.Column("id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("negation", sa.Text(), server_default="", nullable=False),
        sa.Column("definition", sa.Text(), server_default="", nullable=False),
        sa.Column("exclusion", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_translation_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_translation")),
        sa.UniqueConstraint(
            "claim_id", "language", name=op.f("uq_claim_translation_claim_id_language")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_claim_translation_folded"), "claim_translation", ["folded"], unique=False
    )
    op.create_table(
        "external_id",
        sa.Column("id", BigId, nullable=False),
        sa.Column("speaker_id", BigId, nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_external_id_speaker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_id")),
        sa.UniqueConstraint("scheme", "value", name=op.f("uq_external_id_scheme_value")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_external_id_speaker_id"), "external_id", ["speaker_id"], unique=False)
    op.create_table(
        "name",
        sa.Column("id", BigId, nullable=False),
        sa.Column("speaker_id", BigId, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("is_displayed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name=op.f("fk_name_speaker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name")),
        sa.UniqueConstraint(
            "speaker_id", "language", "text", name=op.f("uq_name_speaker_id_language_text")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_name_folded"), "name", ["folded"], unique=False)
    op.create_index(
        "uq_name_displayed",
        "name",
        ["speaker_id", "language"],
        unique=True,
        sqlite_where=sa.text("is_displayed"),
        postgresql_where=sa.text("is_displayed"),
    )
    op.create_table(
        "occasion",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "name_id",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the name in Indonesian",
        ),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("host_id", BigId, nullable=True),
        sa.Column(
            "held_on",
            sa.Text(),
            nullable=False,
            comment="2025, 2025-01, 2025-01-08, or two with a /",
        ),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column(
            "start_time",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="local, 09:30; empty: not known",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('meeting', 'press_conference', 'interview', 'speech', 'debate', 'vote', "
            "'publication', 'other')",
            name=op.f("ck_occasion_kind"),
        ),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_occasion_days")),
        sa.ForeignKeyConstraint(["host_id"], ["speaker.id"], name=op.f("fk_occasion_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occasion")),
        sa.UniqueConstraint("key", name=op.f("uq_occasion_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_occasion_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_occasion_first_on", "occasion", ["first_on", "id"], unique=False)
    op.create_index(op.f("ix_occasion_host_id"), "occasion", ["host_id"], unique=False)
    op.create_table(
        "outlet",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("speaker_id", BigId, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name=op.f("fk_outlet_speaker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet")),
        sa.UniqueConstraint("key", name=op.f("uq_outlet_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_outlet_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outlet_name", "outlet", ["folded", "id"], unique=False)
    op.create_index(op.f("ix_outlet_speaker_id"), "outlet", ["speaker_id"], unique=False)
    op.create_table(
        "role",
        sa.Column("id", BigId, nullable=False),
        sa.Column("speaker_id", BigId, nullable=False),
        sa.Column("body_id", BigId, nullable=False),
        sa.Column("title_en", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "title_id",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="the title in Indonesian",
        ),
        sa.Column(
            "since",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="2017, 2017-06 or 2017-06-01; empty: not known",
        ),
        sa.Column(
            "until",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="as since; empty: not known or still",
        ),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["speaker.id"], name=op.f("fk_role_body_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name=op.f("fk_role_speaker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_role_body_id"), "role", ["body_id"], unique=False)
    op.create_index(op.f("ix_role_speaker_id"), "role", ["speaker_id"], unique=False)
    op.create_table(
        "source",
        sa.Column("id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("archive_url", sa.Text(), server_default="", nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("section", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("outlet_id", BigId, nullable=True),
        sa.Column(
            "published_on", sa.Text(), server_default="", nullable=False, comment="empty: not known"
        ),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column(
            "is_free",
            sa.Boolean(),
            nullable=False,
            comment="readers may see whole snapshots, not only the passage",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('article', 'transcript', 'document', 'video', 'post', 'voting_record')",
            name=op.f("ck_source_kind"),
        ),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"], name=op.f("fk_source_outlet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("key", name=op.f("uq_source_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_source_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_source_first_on", "source", ["first_on", "id"], unique=False)
    op.create_index(op.f("ix_source_outlet_id"), "source", ["outlet_id"], unique=False)
    op.create_index("ix_source_title", "source", ["folded", "id"], unique=False)
    op.create_table(
        "snapshot",
        sa.Column("id", BigId, nullable=False),
        sa.Column("source_id", BigId, nullable=False),
        sa.Column("number", BigId, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("length", BigId, nullable=False, comment="code points"),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_snapshot_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("source_id", "number", name=op.f("uq_snapshot_source_id_number")),
        sa.UniqueConstraint("source_id", "sha256", name=op.f("uq_snapshot_source_id_sha256")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("snapshot")
    op.drop_table("source")
    op.drop_table("role")
    op.drop_table("outlet")
    op.drop_table("occasion")
    op.drop_table("name")
    op.drop_table("external_id")
    op.drop_table("claim_translation")
    op.drop_table("claim_topic")
    op.drop_table("claim_relation")
    op.drop_table("topic")
    op.drop_table("speaker")
    op.drop_table("claim")
