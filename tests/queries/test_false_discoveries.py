"""Where nothing shifted, hardly anything is said to have: a thousand archives in which chance dealt the reports.

Of a thousand archives at most fifty may show a shift at a false discovery rate of 5 %. The number of those that do is
binomial: were the rate exactly 5 %, it would be 50 ± 14 (two standard deviations); the test asks for 50 at most.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import LEXICON, NOW
from tests.e2e.replay import SHARED
from tests.queries import dealt
from tests.queries.corpus import EVER
from tests.queries.dealt import Deck, Marks
from tests.serials import MISSING
from tracker.archive import counting
from tracker.archive.opening import Archive, open_archive
from tracker.demo import write_messages
from tracker.documents import Selection
from tracker.ingest.import_file import import_file
from tracker.measures import keyness
from tracker.queries.phrases import counted
from tracker.settings import lexicon_file
from tracker.words.lexicon import Lexicon
from tracker.words.scorer import Scorer
from tracker.words.text import unit_of

STATEMENTS = SHARED / "data" / "corpora" / "fomc_statements.jsonl"
ARCHIVES = 1_000
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def deck(corpus_archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Deck:
    """Real statements with all concepts and phrases, where they are beside the checkout; else the corpus."""
    if STATEMENTS.is_file():
        return _imported(STATEMENTS, tmp_path_factory.mktemp("statements"), "en")
    return _with_phrases(corpus_archive, LEXICON, Selection(EVER.date_to, None, (), "en"))


def _imported(file: Path, folder: Path, language: str) -> Deck:
    lexicon = lexicon_file.load(ROOT / "lexicon.yaml").lexicon
    archive = open_archive(f"sqlite:///{folder}/tracker.db")
    import_file(file, "s", archive, Scorer(lexicon), NOW, lambda rows: None)
    return _with_phrases(archive, lexicon, Selection(EVER.date_to, None, (), language))


def _with_phrases(archive: Archive, lexicon: Lexicon, everything: Selection) -> Deck:
    days = sorted(report.day for report in counting.lengths(archive, everything))
    middle: date = days[len(days) // 2]
    language = everything.language
    halves = Selection(middle, None, (), language), Selection(EVER.date_to, middle, (), language)
    found = counted(archive, lexicon, *halves, unit_of(language or ""))
    assert sum(found.read) >= len(days)
    texts = {text.report_id: text for text in counting.candidates(archive, everything, [""])}
    order = [texts[report.report_id] for report in counting.lengths(archive, everything)]
    both = [f"{text.title}\n{text.body}" for text in order]
    return dealt.with_phrases(dealt.concepts(archive, lexicon, everything), both, [text for text, _, _ in found.rows])


def test_of_a_thousand_archives_dealt_by_chance_one_in_twenty_at_most_shows_a_shift(deck: Deck) -> None:
    assert deck.mentions.shape[1] > 20
    shown = sum(bool(len(deck.shifted(marks))) for marks in dealt.deals(ARCHIVES, len(deck.words), 11))
    assert shown <= ARCHIVES * keyness.FALSE_DISCOVERIES


@pytest.mark.soak
@pytest.mark.parametrize("name", ["fomc_statements", "government_work_reports_zh", "annual_messages"])
def test_of_a_thousand_archives_of_real_reports_fifty_at_most_show_a_shift(name: str, tmp_path: Path) -> None:
    file = STATEMENTS.with_name(f"{name}.jsonl")
    if name == "annual_messages":
        write_messages(file := tmp_path / "messages.jsonl")
    elif not file.is_file():
        pytest.skip(MISSING)
    real = _imported(file, tmp_path, "zh" if name.endswith("zh") else "en")
    shown = sum(bool(len(real.shifted(marks))) for marks in dealt.deals(ARCHIVES, len(real.words), 13))
    print(f"{name}: {shown} of {ARCHIVES} archives of {len(real.words)} reports and {real.mentions.shape[1]} terms")
    assert shown <= ARCHIVES * keyness.FALSE_DISCOVERIES


def test_what_is_counted_here_is_what_a_comparison_counts(deck: Deck) -> None:
    planted = _planted(deck, marks := next(dealt.deals(1, len(deck.words), 3)), 3)
    keys = keyness.compare(*planted.counts(marks))
    shifted = [place for place, key in enumerate(keys) if key and key.q <= keyness.FALSE_DISCOVERIES]
    assert shifted == planted.shifted(marks).tolist() != []


def test_a_term_that_one_side_says_twice_as_often_is_found_and_hardly_any_other(deck: Deck) -> None:
    """Some four mentions a report, and twice as many on one side: in a hundred archives."""
    last = deck.mentions.shape[1]
    shifted = [
        set(_planted(deck, marks, seed).shifted(marks).tolist())
        for seed, marks in enumerate(dealt.deals(100, len(deck.words), 5))
    ]
    assert sum(last in terms for terms in shifted) >= 95
    assert sum(len(terms - {last}) for terms in shifted) <= 15


def _planted(deck: Deck, marks: Marks, seed: int) -> Deck:
    """The deck with a term more, said in proportion to the words, on one side twice as often."""
    means = 4 * deck.words / deck.words.mean() * np.where(marks, 2, 1)
    column = np.random.default_rng(seed).poisson(means).astype(float)
    return Deck(deck.words, np.hstack([deck.mentions, column[:, None]]))
