"""What each wording brought, against a plain count, and what else its formulas are found as."""

from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import LEXICON, NOW, Store, collected
from tests.queries.corpus import EVER, TOLD
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.ingest.scoring import catch_up
from tracker.queries.proposals import Proposals, proposals
from tracker.queries.wordings import wordings
from tracker.words.lexicon import Concept, Lexicon, Theme

CORE = LEXICON.concepts["core"]
PLAIN = {
    "core technolog*": r"(?<![a-z])core[\s-]technolog[a-z]*",
    "key technology": r"(?<![a-z])key[\s-]technology(?![a-z])",
    "核心技术": "核心技[术術]",
}
ALL = Selection(date(2026, 12, 31))


@pytest.mark.parametrize("variant", PLAIN)
def test_a_wordings_counts_and_days_are_those_of_a_plain_count(corpus_archive: Archive, variant: str) -> None:
    found = wordings(corpus_archive, LEXICON, CORE, EVER)
    row, counts = found.of(variant), [(each.day, each.count(PLAIN[variant])) for each in TOLD]
    days = sorted(day for day, number in counts if number)
    assert (row.mentions, row.reports_with) == (sum(number for _, number in counts), len(days))
    assert row.first is not None
    assert row.last is not None
    assert (row.first.day, row.last.day) == (days[0], days[-1])
    assert found.mentions == sum(each.count("|".join(PLAIN.values())) for each in TOLD)
    assert row.share == row.mentions / found.mentions
    assert sum(each.share for each in found.rows) == pytest.approx(1)


def test_a_spark_is_the_share_of_the_reports_of_each_month(corpus_archive: Archive) -> None:
    found = wordings(corpus_archive, LEXICON, CORE, EVER)
    months = sorted({each.day.replace(day=1) for each in TOLD})
    assert found.by == "month"
    spark = [value for value in found.of("核心技术").spark if value is not None]
    reports = [[each for each in TOLD if each.day.replace(day=1) == month] for month in months]
    assert spark == [sum(each.count("核心技[术術]") > 0 for each in held) / len(held) for held in reports]


def test_while_reports_are_counted_anew_the_texts_say_the_same(corpus_archive: Archive) -> None:
    """A concept that no report is counted with yet, and that counts the same."""
    other = replace(CORE, not_within=("words that nobody said",))
    changed = Lexicon((Theme("t", "T", (other,)),))
    assert wordings(corpus_archive, changed, other, EVER) == wordings(corpus_archive, LEXICON, CORE, EVER)


def test_a_wording_that_never_appeared_has_no_days(corpus_archive: Archive) -> None:
    never = Concept("reform", "Reform", {"zh": ("改革开放",), "en": ("reform and opening",)})
    row = wordings(corpus_archive, Lexicon((Theme("t", "T", (never,)),)), never, EVER).of("reform and opening")
    assert (row.mentions, row.share, row.first, row.last) == (0, 0.0, None, None)


POWER = Concept("power", "Power", {"en": ("strong Internet power",), "zh": ("网络强国",)})
STORED = (
    ("k1", "A strong and secure Internet power. A strong Internet power!", "2026-01-01", "en"),
    ("k2", "Be a Strong-and-secure internet power; an Internet power.", "2026-02-01", "en"),
    ("k3", "An Internet power it is, an internet power.", "2026-03-01", "en"),
    ("k4", "建设网络安全强国。", "2026-04-01", "zh"),
    ("k5", "Nothing of the kind.", "2026-05-01", "en"),
)


@pytest.fixture
def kin(archive: Archive, store: Store) -> Archive:
    store(*(collected(key, text, day, "a", language, title=f"Title {key}") for key, text, day, language in STORED))
    return archive


def test_insertions_and_truncations_are_proposed_with_their_counts_days_and_newest_sentence(kin: Archive) -> None:
    found = proposals(kin, POWER, ALL)
    assert [(each.kind, each.wording, each.count, each.outside) for each in found.rows] == [
        ("truncation", "Internet power", 5, 5),  # also within the insertion, which is not counted yet
        ("insertion", "strong and secure Internet power", 2, 2),
        ("insertion", "网络安全强国", 1, 1),
    ]
    strong = found.rows[1]
    assert (strong.formula, strong.first.day, strong.last.day) == (
        "strong Internet power", date(2026, 1, 1), date(2026, 2, 1)
    )  # fmt: skip
    assert (strong.left, strong.match, strong.right) == (
        "Be a ",
        "Strong-and-secure internet power",
        "; an Internet power.",
    )
    assert (found.looked, found.reports, found.more) == (5, 5, 0)


def test_what_is_counted_already_is_not_outside(kin: Archive) -> None:
    wider = Concept("power", "Power", {"en": ("strong Internet power", "Internet power"), "zh": ("网络强国",)})
    (insertion, chinese) = sorted(proposals(kin, wider, ALL).rows, key=lambda each: each.outside)
    assert (insertion.wording, insertion.count, insertion.outside) == ("strong and secure Internet power", 2, 0)
    assert chinese.outside == 1


def test_a_limit_that_cut_the_work_is_told(kin: Archive) -> None:
    found = proposals(kin, POWER, ALL, looked=2)
    assert (found.looked, found.reports) == (2, 5)
    assert [each.wording for each in found.rows] == ["网络安全强国"]


def test_reports_held_back_and_reprints_propose_nothing(kin: Archive, store: Store) -> None:
    words = "One strong and open Internet power, " + " ".join(f"word{n}" for n in range(60))
    store(collected("first", words, "2026-05-02", "a"), collected("again", words, "2026-05-03", "b"),
          collected("later", "A strong and late Internet power.", "2027-05-03", "b"))  # fmt: skip
    by_wording = {each.wording: each.count for each in proposals(kin, POWER, ALL).rows}
    assert by_wording["strong and open Internet power"] == 1
    assert "strong and late Internet power" not in by_wording


def test_a_concept_whose_formulas_have_no_kin_has_no_proposals(kin: Archive) -> None:
    found = proposals(kin, Concept("c", "C", {"en": ("power",)}), ALL)
    assert found == Proposals((), 0, 5, 5)


def test_a_proposal_that_is_added_is_counted_as_proposed(kin: Archive) -> None:
    (chosen,) = [each for each in proposals(kin, POWER, ALL).rows if each.wording == "strong and secure Internet power"]
    wider = replace(POWER, variants={"en": (*POWER.variants["en"], chosen.wording), "zh": ("网络强国",)})
    lexicon = Lexicon((Theme("t", "T", (wider,)),))
    catch_up(kin, lexicon, NOW)
    row = wordings(kin, lexicon, wider, ALL).of(chosen.wording)
    assert (row.mentions, row.first, row.last) == (chosen.count, chosen.first, chosen.last)
