"""Views with plain names, for whoever reads the archive with another program

What they are called, and their columns, stay as they are from version to version (docs/archive.md); the tables do not.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_VIEWS = {
    "v_reports": """
        SELECT reports.id AS report, reports.day AS day, reports.feed_id AS source, feeds.name AS source_name,
            reports.language AS language, revisions.title AS title, revisions.body AS text, reports.url AS url,
            reports.words AS words, reports.revision AS revisions, reports.serial AS serial,
            reports.reprint_of AS reprint_of, CASE WHEN reports.reprint_of IS NULL THEN 1 ELSE 0 END AS counted,
            reports.published AS published, reports.day_from AS day_from, reports.first_seen AS first_seen
        FROM reports
        JOIN feeds ON feeds.id = reports.feed_id
        JOIN revisions ON revisions.report_id = reports.id AND revisions.number = reports.revision""",
    "v_mentions": """
        SELECT spans.report_id AS report, reports.day AS day, reports.feed_id AS source,
            reports.language AS language, concepts.name AS concept, wordings.variant AS variant,
            carriers.place AS place, spans.start AS start_offset, spans."end" AS end_offset,
            carriers.cue AS cue, carriers.speaker AS speaker, carriers.weight AS weight,
            CASE WHEN reports.reprint_of IS NULL THEN 1 ELSE 0 END AS counted
        FROM spans
        JOIN reports ON reports.id = spans.report_id
        JOIN wordings ON wordings.id = spans.wording_id
        JOIN concepts ON concepts.id = wordings.concept_id
        JOIN carriers ON carriers.id = spans.carrier_id""",
    "v_series_day": """
        SELECT concepts.name AS concept, totals.day AS day, totals.feed_id AS source, totals.language AS language,
            coalesce(rollups.mentions, 0) AS mentions, coalesce(rollups.reports_with, 0) AS reports_with,
            totals.reports AS reports, totals.words AS words
        FROM concepts
        CROSS JOIN totals
        LEFT JOIN rollups ON rollups.concept_id = concepts.id AND rollups.day = totals.day
            AND rollups.feed_id = totals.feed_id AND rollups.language = totals.language""",
}


def upgrade() -> None:
    """Bring the tables forward."""
    for name, query in _VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")
