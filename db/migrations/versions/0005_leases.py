"""Leases: which poller visits a feed now; the rhythm that its visits follow; an index of reprints alone"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("feeds", sa.Column("rhythm", sa.Float()))
    op.add_column("feeds", sa.Column("leased_by", sa.String(length=120)))
    op.drop_index("ix_reports_reprint_of", "reports")
    only = sa.text("reprint_of IS NOT NULL")
    op.create_index("ix_reports_reprint_of", "reports", ["reprint_of"], sqlite_where=only, postgresql_where=only)
