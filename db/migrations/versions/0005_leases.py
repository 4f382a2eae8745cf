"""Leases: which poller visits a feed now; and the rhythm that its visits follow"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("feeds", sa.Column("leased_by", sa.String(length=120)))
    op.add_column("feeds", sa.Column("rhythm", sa.Float()))
