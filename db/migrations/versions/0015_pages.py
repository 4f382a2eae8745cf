"""Each report keeps when its page is to be read again, and when its entry said that it was last changed

Until now a page was never read twice unless it could not be read or its title changed. Of what is stored already the
pages of the last month are read again.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _in_their_order(length: int) -> sa.String:
    """Text that PostgreSQL sorts by its characters, as SQLite does."""
    return sa.String(length, collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("reports", sa.Column("updated", _in_their_order(60), nullable=False, server_default=""))
    op.add_column("reports", sa.Column("page_due", sa.DateTime(), nullable=True))
    of_page = """UPDATE reports SET page_due = first_seen WHERE first_seen >= :since AND url != '' AND EXISTS
        (SELECT 1 FROM revisions WHERE revisions.report_id = reports.id AND revisions.number = reports.revision
         AND (revisions.text_from = 'page' OR revisions.note != ''))"""
    since = sa.bindparam("since", datetime.now(UTC).replace(tzinfo=None) - timedelta(days=32), sa.DateTime())
    op.execute(sa.text(of_page).bindparams(since))
    due = sa.text("page_due IS NOT NULL")
    op.create_index("ix_reports_page_due", "reports", ["feed_id", "page_due"], sqlite_where=due, postgresql_where=due)
    op.alter_column("feeds", "retry_pages", new_column_name="pages_due")
    op.execute(
        "UPDATE feeds SET pages_due = (SELECT min(page_due) FROM reports WHERE reports.feed_id = feeds.id "
        "AND page_due IS NOT NULL)"
    )
    op.drop_index("ix_revisions_unread", "revisions")
