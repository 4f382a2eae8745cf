from dataclasses import replace
from itertools import pairwise

import pytest

from tracker.charts.colours import PALETTE, PAPER
from tracker.charts.frame import ROOM
from tracker.charts.keyness import MOST, chosen, keyness
from tracker.charts.lettering import width as text_width
from tracker.charts.sides import Side, rows

from .contrasts import sides, table

COUNTS = {
    "Oil": (40, 4, "faller"), "Gas": (10, 40, "riser"), '"new words"': (0, 20, "debut"), "Coal": (12, 10, ""),
    "Financial stability 金融稳定": (2, 30, "riser"), "Peat": (12, 0, "silent"),
}  # fmt: skip


def trace(figure, meta):
    return next(each for each in figure.data if each.meta == meta)


def notes(figure, name):
    return [each for each in figure.layout.annotations if each.name == name]


def test_what_the_later_side_says_more_lies_right_and_the_strongest_first():
    dots = trace(keyness(table(COUNTS), sides()), "dots")
    assert list(dots.x) == sorted(dots.x, reverse=True)
    assert list(dots.y) == sorted(dots.y)
    placed = dict(zip([term for term, _ in dots.customdata], dots.x, strict=True))
    assert placed["Gas"] > 0 > placed["Oil"]


def test_a_dot_is_hollow_where_chance_could_have_made_the_difference():
    figure = keyness(table(COUNTS), sides())
    dots = trace(figure, "dots")
    fills = dict(zip([term for term, _ in dots.customdata], dots.marker.color, strict=True))
    assert fills["Coal"] == PAPER["light"].background
    assert fills["Gas"] == PALETTE["light"][0]
    assert fills["Oil"] == PALETTE["light"][1]
    assert "Hollow: chance could have made it." in notes(figure, "subtitle")[0].text.replace("<br>", " ")


def test_what_chance_could_have_made_is_drawn_only_where_hardly_anything_shifted():
    crowd = {f"t{number}": (number, 60 + number, "riser") for number in range(20)}
    drawn = chosen(rows(table(crowd | {"Coal": (10, 12, ""), "Tar": (12, 10, "")})))
    assert len([row for row in drawn if row.kind]) == MOST
    assert [row.term for row in drawn if not row.kind] == ["Tar"]


def test_beside_a_dot_stands_how_many_times_as_often_or_the_mentions_against_none():
    figure = keyness(table(COUNTS), sides())
    assert {each.text for each in notes(figure, "size")} == {"10×", "4.0×", "20 to 0", "1.2×", "15×", "12 to 0"}


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("scale", [1, 8])
def test_no_label_overlaps_another_or_leaves_the_figure(width, scale):
    long = {f"{term} and what else belongs to it, {scale}" * scale: counts for term, counts in COUNTS.items()}
    figure = keyness(table(long), sides(), width=width)
    half = ROOM[width] / 2
    ends = []
    for label in notes(figure, "label"):
        lines = label.text.split("<br>")
        assert max(text_width(line, label.font.size) for line in lines) + abs(label.xshift) <= half
        ends.append((label.y - len(lines) * label.font.size * 0.6, label.y + len(lines) * label.font.size * 0.6))
    assert all(before[1] <= after[0] for before, after in pairwise(ends))
    assert ends[0][0] >= 0
    assert ends[-1][1] <= figure.layout.yaxis.range[0]
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    assert plot == figure.layout.yaxis.range[0]


def test_the_hover_has_the_numbers_of_both_sides():
    dots = trace(keyness(table(COUNTS), sides()), "dots")
    said = dict(zip([term for term, _ in dots.customdata], dots.hovertext, strict=True))["Oil"].replace("\u00a0", " ")
    assert "2018–2019: 40 mentions in 20,000 words, 20 per 10,000; in 20 of 20 reports" in said
    assert "2021–2022: 4 mentions in 20,000 words, 2 per 10,000; in 4 of 20 reports" in said
    assert "2018–2019: 10 times as often, 95 % interval" in said
    assert "false discovery rate 0.1 %: more than chance" in said


def test_the_subtitle_says_measure_denominators_and_how_much_was_looked_at():
    said = " ".join(notes(keyness(table(COUNTS), sides()), "subtitle")[0].text.split("<br>")).replace("\u00a0", " ")
    assert said.startswith("Log-odds per word, in standard deviations from alike.")
    assert "3 of 40 terms tested differ by more than chance (false discovery rate 5 %)." in said
    assert "In quotes: phrases outside the lexicon." in said
    assert "Left and right: 20 reports of 20,000 words and 20 reports of 20,000 words." in said
    both = replace(sides(), units=dict(sides().units) | {"characters": (Side(5, 9), Side(6, 8))})
    mixed = " ".join(notes(keyness(table(COUNTS), both), "subtitle")[0].text.split("<br>"))
    assert "per word or Chinese character" in mixed


def test_both_sides_are_named_above_the_plot_in_their_colours():
    heads = notes(keyness(table(COUNTS), sides()), "head")
    assert [(head.text, head.font.color) for head in heads] == [
        ("← more in 2018–2019", PALETTE["light"][1]),
        ("more in 2021–2022 →", PALETTE["light"][0]),
    ]
    sources = sides(before="A very long name of a ministry", after="B", are_sources=True)
    assert notes(keyness(table(COUNTS), sources), "head")[0].text.startswith("← more from A very long name")


def test_the_footer_says_from_what_it_is_known():
    assert "Source: Central Bank" in notes(keyness(table(COUNTS), sides()), "footer")[0].text


def test_without_a_row_the_figure_says_so():
    figure = keyness(table(COUNTS)[:0], sides())
    assert notes(figure, "message")[0].text == "Nothing to draw."
    assert "has anything to compare" in notes(figure, "title")[0].text.replace("<br>", " ")


def test_a_name_is_text_and_never_markup():
    evil = "<b>Oil</b> & <i>co</i>"
    figure = keyness(table({evil: (40, 4, "faller")}), sides(before="<s>x</s>"))
    assert "&lt;b&gt;Oil&lt;/b&gt; &amp; &lt;i&gt;co&lt;/i&gt;" in notes(figure, "label")[0].text
    assert "&lt;s&gt;" in trace(figure, "dots").hovertext[0]
