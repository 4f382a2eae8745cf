"""The reports of each feed, and the newest day of one, are kept with the feed

Until now every page of the dashboard counted all reports every two seconds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("feeds", sa.Column("reports", sa.Integer(), server_default="0", nullable=False))
    op.add_column("feeds", sa.Column("last_day", sa.Date(), nullable=True))
    op.execute(
        "UPDATE feeds SET reports = (SELECT count(*) FROM reports WHERE reports.feed_id = feeds.id), "
        "last_day = (SELECT max(day) FROM reports WHERE reports.feed_id = feeds.id)"
    )
