from datetime import date, datetime
from itertools import pairwise

import pandas as pd
import pytest

from tracker.charts.trend import trend

from .sample import caption, table

EIGHT = [(8, 20)] * 8
MIXED = [(8, 20), (9, 20), None, (12, 20), (50, 3), (12, 20), (13, 20)]


def traces(figure, kind):
    return [trace for trace in figure.data if trace.meta == kind]


def notes(figure, name):
    return [note for note in figure.layout.annotations if note.name == name]


def test_a_gap_and_too_few_reports_break_the_line_and_are_never_zero():
    (points,) = traces(trend(table({"inflation": MIXED}), caption()), "points")
    assert [at for at, y in enumerate(points.y) if y is None] == [2, 4]
    assert all(y > 0 for y in points.y if y is not None)
    assert points.connectgaps is False


def test_a_band_stops_at_a_gap_and_a_lone_point_has_its_interval_upright():
    figure = trend(table({"inflation": MIXED}), caption())
    (band,), (upright,) = traces(figure, "band"), traces(figure, "interval")
    years = [x and x[:4] for x in band.x]
    assert years == ["2016", "2017", "2017", "2016", None, "2021", "2022", "2022", "2021", None]
    assert [x and x[:4] for x in upright.x] == ["2019", "2019", None]
    (points,) = traces(figure, "points")
    assert points.marker.size[3] > points.marker.size[0]


def test_too_few_reports_are_marked_on_the_axis_with_their_number():
    (few,) = traces(trend(table({"inflation": MIXED}), caption()), "few")
    assert (few.x, few.y) == (("2020-01-01",), (0,))
    assert few.hovertext[0] == "2020: too few reports (3 of at least 5)"
    assert few.marker.symbol == "circle-open"


def test_every_point_says_which_term_split_and_period_it_is():
    (points,) = traces(trend(table({"inflation|Central Bank": MIXED}), caption()), "points")
    assert list(points.customdata[1]) == ["inflation", "Central Bank", "2017-01-01"]


def test_one_wide_interval_in_many_does_not_press_the_lines_flat():
    about = caption(measure="mentions")
    calm = trend(table({"inflation": EIGHT}, about), about)
    wide = trend(table({"inflation": [(2, 40)] * 30 + [(9, 40)]}, about), about)
    assert wide.layout.yaxis.range[1] < 9.5
    assert "in places reaching above the chart" in notes(wide, "subtitle")[0].text.replace("\u00a0", " ")
    assert "reaching" not in notes(calm, "subtitle")[0].text


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("rate", ["2016", "4 per 10,000 words", "95 % interval", "8 mentions in 20,000 words, 20 reports"]),
        ("share", ["2016", "40 % of reports", "95 % interval 21.9 % to 61.3 %", "8 of 20 reports"]),
        ("mentions", ["8 mentions", "95 % interval 3.1 to 16.7"]),
    ],
)
def test_the_hover_gives_numerator_denominator_and_interval(measure, said):
    about = caption(measure=measure)
    (points,) = traces(trend(table({"inflation": EIGHT}, about), about), "points")
    shown = points.hovertext[0].replace("\u00a0", " ")
    assert [part for part in said if part not in shown] == []


def test_the_mean_is_drawn_over_faint_points_and_never_crosses_a_gap():
    counts = [(10, 20), (20, 20), (60, 20), None, (40, 20), (20, 20)]
    figure = trend(table({"inflation": counts}), caption(), smooth=3)
    (mean,), (points,) = traces(figure, "mean"), traces(figure, "points")
    assert mean.y == pytest.approx((7.5, 15, 20, None, 15, 15))
    assert points.mode == "markers"
    assert points.marker.opacity < 1


@pytest.mark.parametrize("many", [1, 3, 4, 12])
def test_up_to_three_lines_have_bands_and_of_more_only_the_first(many):
    figure = trend(table({f"term {at}": EIGHT for at in range(many)}), caption())
    assert [band.name for band in traces(figure, "band")] == [f"term {at}" for at in range(many if many <= 3 else 1)]


@pytest.mark.parametrize(
    "ends", [[8, 8, 8, 8], [0, 0, 0, 100], [100, 99, 98, 1, 0], list(range(15)), [5], [0] * 30], ids=str
)
def test_labels_at_the_line_ends_never_overlap_and_stay_inside(ends):
    figure = trend(table({f"a term with a long name {at}": [(8, 20), (end, 20)] for at, end in enumerate(ends)} |
                         {"other": EIGHT[:2]}), caption())  # fmt: skip
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    top = figure.layout.yaxis.range[1]
    boxes = []
    for label in notes(figure, "label"):
        middle, tall = label.y / top * plot + label.yshift, 17 * (label.text.count("<br>") + 1)
        boxes.append((middle - tall / 2, middle + tall / 2))
    boxes.sort()
    assert all(below[1] <= above[0] + 0.01 for below, above in pairwise(boxes))
    assert boxes[0][0] >= -0.01
    assert boxes[-1][1] <= plot + 0.01


def test_a_narrow_chart_names_its_lines_above_the_plot_and_leaves_it_its_width():
    figure = trend(table({"inflation": EIGHT, "labor market": EIGHT}), caption(), width="narrow")
    (legend,) = notes(figure, "legend")
    assert "inflation" in legend.text
    assert "labor market" in legend.text
    assert not notes(figure, "label")
    assert figure.layout.margin.r < 20


