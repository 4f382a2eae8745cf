"""The tables, but for those of sums. Their words are those of the house: feed, report, revision, mention."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from db.columns import Big, Instant, change

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


feeds = Table(
    "feeds",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("language", String(20)),
    Column("timezone", String(60)),
    Column("body", Text),
    Column("paused", Boolean, nullable=False),
    Column("reason", Text),
    Column("configured", Boolean, nullable=False),
    # what the last visits showed
    Column("message", Text, nullable=False, server_default=""),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(64)),
    Column("last_visit", Instant),
    Column("last_success", Instant),
    Column("last_new", Instant),
    Column("next_visit", Instant),
    # what the reader asked the poller to do
    Column("visit_wanted", Boolean, nullable=False, server_default=false()),
    Column("backfill", Text, nullable=False, server_default=""),
    # what visits showed over weeks: a permanent move and since when, visits answered 410, why it seems stale
    Column("moved_to", Text),
    Column("moved_since", Instant),
    Column("gone", Integer, nullable=False, server_default="0"),
    Column("stale", Text, nullable=False, server_default=""),
    # the usual number of days between two of its days with reports, as far as it is known
    Column("rhythm", Float),
    # the poller that visits it now; it is free if that poller is not heard of any more
    Column("leased_by", String(120)),
    # when the first of its pages is to be read again
    Column("pages_due", Instant),
    # its reports and the newest day of one, written with them: to count them anew takes longer with every report
    Column("reports", Integer, nullable=False, server_default="0"),
    Column("last_day", Date),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("language", String(20), nullable=False),
    Column("published", Instant),
    Column("day", Date, nullable=False),
    Column("day_from", String(10), nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("words", Big, nullable=False),
    Column("words_title", Big, nullable=False),
    Column("words_lead", Big, nullable=False),
    Column("lexicon", String(16), nullable=False),
    Column("reprint_of", ForeignKey("reports.id")),
    # of a readout: the report that brought its whole text; whether a report speaks of a full text at all
    Column("full_text", ForeignKey("reports.id")),
    Column("full_text_said", Boolean, nullable=False, server_default=false()),
    # the recurring reports (of one meeting, of one office) that it is one of
    Column("serial", String(120), nullable=False, server_default=""),
    # grows whenever anything here changes or the report is revised, so that a copy finds what it has missed
    Column("changed", BigInteger, nullable=False, server_default="0", default=change, onupdate=change),
    # when its entry says that it was last changed; when its page is to be read again
    Column("updated", String(60), nullable=False, server_default=""),
    Column("page_due", Instant),
    UniqueConstraint("feed_id", "key"),
    Index("ix_reports_day", "day", "feed_id"),
    Index("ix_reports_feed_id", "feed_id", "day"),
    Index("ix_reports_text_hash", "text_hash"),
    # Of reprints alone: SQLite would look for all that are none in it, which are nearly all.
    Index(
        "ix_reports_reprint_of",
        "reprint_of",
        sqlite_where=text("reprint_of IS NOT NULL"),
        postgresql_where=text("reprint_of IS NOT NULL"),
    ),
    Index(
        "ix_reports_full_text",
        "full_text",
        sqlite_where=text("full_text IS NOT NULL"),
        postgresql_where=text("full_text IS NOT NULL"),
    ),
    Index(
        "ix_reports_full_text_said",
        "day",
        sqlite_where=text("full_text_said AND full_text IS NULL"),
        postgresql_where=text("full_text_said AND full_text IS NULL"),
    ),
    Index(
        "ix_reports_page_due",
        "feed_id",
        "page_due",
        sqlite_where=text("page_due IS NOT NULL"),
        postgresql_where=text("page_due IS NOT NULL"),
    ),
    Index("ix_reports_lexicon", "lexicon"),
    Index("ix_reports_changed", "changed"),
    Index(
        "ix_reports_serial", "serial", "day", sqlite_where=text("serial != ''"), postgresql_where=text("serial != ''")
    ),
)

revisions = Table(
    "revisions",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("normal_title", Text, nullable=False),
    Column("normal_body", Text, nullable=False),
    Column("text_from", String(10), nullable=False),
    Column("note", Text, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

# Under which names a feed's reports are known: guids, links, and the keys of older versions of this program. ``guid``
# is the name of the entry's guid when it was last seen under this name, empty if none was known.
aliases = Table(
    "aliases",
    metadata,
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("guid", Text, nullable=False),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    sqlite_with_rowid=False,
)

# Numbers that nearly equal texts share (MinHash), so that a reprint finds its original.
minhash_bands = Table(
    "minhash_bands",
    metadata,
    Column("band", BigInteger, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Index("ix_minhash_bands_report_id", "report_id"),
    sqlite_with_rowid=False,
)

# Days of which reports of a feed are missing: they came and went between two visits.
gaps = Table(
    "gaps",
    metadata,
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True),
    Column("first", Date, primary_key=True),
    Column("last", Date, nullable=False),
)

# A mention is kept as five numbers: of the millions there are, words would take most of the room and the time.
# ``mentions`` below shows them in words. Offsets are those of the normalised text.
spans = Table(
    "spans",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("wording_id", Integer, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("carrier_id", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

concepts = Table(
    "concepts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False),
    UniqueConstraint("name"),
)

wordings = Table(
    "wordings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("concept_id", ForeignKey("concepts.id"), nullable=False),
    Column("variant", Text, nullable=False),
    UniqueConstraint("concept_id", "variant"),
)

# How mentions stand: where, under which reporting verb (with its rank and its subject), and what they weigh by that.
carriers = Table(
    "carriers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place", String(5), nullable=False),
    Column("cue", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("weight", Float, nullable=False),
    UniqueConstraint("speaker", "cue", "rank", "place", "weight"),
)

# A view: to be read only. It finds those of a report at once; those of a concept through its rollups.
mentions = Table(
    "mentions",
    MetaData(),
    Column("concept", String(120)),
    Column("report_id", Integer),
    Column("place", String(5)),
    Column("start", Integer),
    Column("end", Integer),
    Column("variant", Text),
    Column("cue", Text),
    Column("rank", Integer),
    Column("speaker", Text),
    Column("weight", Float),
)

# Each version of the lexicon that ever scored a report, whole, so that any count can be made again.
lexicons = Table(
    "lexicons",
    metadata,
    Column("version", String(16), primary_key=True),
    Column("first_used", Instant, nullable=False),
    Column("concepts", Text, nullable=False),
    # cues, weights, tiers, stop phrases and serials
    Column("rules", Text, nullable=False, server_default="{}"),
)

# One row, raised by every transaction that may change a count or a chart, so that a page knows whether one did.
generation = Table("generation", metadata, Column("number", BigInteger, primary_key=True, autoincrement=False))

pollers = Table(
    "pollers",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("started", Instant, nullable=False),
    Column("beat", Instant, nullable=False),
    # what unexpectedly ended rounds of it: how often, what it was the last time, and when
    Column("faults", Integer, nullable=False, server_default="0"),
    Column("fault", Text, nullable=False, server_default=""),
    Column("fault_at", Instant),
)
