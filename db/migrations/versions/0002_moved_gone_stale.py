"""What visits show over weeks: where a feed moved, whether it is gone, whether it fell silent"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moved_to", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("moved_since", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("gone", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("stale", sa.Text(), server_default="", nullable=False))
