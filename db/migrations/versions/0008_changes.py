"""Changes: a number that grows with every change of a report, for copies to follow"""

import time

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("reports", sa.Column("changed", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(f"UPDATE reports SET changed = {time.time_ns() // 1000}")
    op.create_index("ix_reports_changed", "reports", ["changed"])
