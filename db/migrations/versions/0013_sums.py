"""Sums over all sources by week and month; concepts by number; weights in whole thousandths

A chart had to add up a row for each day and source, of which there are more with every report.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_SUMS, _WHOLES = ("mentions", "reports_with", "yy", "xy", "weight", "ww", "xw"), ("reports", "words", "xx")
_VIEW = """
CREATE VIEW mentions AS
SELECT concepts.name AS concept, spans.report_id, carriers.place, spans.start, spans."end", wordings.variant,
       carriers.cue, carriers.rank, carriers.speaker, carriers.weight
FROM spans
JOIN wordings ON wordings.id = spans.wording_id
JOIN concepts ON concepts.id = wordings.concept_id
JOIN carriers ON carriers.id = spans.carrier_id
"""
_PERIODS = {
    "sqlite": {"week": "date(day, '-6 days', 'weekday 1')", "month": "date(day, 'start of month')"},
    "postgresql": {
        "week": "CAST(date_trunc('week', CAST(day AS TIMESTAMP)) AS DATE)",
        "month": "CAST(date_trunc('month', CAST(day AS TIMESTAMP)) AS DATE)",
    },
}
# The weights of mentions may have had more decimals, so their sums are made anew, report by report.
_ROLLUPS = """
INSERT INTO rollups (concept_id, day, feed_id, language, mentions, reports_with, yy, xy, weight, ww, xw)
SELECT concept_id, day, feed_id, language, SUM(y), COUNT(*), SUM(y * y), SUM(y * words),
       SUM(w), SUM(w * w), SUM(w * words)
FROM (
    SELECT wordings.concept_id, reports.id, reports.day, reports.feed_id, reports.language, reports.words,
           COUNT(*) AS y, CAST(SUM(CAST(ROUND(carriers.weight * 1000) AS BIGINT)) AS BIGINT) AS w
    FROM spans
    JOIN wordings ON wordings.id = spans.wording_id
    JOIN carriers ON carriers.id = spans.carrier_id
    JOIN reports ON reports.id = spans.report_id
    WHERE reports.reprint_of IS NULL
    GROUP BY wordings.concept_id, reports.id, reports.day, reports.feed_id, reports.language, reports.words
) AS counted
GROUP BY concept_id, day, feed_id, language
"""
_TOTALS = """
INSERT INTO totals (day, feed_id, language, reports, words, xx)
SELECT day, feed_id, language, COUNT(*), SUM(words), SUM(CAST(words AS BIGINT) * words)
FROM reports WHERE reprint_of IS NULL GROUP BY day, feed_id, language
"""


def upgrade() -> None:
    """Bring the tables forward."""
    op.execute("DROP VIEW mentions")
    _number_concepts()
    op.drop_table("rollups")
    _create("rollups", sa.Column("concept_id", sa.Integer()), *_cell(), sums=_SUMS)
    op.execute(_ROLLUPS)
    op.drop_table("totals")
    _create("totals", *_cell(), sums=_WHOLES)
    op.execute(_TOTALS)
    _create("period_rollups", sa.Column("concept_id", sa.Integer()), *_period(), sums=_SUMS)
    _create("period_totals", *_period(), sums=_WHOLES)
    for table, column in (("period_rollups", "reports_with"), ("period_totals", "reports")):
        empty = sa.text(f"{column} = 0")
        op.create_index(f"ix_{table}_kind", table, ["kind"], sqlite_where=empty, postgresql_where=empty)
    for kind, period in _PERIODS[op.get_bind().dialect.name].items():
        _fill("rollups", ("concept_id", "kind", "period", "language"), kind, period, _SUMS)
        _fill("totals", ("kind", "period", "language"), kind, period, _WHOLES)
    op.execute(_VIEW)


def _number_concepts() -> None:
    op.create_table(
        "concepts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concepts")),
        sa.UniqueConstraint("name", name=op.f("uq_concepts_name")),
    )
    op.execute("INSERT INTO concepts (name) SELECT DISTINCT concept FROM wordings ORDER BY concept")
    number: sa.Column[Any] = sa.Column("concept_id", sa.Integer())
    if op.get_bind().dialect.name == "sqlite":  # where the table is copied in any case, and a column can have its place
        with op.batch_alter_table("wordings", recreate="always") as batch_op:
            batch_op.add_column(number, insert_before="variant")
    else:
        op.add_column("wordings", number)
    op.execute(
        "UPDATE wordings SET concept_id = (SELECT concepts.id FROM concepts WHERE concepts.name = wordings.concept)"
    )
    with op.batch_alter_table("wordings") as batch_op:
        batch_op.drop_constraint("uq_wordings_concept", type_="unique")
        batch_op.drop_column("concept")
        batch_op.alter_column("concept_id", nullable=False, existing_type=sa.Integer())
        batch_op.create_unique_constraint(op.f("uq_wordings_concept_id"), ["concept_id", "variant"])
        batch_op.create_foreign_key(op.f("fk_wordings_concept_id"), "concepts", ["concept_id"], ["id"])


def _cell() -> tuple[sa.Column[Any], ...]:
    """The columns of a day of a source."""
    kinds: dict[str, Any] = {"day": sa.Date(), "feed_id": sa.String(120), "language": sa.String(20)}
    return tuple(sa.Column(name, kind) for name, kind in kinds.items())


def _period() -> tuple[sa.Column[Any], ...]:
    """The columns of a period over all sources."""
    kinds: dict[str, Any] = {"kind": sa.String(5), "period": sa.Date(), "language": sa.String(20)}
    return tuple(sa.Column(name, kind) for name, kind in kinds.items())


def _create(table: str, *key: sa.Column[Any], sums: tuple[str, ...]) -> None:
    others = {"concept_id": "concepts", "feed_id": "feeds"}
    for column in key:
        column.nullable = False
    op.create_table(
        table,
        *key,
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in sums),
        *(
            sa.ForeignKeyConstraint([each.name], [f"{others[each.name]}.id"], name=op.f(f"fk_{table}_{each.name}"))
            for each in key
            if each.name in others
        ),
        sa.PrimaryKeyConstraint(*(column.name for column in key), name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )


def _fill(days: str, key: tuple[str, ...], kind: str, period: str, sums: tuple[str, ...]) -> None:
    """Add up the days of a table by week or month."""
    values = {"kind": f"'{kind}'", "period": period}
    chosen = ", ".join([*(values.get(name, name) for name in key), *(f"SUM({name})" for name in sums)])
    grouped = ", ".join(values[name] if name == "period" else name for name in key if name != "kind")
    columns = ", ".join((*key, *sums))
    op.execute(f"INSERT INTO period_{days} ({columns}) SELECT {chosen} FROM {days} GROUP BY {grouped}")
