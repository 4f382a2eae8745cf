"""Sums and bands are called what they are: sum_words_sq for xx, minhash_bands for marks"""

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
    "minhash_bands": {"number": "band"},
}


def upgrade() -> None:
    """Bring the tables forward."""
    op.drop_index("ix_marks_report_id", "marks")
    op.rename_table("marks", "minhash_bands")
    for table, names in _RENAMED.items():
        for name, better in names.items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {name} TO {better}")
    op.create_index("ix_minhash_bands_report_id", "minhash_bands", ["report_id"])
