"""A series is a plain count of what the reports say, period by period, and its parts add up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from tests.conftest import LEXICON, NOW, Store, collected
from tests.queries.corpus import CORE, EVER, FIRST, LAST, OPENING, TOLD, Told, binned, first_day
from tracker.archive import writing
from tracker.archive.opening import Archive
from tracker.documents import PLACES, Feed, Selection
from tracker.errors import QueryError
from tracker.measures.choices import MEASURES, PERIODS, SPLITS
from tracker.queries.concordance import kwic
from tracker.queries.series import COLUMNS, series

COUNTS = ["mentions", "reports_with", "reports", "words"]
AD_HOC = '"core technolog*" + "key technology" + "核心技术"'
TERMS = {
    "core": CORE,
    "opening": OPENING,
    "网络强国": "网络强国",
    '"the economy"': r"the economy",
    '"never said"': r"never said",
    "opening + 核心技术": f"{OPENING}|核心技[术術]",
}


def of(language: str) -> list[Told]:
    return [report for report in TOLD if report.language == language]


@pytest.mark.parametrize("by", PERIODS)
@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_series_equals_a_plain_count(corpus_archive: Archive, term: str, by: str, language: str) -> None:
    found = series(corpus_archive, LEXICON, [term], replace(EVER, language=language), by=by, minimum=1)  # type: ignore[arg-type]
    expected = binned(by, TERMS[term], of(language))
    for row in found.to_dict("records"):
        counted = expected.get(row["period"])
        assert [row[name] for name in COUNTS] == [counted[name] if counted else 0 for name in COUNTS], row["period"]
        assert row["state"] == ("ok" if counted else "gap")
        assert pd.isna(row["value"]) if not counted else row["value"] == counted["mentions"]
    assert found["mentions"].sum() == sum(each["mentions"] for each in expected.values())


@pytest.mark.parametrize("by", PERIODS)
def test_every_period_is_there_once_a_term_and_split(corpus_archive: Archive, by: str) -> None:
    found = series(corpus_archive, LEXICON, ["core", '"never said"'], EVER, by=by, split="source")  # type: ignore[arg-type]
    assert list(found.columns)[:11] == COLUMNS
    days = {first_day(date.fromordinal(day), by) for day in range(FIRST.toordinal(), LAST.toordinal() + 1)}
    spoken = {first_day(report.day, by) for report in TOLD}
    periods = sorted(day for day in days if min(spoken) <= day <= max(spoken))
    assert set(found["term"]) == {"core", '"never said"'}
    for (_, split), rows in found.groupby(["term", "split"]):
        assert list(rows["period"]) == periods, split
    assert len(found.groupby(["term", "split"])) == 6


def test_a_gap_is_never_a_zero_and_too_few_have_no_value(corpus_archive: Archive) -> None:
    for measure in MEASURES:
        found = series(corpus_archive, LEXICON, ["core", "网络强国"], EVER, by="week", measure=measure, split="source")
        assert set(found["state"]) == {"gap", "few"} | ({"ok"} if (found["reports"] >= 5).any() else set())
        states = [("gap" if not reports else "few" if reports < 5 else "ok") for reports in found["reports"]]
        assert list(found["state"]) == states
        for column in ("value", "low", "high"):
            assert list(found[column].isna()) == [state != "ok" for state in states]
    silent = series(corpus_archive, LEXICON, ["core"], EVER, by="year", split="source")
    assert list(silent[(silent["split"] == "c") & (silent["period"] == date(2024, 1, 1))]["state"]) == ["gap"]


@pytest.mark.parametrize("term", [*TERMS, "core + opening", AD_HOC])
def test_the_bins_sum_to_the_lines_of_the_concordance(corpus_archive: Archive, term: str) -> None:
    lines = kwic(corpus_archive, LEXICON, term, EVER)
    counted = series(corpus_archive, LEXICON, [term], EVER, by="week")
    assert counted["mentions"].sum() == len(lines)
    assert counted["reports_with"].sum() == lines["report"].nunique()
    assert counted["reports"].sum() == len(TOLD)


@pytest.mark.parametrize(
    ("by", "measure"), [("day", "mentions"), ("week", "share"), ("month", "rate"), ("year", "rate")]
)
def test_what_is_rolled_up_equals_what_is_scanned(corpus_archive: Archive, by: str, measure: str) -> None:
    about = {"by": by, "measure": measure, "minimum": 1}
    rolled = series(corpus_archive, LEXICON, ["core"], EVER, **about)  # type: ignore[arg-type]
    scanned = series(corpus_archive, LEXICON, [AD_HOC], EVER, **about)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(rolled.drop(columns="term"), scanned.drop(columns="term"))


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("term", ["core", "opening", AD_HOC])
def test_the_parts_of_a_split_add_up(corpus_archive: Archive, term: str, split: str) -> None:
    whole = series(corpus_archive, LEXICON, [term], EVER, by="quarter").set_index("period")
    parts = series(corpus_archive, LEXICON, [term], EVER, by="quarter", split=split).groupby("period")  # type: ignore[arg-type]
    assert list(parts["mentions"].sum()) == list(whole["mentions"])
    if split == "source":
        assert list(parts["reports_with"].sum()) == list(whole["reports_with"])
        assert list(parts["reports"].sum()) == list(whole["reports"])
    chinese = replace(EVER, language="zh")
    whole = series(corpus_archive, LEXICON, [term], chinese, by="year").set_index("period")
    parts = series(corpus_archive, LEXICON, [term], chinese, by="year", split=split).groupby("period")  # type: ignore[arg-type]
    assert list(parts["words"].sum() if split != "variant" else parts["words"].max()) == list(whole["words"])


@pytest.mark.parametrize("places", [("title",), ("lead", "body"), ("title", "title"), PLACES])
@pytest.mark.parametrize("term", ["core", '"opening up"'])
def test_a_place_counts_only_what_stands_there(corpus_archive: Archive, term: str, places: tuple[str, ...]) -> None:
    pattern = {"core": CORE, '"opening up"': r"(?<![a-z])opening[\s-]up(?![a-z])"}[term]
    found = series(corpus_archive, LEXICON, [term], EVER, by="year", places=places)  # type: ignore[arg-type]
    numbers = [(report.day.year, report.count(pattern, tuple(dict.fromkeys(places)))) for report in TOLD]
    expected = [sum(number for year, number in numbers if year == period.year) for period in found["period"]]
    assert list(found["mentions"]) == expected
    assert len(kwic(corpus_archive, LEXICON, term, EVER, places=places)) == sum(expected)  # type: ignore[arg-type]


def test_a_sum_adds_and_counts_a_report_once(corpus_archive: Archive) -> None:
    both = series(corpus_archive, LEXICON, ["core + opening"], EVER, by="year")
    one, other = (series(corpus_archive, LEXICON, [term], EVER, by="year") for term in ("core", "opening"))
    assert list(both["mentions"]) == list(one["mentions"] + other["mentions"])
    expected = [sum(report.count(f"{CORE}|{OPENING}") > 0 for report in TOLD if report.day.year == period.year)
                for period in both["period"]]  # fmt: skip
    assert list(both["reports_with"]) == expected
    assert sum(expected) < one["reports_with"].sum() + other["reports_with"].sum()


@pytest.mark.parametrize(
    ("measure", "count"), [("mentions", "mentions"), ("rate", "mentions"), ("share", "reports_with")]
)
def test_a_quotient_divides_one_count_by_the_other(corpus_archive: Archive, measure: str, count: str) -> None:
    about = {"by": "quarter", "minimum": 1}
    divided = series(corpus_archive, LEXICON, ["core / opening"], EVER, measure=measure, **about)  # type: ignore[arg-type]
    above, below = (series(corpus_archive, LEXICON, [term], EVER, **about) for term in ("core", "opening"))  # type: ignore[arg-type]
    assert list(divided["divisor"]) == list(below[count])
    for value, state, over, under in zip(divided["value"], divided["state"], above[count], below[count], strict=True):
        assert (state, value) == ("ok", over / under) if under else state == "few"


def test_each_wording_is_divided_by_all_that_is_below_the_line(corpus_archive: Archive) -> None:
    whole = series(corpus_archive, LEXICON, ["core / opening"], EVER, by="quarter", minimum=1).set_index("period")
    parts = series(corpus_archive, LEXICON, ["core / opening"], EVER, by="quarter", minimum=1, split="variant")
    assert set(parts["split"]) == set(LEXICON.concepts["core"].wordings)
    assert list(parts.groupby("period")["mentions"].sum()) == list(whole["mentions"])
    for _, rows in parts.groupby("split"):
        assert list(rows["divisor"]) == list(whole["divisor"])


def quotients(table: pd.DataFrame, measure: str) -> Sequence[float]:
    numerators, denominators = {"share": ("reports_with", "reports"), "rate": ("mentions", "words")}[measure]
    return [above / below * (10_000 if measure == "rate" else 1)
            for above, below in zip(table[numerators], table[denominators], strict=True)]  # fmt: skip


@pytest.mark.parametrize("measure", ["share", "rate"])
def test_a_longer_period_is_the_sum_of_numerators_over_the_sum_of_denominators(
    corpus_archive: Archive, measure: str
) -> None:
    about = {"measure": measure, "minimum": 1}
    english = replace(EVER, language="en")
    months = series(corpus_archive, LEXICON, ["core"], english, by="month", **about)  # type: ignore[arg-type]
    years = series(corpus_archive, LEXICON, ["core"], english, by="year", **about)  # type: ignore[arg-type]
    sums = (
        months.assign(period=[day.replace(month=1, day=1) for day in months["period"]]).groupby("period")[COUNTS].sum()
    )
    assert list(years["value"]) == pytest.approx(quotients(sums, measure))
    assert list(years["value"]) != pytest.approx(
        list(months.groupby([day.year for day in months["period"]])["value"].mean())
    )
    assert ((years["low"] <= years["value"]) & (years["value"] <= years["high"])).all()


def test_words_and_characters_are_never_in_one_denominator(corpus_archive: Archive) -> None:
    rates = series(corpus_archive, LEXICON, ["core"], EVER, by="year", measure="rate")
    assert set(rates["split"]) == {"words", "characters"}
    for unit, language in (("words", "en"), ("characters", "zh")):
        alone = series(corpus_archive, LEXICON, ["core"], replace(EVER, language=language), by="year", measure="rate")
        apart = rates[rates["split"] == unit].reset_index(drop=True)
        pd.testing.assert_frame_equal(apart.drop(columns="split"), alone.drop(columns="split"), check_dtype=False)
    for measure in ("mentions", "share"):
        assert series(corpus_archive, LEXICON, ["core"], EVER, by="year", measure=measure)["words"].isna().all()  # type: ignore[arg-type]
    by_source = series(corpus_archive, LEXICON, ["core"], EVER, by="year", measure="rate", split="source")
    assert set(by_source["split"]) == {"a (words)", "a (characters)", "b", "c (words)", "c (characters)"}


@pytest.mark.parametrize(
    "selection",
    [
        replace(EVER, sources=("a",)),
        replace(EVER, sources=("b", "c")),
        replace(EVER, sources=("a", "c"), language="zh"),
        Selection(date(2025, 6, 30), date(2024, 2, 29)),
        Selection(date(2024, 2, 28), date(2024, 3, 1)),
        replace(EVER, sources=("nobody",)),
    ],
    ids=str,
)
@pytest.mark.parametrize("term", ["core", AD_HOC])
def test_a_selection_counts_only_what_was_chosen(corpus_archive: Archive, term: str, selection: Selection) -> None:
    chosen = [
        report for report in TOLD
        if (not selection.sources or report.source in selection.sources)
        and report.language.startswith(selection.language or "")
        and (selection.date_from or FIRST) <= report.day <= selection.date_to
    ]  # fmt: skip
    found = series(corpus_archive, LEXICON, [term], selection, by="month")
    expected = binned("month", CORE, chosen)
    assert {row.period: (row.mentions, row.reports) for row in found.itertuples() if row.reports} == {
        period: (sums["mentions"], sums["reports"]) for period, sums in expected.items()
    }
    assert len(kwic(corpus_archive, LEXICON, term, selection)) == sum(sums["mentions"] for sums in expected.values())


def test_a_concept_that_is_being_counted_anew_is_scanned_to_the_same_numbers(archive: Archive, store: Store) -> None:
    store(collected("old", "Core technology, core technology."), collected("new", "Core technology."))
    before = series(archive, LEXICON, ["core"], EVER_LATER, minimum=1)
    with archive.writing() as connection:
        connection.exec_driver_sql(
            "insert into lexicons (version, first_used, concepts) values ('other', '2026-01-01', '{}')"
        )
        connection.exec_driver_sql("update reports set lexicon = 'other' where key = 'old'")
        connection.exec_driver_sql("delete from spans")
    pd.testing.assert_frame_equal(series(archive, LEXICON, ["core"], EVER_LATER, minimum=1), before)
    assert len(kwic(archive, LEXICON, "core", EVER_LATER)) == 3


EVER_LATER = Selection(NOW.date())


def test_an_empty_archive_has_an_empty_series(archive: Archive) -> None:
    writing.add_source(archive, Feed("a", "A"))
    for split in (None, *SPLITS):
        for term in ("core", AD_HOC, "core / opening"):
            found = series(archive, LEXICON, [term], EVER, split=split)
            assert (list(found.columns), len(found)) == ([*COLUMNS, "divisor"], 0)
    assert len(kwic(archive, LEXICON, "core", EVER)) == 0


def test_a_question_without_a_term_is_said_to_have_none(corpus_archive: Archive) -> None:
    with pytest.raises(QueryError, match="at least one term"):
        series(corpus_archive, LEXICON, [], EVER)
