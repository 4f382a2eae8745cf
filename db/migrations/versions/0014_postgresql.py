"""PostgreSQL counts and sorts as SQLite does: sums of 64 bits, and text in the order of its characters

An order of its own, of some language, would call another copy of a text the first one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_SUMS = {
    "reports": ("words", "words_title", "words_lead"),
    "rollups": ("mentions", "reports_with", "yy", "xy"),
    "totals": ("reports", "words", "xx"),
}


def upgrade() -> None:
    """Bring the tables forward."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    view = connection.scalar(sa.text("SELECT pg_get_viewdef('mentions'::regclass)"))
    op.execute("DROP VIEW mentions")
    tables = sa.inspect(connection)
    quoted = connection.dialect.identifier_preparer.quote
    for table in tables.get_table_names():
        changes = []
        for column in tables.get_columns(table):
            kind = sa.BigInteger() if column["name"] in _SUMS.get(table, ()) else column["type"]
            if isinstance(kind, sa.String):
                kind.collation = "C"
            elif kind is column["type"]:
                continue
            changes.append(f"ALTER {quoted(column['name'])} TYPE {kind.compile(connection.dialect)}")
        if changes:
            op.execute(f"ALTER TABLE {quoted(table)} {', '.join(changes)}")
    op.execute(f"CREATE VIEW mentions AS {view}")