def test_event_names_do_not_overlap_and_those_without_room_are_left_to_the_hover():
    events = tuple((date(2019, month, 1), f"An event with a name {month}") for month in range(1, 13))
    figure = trend(table({"inflation": EIGHT}), caption(events=(*events, (date(1990, 1, 1), "long before"))))
    assert [note.yshift for note in notes(figure, "event")] == [2, 18, 34]
    assert len(figure.layout.shapes) == 12
    assert len(traces(figure, "events")[0].x) == 12


@pytest.mark.parametrize(
    ("about", "counts", "said"),
    [
        (caption(), {"inflation": EIGHT}, "Mentions per 10,000 words, by year. Shaded: 95 % interval."),
        (caption(unit="characters"), {"农业": EIGHT}, "Mentions per 10,000 characters, by year."),
        (caption(measure="share", by="month"), {"a": EIGHT}, "Share of reports with at least one mention, by month."),
        (caption(), {f"term {at}": EIGHT for at in range(4)}, "Shaded: 95 % interval of term 0."),
        (caption(), {"a": MIXED}, "Hollow marks: too few reports."),
    ],
)
def test_the_subtitle_says_measure_denominator_and_period(about, counts, said):
    (subtitle,) = notes(trend(table(counts, about), about), "subtitle")
    assert said in subtitle.text.replace("\u00a0", " ").replace("<br>", " ")


def test_the_footer_says_from_what_the_chart_is_known():
    (footer,) = notes(trend(table({"a": EIGHT}), caption()), "footer")
    text = footer.text.replace("\u00a0", " ").replace("<br>", " ")
    assert text == (
        "Sources: Central Bank, Ministry of Finance, State Council and 2 more · 1,234 reports counted · "
        "Lexicon 3f2a9c · Made 23 Nov 2026"
    )


@pytest.mark.parametrize(
    ("counts", "labels", "said"),
    [
        ({"zebra": [(0, 20), None]}, {}, "No report mentions “zebra” in this selection."),
        ({"a": [None], "b": [None]}, {"a": "Ants"}, "No report mentions “Ants” or “b” in this selection."),
        ({}, {"zebra": "Zebra"}, "No report mentions “Zebra” in this selection."),
        ({}, {}, "No report in this selection."),
    ],
)
def test_without_a_mention_the_figure_says_so_in_its_middle(counts, labels, said):
    figure = trend(table(counts), caption(labels=labels))
    (message,) = notes(figure, "message")
    assert (message.text, message.x, message.y, len(figure.data)) == (said, 0.5, 0.5, 0)


@pytest.mark.parametrize(("measure", "mark"), [("share", "20 %"), ("mentions", "10"), ("rate", "5")])
def test_the_scale_starts_at_zero_and_a_share_is_a_percentage(measure, mark):
    about = caption(measure=measure)
    axis = trend(table({"a": [(10, 20), (15, 20)]}, about), about).layout.yaxis
    marks = [text.replace("\u00a0", " ") for text in axis.ticktext]
    assert axis.range[0] == 0
    assert axis.tickvals[0] == 0
    assert mark in marks


def test_periods_may_be_dates_timestamps_or_text():
    days = table({"inflation": MIXED})
    as_drawn = [
        trend(days.assign(period=days["period"].map(form)), caption()).data[-2].x
        for form in (lambda day: day, str, pd.Timestamp, lambda day: datetime(day.year, 1, 1))
    ]
    assert all(x == as_drawn[0] for x in as_drawn)


def test_panels_give_each_line_its_own_plot_on_the_same_scales():
    figure = trend(table({f"term {at}": EIGHT for at in range(5)}), caption(), panels=True)
    tops = {figure.layout[f"yaxis{at or ''}"].range for at in ("", 2, 3, 4, 5)}
    assert len(tops) == 1
    assert sorted({trace.xaxis for trace in traces(figure, "points")}) == ["x", "x2", "x3", "x4", "x5"]
    assert len(traces(figure, "band")) == 5


def test_a_label_is_text_and_never_markup():
    figure = trend(table({"<b>bold</b>": EIGHT, "b": EIGHT}), caption())
    assert "&lt;b&gt;" in notes(figure, "label")[0].text
    assert "<b>bold" not in traces(figure, "points")[-1].hovertext[0]


def test_the_button_that_uploads_a_chart_is_removed():
    assert "sendChartToCloud" in trend(table({"a": EIGHT}), caption()).layout.modebar.remove


def test_of_many_splits_the_most_mentioned_are_drawn_first_and_the_rest_is_said_to_be_in_the_table():
    counts = {f"inflation|verb {number}": [(number, 10), (2 * number, 10)] for number in range(1, 11)}
    figure = trend(table(counts), caption())
    said = " ".join(str(note.text) for note in figure.layout.annotations).replace("<br>", " ")
    assert "(verb 10)" in figure.layout.meta["title"]
    assert "The 2 least mentioned of 10 lines are in the table only." in said
    drawn = {data.customdata[0][1] for data in figure.data if data.customdata is not None}
    assert drawn == {f"verb {number}" for number in range(3, 11)}
