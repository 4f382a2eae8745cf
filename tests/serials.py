"""Reports of serials for tests, and the real ones beside the checkout, where there are any."""

from pathlib import Path

from tests.conftest import NOW, collected
from tracker.archive.opening import Archive
from tracker.documents import ReportDraft
from tracker.ingest.import_file import import_file
from tracker.words.lexicon import Concept, Lexicon, Serial, Theme
from tracker.words.scorer import Scorer

CORPORA = Path(__file__).parents[2] / "shared" / "data" / "corpora"
MISSING = f"the real statements and reports are not beside this checkout ({CORPORA})"
LEXICON = Lexicon(
    (
        Theme(
            "t",
            "T",
            (
                Concept("jobs", "Jobs", {"en": ("job gains", "employment"), "zh": ("就业",)}),
                Concept("prices", "Prices", {"en": ("inflation",), "zh": ("物价",)}),
                Concept("reform", "Reform", {"en": ("reform",), "zh": ("改革",)}),
                Concept("banks", "Banks", {"en": ("banking system",)}),
            ),
        ),
    ),
    serials=(
        Serial("statement", "Board statement", ("^board statement",)),
        Serial("work", "Work report", ("工作报告$",)),
    ),
)


def member(key: str, text: str, day: str, source: str = "bank", **more: str) -> ReportDraft:
    """A report of the serial "statement" (in Chinese "work") of a source on a day, unless its title says otherwise."""
    language = more.get("language", "en")
    title = more.get("title", f"Board statement {day}" if language == "en" else f"{day}工作报告")
    return collected(key, text, day, source, language, title, lexicon=LEXICON)


def import_corpus(archive: Archive, lexicon: Lexicon, name: str) -> None:
    """Import one of the real corpora as the command line does."""
    done = import_file(CORPORA / f"{name}.jsonl", None, archive, Scorer(lexicon), NOW, lambda _: None)
    assert done.bad == ()
