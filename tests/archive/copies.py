"""The flat copy of an archive beside what the database says, for the tests of both."""

from datetime import date
from pathlib import Path

from tests.archive.held import address_of, ask
from tests.conftest import Store, collected
from tracker.archive.flat import copying
from tracker.archive.flat.asking import Flat
from tracker.archive.flat.folder import folder_of
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Selection
from tracker.words.lexicon import Concept

EVER = Selection(date(2030, 1, 1))
CORE = Concept("c", "C", {"": ("core technolog*", "核心技术")})


def on_technology(number: int) -> str:
    """A text that no other is like, with twenty mentions."""
    return " ".join(f"Sentence {number} {each} on core technology." for each in range(20))


LONG = on_technology(0)
Rows = dict[int, tuple[object, ...]]


def copied(archive: Archive) -> Flat:
    found = copying.current(archive)
    assert found is not None
    return found


def told(flat: Flat) -> Rows:
    """Each report of a copy: its day, source, language, lengths, whether it counts, and its text."""
    columns, rows = flat.columns, {}
    for at in range(len(columns)):
        if columns.alive[at]:
            lengths = (int(each[at]) for each in (columns.words, columns.words_title, columns.words_lead))
            day = date.fromordinal(int(columns.day[at])).isoformat()
            names = flat.feeds[columns.feed[at]], flat.languages[columns.language[at]]
            assert int(columns.id[at]) not in rows
            rows[int(columns.id[at])] = (day, *names, *lengths, bool(columns.counts[at]), *flat.text(at))
    return rows


def stored(archive: Archive) -> Rows:
    """The same of the database."""
    columns = "day, feed_id, language, words, words_title, words_lead, reprint_of is null, normal_title, normal_body"
    current = "report_id = id and number = revision"
    rows = ask(archive, f"select id, {columns} from reports join revisions on {current}")
    return {row[0]: row[1:] for row in rows}  # type: ignore[misc]


def counted(flat: Flat) -> int:
    chosen = flat.chosen(EVER) & flat.columns.counts
    return sum(int(each[chosen].sum()) for each in flat.counts(CORE).values())


def folder(archive: Archive) -> Path:
    found = folder_of(archive.engine.url)
    assert found is not None
    return found


def again(archive: Archive) -> Archive:
    """The same database, opened as another program would open it."""
    return open_archive(address_of(archive))


def fill(archive: Archive, store: Store) -> None:
    """Forty reports, five of them reprints, and a copy of them."""
    days = [f"2026-03-{number % 28 + 1:02}" for number in range(35)]
    store(*(collected(f"k{number}", on_technology(number), day) for number, day in enumerate(days)))
    store(*(collected(f"r{number}", on_technology(number), day, "b") for number, day in enumerate(days[:5])))
    assert counted(copied(archive)) == 35 * 20


def files(archive: Archive, kind: str) -> set[str]:
    return {path.name for path in folder(archive).glob(f"*.{kind}")}
