"""Sums and bands are called what they are: sum_words_sq for xx, minhash_bands for marks"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MENTIONED = {
    "yy": "sum_mentions_sq",
    "xy": "sum_words_mentions",
    "ww": "sum_weight_sq",
    "xw": "sum_words_weight",
}
_RENAMED = {
    "rollups": _MENTIONED,
    "period_rollups": _MENTIONED,
    "totals": {"xx": "sum_words_sq"},
    "period_totals": {"xx": "sum_words_sq"},
}


def upgrade() -> None:
    """Bring the tables forward."""
    for table, names in _RENAMED.items():
        for name, better in names.items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {name} TO {better}")
    op.create_table(
        "minhash_bands",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_minhash_bands_report_id_reports"),
        sa.PrimaryKeyConstraint("band", "report_id", name="pk_minhash_bands"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO minhash_bands SELECT number, report_id FROM marks ORDER BY number, report_id")
    op.drop_table("marks")
    op.create_index("ix_minhash_bands_report_id", "minhash_bands", ["report_id"])
