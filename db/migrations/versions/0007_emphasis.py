"""Emphasis: the verb that carries a mention, its speaker and weight; recurring reports; a lexicon's rules

What the older tables hold is kept, without a cue and with a weight of 1, until it is counted anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_VIEW = """
CREATE VIEW mentions AS
SELECT wordings.concept, spans.report_id, carriers.place, spans.start, spans."end", wordings.variant,
       carriers.cue, carriers.rank, carriers.speaker, carriers.weight
FROM spans
JOIN wordings ON wordings.id = spans.wording_id
JOIN carriers ON carriers.id = spans.carrier_id
"""
_MOVES = (
    "INSERT INTO wordings (concept, variant) SELECT DISTINCT concept, variant FROM mentions",
    "INSERT INTO carriers (place, cue, rank, speaker, weight) SELECT DISTINCT place, '', 0, '', 1.0 FROM mentions",
    """
    INSERT INTO spans (report_id, start, wording_id, carrier_id, "end")
    SELECT mentions.report_id, mentions.start, wordings.id, carriers.id, mentions."end" FROM mentions
    JOIN wordings ON wordings.concept = mentions.concept AND wordings.variant = mentions.variant
    JOIN carriers ON carriers.place = mentions.place
    """,
    """
    INSERT INTO rollups SELECT concept, day, feed_id, language, mentions, reports_with, yy, xy, mentions, yy, xy
    FROM rollups_before
    """,
)


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("reports", sa.Column("serial", sa.String(120), nullable=False, server_default=""))
    recurring = sa.text("serial != ''")
    op.create_index(
        "ix_reports_serial", "reports", ["serial", "day"], sqlite_where=recurring, postgresql_where=recurring
    )
    op.add_column("lexicons", sa.Column("rules", sa.Text(), nullable=False, server_default="{}"))
    op.execute("CREATE TABLE rollups_before AS SELECT * FROM rollups")
    op.drop_table("rollups")
    _create_tables()
    for move in _MOVES:
        op.execute(move)
    op.drop_table("rollups_before")
    op.drop_table("mentions")
    op.execute(_VIEW)


def _create_tables() -> None:
    op.create_table(
        "spans",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("carrier_id", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_spans_report_id")),
        sa.PrimaryKeyConstraint("report_id", "wording_id", "start", "carrier_id", name=op.f("pk_spans")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concept", sa.String(120), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("concept", "variant", name=op.f("uq_wordings_concept")),
    )
    op.create_table(
        "carriers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(5), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carriers")),
        sa.UniqueConstraint("speaker", "cue", "rank", "place", "weight", name=op.f("uq_carriers_speaker")),
    )
    op.create_table(
        "rollups",
        sa.Column("concept", sa.String(120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("feed_id", sa.String(120), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("mentions", "reports_with", "yy", "xy")),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("weight", "ww", "xw")),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_rollups_feed_id")),
        sa.PrimaryKeyConstraint("concept", "day", "feed_id", "language", name=op.f("pk_rollups")),
        sqlite_with_rowid=False,
    )
