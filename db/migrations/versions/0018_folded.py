"""Stored texts fold the characters that are simplified in some words only, as new texts do

Reports whose text has one of them are counted anew by whoever polls next.
"""

import hashlib
import re
import time

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_FOLDED = str.maketrans("著瞭覆藉甦祇畫画凖涖偪粧讎雠賸妳牠綵", "着了复借苏只划划准莅逼妆仇仇剩你它彩")
_ANY = re.compile(f"[{''.join(map(chr, _FOLDED))}]")
_PAGE = 1_000  # reports
_READ = sa.text(
    "SELECT v.report_id, v.number, r.revision, v.normal_title, v.normal_body FROM revisions v "
    "JOIN reports r ON r.id = v.report_id WHERE v.report_id BETWEEN :first AND :last"
)
_WRITE = sa.text(
    "UPDATE revisions SET normal_title = :title, normal_body = :body WHERE report_id = :report AND number = :number"
)
_COUNT_ANEW = sa.text("UPDATE reports SET text_hash = :hash, lexicon = '', changed = :changed WHERE id = :report")


def upgrade() -> None:
    """Bring the tables forward."""
    connection, changed = op.get_bind(), time.time_ns() // 1000
    highest = connection.scalar(sa.text("SELECT max(id) FROM reports")) or 0
    for first in range(0, highest + 1, _PAGE):
        for row in connection.execute(_READ, {"first": first, "last": first + _PAGE - 1}).all():
            if not (_ANY.search(row.normal_body) or _ANY.search(row.normal_title)):
                continue
            title, body = (text.translate(_FOLDED) for text in (row.normal_title, row.normal_body))
            place = {"report": row.report_id, "number": row.number}
            connection.execute(_WRITE, place | {"title": title, "body": body})
            if row.number == row.revision:
                digest = hashlib.sha256(f"{title}\n\n{body}".encode()).hexdigest()
                connection.execute(_COUNT_ANEW, {"report": row.report_id, "hash": digest, "changed": changed})
