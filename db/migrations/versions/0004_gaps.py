"""Gaps: days between two visits of which a feed showed nothing any more"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "gaps",
        sa.Column("feed_id", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_gaps_feed_id")),
        sa.PrimaryKeyConstraint("feed_id", "first", name=op.f("pk_gaps")),
    )
