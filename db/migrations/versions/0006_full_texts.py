"""Full texts: which report brought the whole text of another; when unread pages are tried again; days by feed"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("feeds", sa.Column("retry_pages", sa.DateTime()))
    # In one statement that both databases know: in several, SQLite would have to copy the whole table.
    op.execute(
        "ALTER TABLE reports ADD COLUMN full_text INTEGER CONSTRAINT fk_reports_full_text REFERENCES reports (id)"
    )
    op.add_column("reports", sa.Column("full_text_said", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_reports_feed_id", "reports", ["feed_id", "day"])
    linked, unread = sa.text("full_text IS NOT NULL"), sa.text("note != ''")
    op.create_index("ix_reports_full_text", "reports", ["full_text"], sqlite_where=linked, postgresql_where=linked)
    said = sa.text("full_text_said AND full_text IS NULL")
    op.create_index("ix_reports_full_text_said", "reports", ["day"], sqlite_where=said, postgresql_where=said)
    op.create_index("ix_revisions_unread", "revisions", ["report_id"], sqlite_where=unread, postgresql_where=unread)
