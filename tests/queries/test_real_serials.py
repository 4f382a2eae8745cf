"""Serials of real reports: what analysts know of them must come out. The reports are not part of the project."""

from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.serials import CORPORA, MISSING, import_corpus
from tracker.archive import scores
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Report
from tracker.queries.serials import compared, debuts, previous, reports, silences
from tracker.settings import lexicon_file
from tracker.words.lexicon import Concept, Lexicon, Theme

pytestmark = pytest.mark.skipif(not CORPORA.exists(), reason=MISSING)
STATEMENTS, WORK = "fomc-statement", "government-work-report"
# The shipped lexicon, and one phrase on its own.
SHIPPED = lexicon_file.load(Path(__file__).parents[2] / "lexicon.yaml").lexicon
ALONE = Theme("alone", "Alone", (Concept("commune", "Commune", {"zh": ("人民公社",)}),))
LEXICON = Lexicon((*SHIPPED.themes, ALONE), serials=SHIPPED.serials)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = open_archive(f"sqlite:///{tmp_path_factory.mktemp('real')}/tracker.db")
    scores.register(archive, LEXICON, NOW)
    for name in ("fomc_statements", "government_work_reports_zh"):
        import_corpus(archive, LEXICON, name)
    return archive


def of(archive: Archive, serial: str, day: str) -> Report:
    return next(each for each in reports(archive, serial) if str(each.day).startswith(day))


def test_every_statement_and_every_work_report_is_one_of_its_serial(real: Archive) -> None:
    assert (len(reports(real, STATEMENTS)), len(reports(real, WORK))) == (240, 44)


def test_the_statement_of_january_2024_drops_additional_policy_firming(real: Archive) -> None:
    now = of(real, STATEMENTS, "2024-01-31")
    before = previous(real, now.id)
    assert before is not None
    assert str(before.day) == "2023-12-13"
    found = compared(real, LEXICON, now.id)
    dropped = [found.redline.text(each) for each in found.redline.pieces if each.kind == "dropped"]
    assert any("additional policy firming" in sentence for sentence in dropped)
    assert "additional policy firming" not in found.redline.new
    (phrase,) = (each for each in found.formulas.dropped if "additional policy firming" in each.text)
    assert (phrase.held, phrase.of) == (5, 8)
    assert found.redline.count("same") == 7
    assert "forward-guidance" in found.concepts.left
    assert any("gained greater confidence" in each.text for each in found.formulas.added)


def test_reform_and_opening_enters_the_work_reports_in_1988(real: Archive) -> None:
    """Nineteen reports from 1954 on are without 改革开放, and none of the twenty-five since."""
    (debut,) = (each for each in debuts(real, LEXICON, WORK) if each.concept.id == "reform-and-opening")
    assert (debut.report.day.year, debut.first.year, debut.earlier) == (1988, 1954, 19)
    assert (debut.present, debut.of) == (25, 25)
    assert debut.sentence[1] == "改革开放"
    assert debut in compared(real, LEXICON, debut.report.id).debuts


def test_the_peoples_commune_falls_silent_in_1980(real: Archive) -> None:
    """人民公社 stands in the reports of 1959 to 1979, and in none since."""
    (debut,) = (each for each in debuts(real, LEXICON, WORK) if each.concept.id == "commune")
    assert (debut.report.day.year, debut.earlier, debut.present) == (1959, 5, 6)
    silent = {
        each.day.year: {silence.concept.id: silence for silence in silences(real, LEXICON, WORK, each.id)}
        for each in reports(real, WORK)
        if 1979 <= each.day.year <= 2000
    }
    assert "commune" not in silent[1979]
    found = silent[1980]["commune"]
    assert (found.last.day.year, found.since.day.year) == (1979, 1980)
    assert (found.record.present, found.record.reports, found.record.absent, found.record.length) == (6, 6, 0, 1)
    assert silent[1990]["commune"].since.day.year == 1980
    assert "commune" not in silent[2000]  # no record of twenty years ago expects it any more
    # With 公社 on its own, as the shipped concept has it, it came back once, in 1981.
    assert "peoples-commune" in silent[1980]
    assert "peoples-commune" not in silent[1981]
    again = silent[1983]["peoples-commune"]
    assert again.since.day.year == 1982
    assert (
        again.record.record == "Present in 7 of the last 8 reports of this serial; absent once before, came back once."
    )


def test_the_market_economy_becomes_a_formula_in_1993(real: Archive) -> None:
    found = compared(real, LEXICON, of(real, WORK, "1993").id)
    (phrase,) = (each for each in found.formulas.added if each.text == "社会主义市场经济体制")
    assert (phrase.held, phrase.of) == (9, 9)
