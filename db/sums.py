"""The tables of sums: of every concept, and of all reports, by day and source and, over all sources, by period."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, String, Table, text

from db.tables import metadata

# Of a concept, over reports that count: mentions, reports with, and the sums that the interval of a rate needs; the
# same three of the mentions' weights, which are whole thousandths (their squares millionths), so that what is taken
# away again leaves nothing.
MENTIONED = (
    "mentions",
    "reports_with",
    "sum_mentions_sq",
    "sum_words_mentions",
    "weight",
    "sum_weight_sq",
    "sum_words_weight",
)
# Of all reports that count: how many, their words, and the sum of those squared.
WHOLE = ("reports", "words", "sum_words_sq")

rollups = Table(
    "rollups",
    metadata,
    Column("concept_id", ForeignKey("concepts.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True),
    Column("language", String(20), primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in MENTIONED),
    sqlite_with_rowid=False,
)

totals = Table(
    "totals",
    metadata,
    Column("day", Date, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True),
    Column("language", String(20), primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in WHOLE),
    sqlite_with_rowid=False,
)

# Of periods whose sums became zero, which are looked for each time some are taken off; there are none but then.
NONE_WITH, NO_REPORTS = text("reports_with = 0"), text("reports = 0")

# By week and by month (``kind``), ``period`` being its first day: what most charts ask for, in as many rows as there
# are periods, however many reports.
period_rollups = Table(
    "period_rollups",
    metadata,
    Column("concept_id", ForeignKey("concepts.id"), primary_key=True),
    Column("kind", String(5), primary_key=True),
    Column("period", Date, primary_key=True),
    Column("language", String(20), primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in MENTIONED),
    Index("ix_period_rollups_kind", "kind", sqlite_where=NONE_WITH, postgresql_where=NONE_WITH),
    sqlite_with_rowid=False,
)

period_totals = Table(
    "period_totals",
    metadata,
    Column("kind", String(5), primary_key=True),
    Column("period", Date, primary_key=True),
    Column("language", String(20), primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in WHOLE),
    Index("ix_period_totals_kind", "kind", sqlite_where=NO_REPORTS, postgresql_where=NO_REPORTS),
    sqlite_with_rowid=False,
)
