"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "feeds",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("timezone", sa.String(length=60), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("configured", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=True),
        sa.Column("last_visit", sa.DateTime(), nullable=True),
        sa.Column("last_success", sa.DateTime(), nullable=True),
        sa.Column("last_new", sa.DateTime(), nullable=True),
        sa.Column("next_visit", sa.DateTime(), nullable=True),
        sa.Column("visit_wanted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("backfill", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
    )
    op.create_table(
        "lexicons",
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("first_used", sa.DateTime(), nullable=False),
        sa.Column("concepts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_lexicons")),
    )
    op.create_table(
        "pollers",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("started", sa.DateTime(), nullable=False),
        sa.Column("beat", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pollers")),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.String(length=120), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("published", sa.DateTime(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("day_from", sa.String(length=10), nullable=False),
        sa.Column("first_seen", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("words_title", sa.Integer(), nullable=False),
        sa.Column("words_lead", sa.Integer(), nullable=False),
        sa.Column("lexicon", sa.String(length=16), nullable=False),
        sa.Column("reprint_of", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_reports_feed_id")),
        sa.ForeignKeyConstraint(["reprint_of"], ["reports.id"], name=op.f("fk_reports_reprint_of")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("feed_id", "key", name=op.f("uq_reports_feed_id")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index("ix_reports_day", ["day", "feed_id"], unique=False)
        batch_op.create_index("ix_reports_lexicon", ["lexicon"], unique=False)
        batch_op.create_index("ix_reports_reprint_of", ["reprint_of"], unique=False)
        batch_op.create_index("ix_reports_text_hash", ["text_hash"], unique=False)

    op.create_table(
        "rollups",
        sa.Column("concept", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("feed_id", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("reports_with", sa.Integer(), nullable=False),
        sa.Column("yy", sa.Integer(), nullable=False),
        sa.Column("xy", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_rollups_feed_id")),
        sa.PrimaryKeyConstraint("concept", "day", "feed_id", "language", name=op.f("pk_rollups")),
    )
    with op.batch_alter_table("rollups", schema=None) as batch_op:
        batch_op.create_index("ix_rollups_day", ["day", "feed_id"], unique=False)

    op.create_table(
        "totals",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("feed_id", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("xx", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_totals_feed_id")),
        sa.PrimaryKeyConstraint("day", "feed_id", "language", name=op.f("pk_totals")),
    )
    op.create_table(
        "mentions",
        sa.Column("concept", sa.String(length=120), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=5), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_mentions_report_id")),
        sa.PrimaryKeyConstraint("concept", "report_id", "place", "start", name=op.f("pk_mentions")),
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index("ix_mentions_report_id", ["report_id"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("normal_title", sa.Text(), nullable=False),
        sa.Column("normal_body", sa.Text(), nullable=False),
        sa.Column("text_from", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_revisions_report_id")),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_revisions")),
    )
