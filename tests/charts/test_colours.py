from itertools import combinations

import pytest

from tracker.charts.colours import PALETTE, PAPER, colour, colours

# How protan, deutan and tritan eyes mix linear red, green and blue (Machado and others 2009, severity 1).
EYES = {
    "most": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
THEMES = ("light", "dark")


def linear(tint):
    parts = [int(tint[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(tint):
    return sum(part * weight for part, weight in zip(linear(tint), (0.2126, 0.7152, 0.0722), strict=True))


def lab(parts):
    rows = ((0.4124, 0.3576, 0.1805, 0.9505), (0.2126, 0.7152, 0.0722, 1), (0.0193, 0.1192, 0.9505, 1.089))
    x, y, z = (max(sum(a * b for a, b in zip(row, parts, strict=False)) / row[3], 0) for row in rows)
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_can_be_read_as_text_on_its_background(theme):
    for tint in (*PALETTE[theme], PAPER[theme].ink, PAPER[theme].quiet):
        dark, bright = sorted((luminance(tint), luminance(PAPER[theme].background)))
        assert (bright + 0.05) / (dark + 0.05) >= 4.5, tint


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_any_two_colours_differ_for_every_eye(theme, eyes):
    for one, two in combinations(PALETTE[theme], 2):
        seen = [
            lab([sum(a * b for a, b in zip(row, linear(t), strict=True)) for row in EYES[eyes]]) for t in (one, two)
        ]
        assert sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5 > (40 if eyes == "most" else 15), (one, two)


@pytest.mark.parametrize("theme", THEMES)
def test_a_chart_has_no_colour_twice_until_the_palette_is_used_up(theme):
    terms = [f"term {at}" for at in range(len(PALETTE[theme]))]
    assert set(colours(terms, theme).values()) == set(PALETTE[theme])
    assert len(colours([*terms, "one more"], theme)) == len(terms) + 1


def test_a_term_keeps_its_colour_when_others_are_added_after_it():
    alone = colours(["inflation"], "light")["inflation"]
    assert alone == colour("inflation", "light") == colours(["inflation", "农业", "工业"], "light")["inflation"]
