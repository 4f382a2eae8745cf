"""Aliases: the names under which a feed's reports are known

Until now each report had one, its key, which was the link, the guid or a digest. It stays, without a guid.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "aliases",
        sa.Column("feed_id", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_aliases_feed_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_aliases_report_id")),
        sa.PrimaryKeyConstraint("feed_id", "name", name=op.f("pk_aliases")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO aliases (feed_id, name, guid, report_id) SELECT feed_id, key, '', id FROM reports")
