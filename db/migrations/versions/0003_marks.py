"""Marks by which nearly equal texts find each other; reports stored before this have none"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "marks",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_marks_report_id")),
        sa.PrimaryKeyConstraint("number", "report_id", name=op.f("pk_marks")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_marks_report_id", "marks", ["report_id"], unique=False)
