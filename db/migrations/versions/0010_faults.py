"""Faults: what unexpectedly ended rounds of a poller"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("pollers", sa.Column("faults", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("pollers", sa.Column("fault", sa.Text(), nullable=False, server_default=""))
    op.add_column("pollers", sa.Column("fault_at", sa.DateTime()))
