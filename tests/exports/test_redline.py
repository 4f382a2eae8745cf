"""A redline as HTML."""

import re

import pytest

from tracker.exports.redline import html, legend
from tracker.words.redline import redline

SAME = [f"Sentence {number} stays just as it was." for number in range(12)]

OTHER = [f"Wholly other is number {number}." for number in range(20)]


def marked(old: str, new: str) -> str:
    return re.sub(r"^<article[^>]*>|</article>$", "", html(redline(old, new), "en"))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Rates rose.", "Rates rose. Jobs too.", "<p>Rates rose. <ins>Jobs too.</ins></p>"),
        ("Rates rose. Jobs too.", "Rates rose.", "<p>Rates rose. <del>Jobs too.</del></p>"),
        ("Job gains have been solid.", "Job gains have slowed.",
         "<p>Job gains have <del>been <b>solid</b></del><ins>slowed</ins>.</p>"),
        ("It was 2.5 percent.", "It was 2.75 percent.",
         "<p>It was <del><b>2.5</b></del> <ins><b>2.75</b></ins> percent.</p>"),
        ("One stays.\n\nTwo goes off.", "One stays.\n\nA third is here.",
         "<p>One stays.</p><p><del>Two goes off.</del></p><p><ins>A third is here.</ins></p>"),
        ("各位代表：\n\n现在开会。", "各位代表！\n\n现在开会。",
         "<p>各位代表<del>：</del> <ins>！</ins></p><p>现在开会。</p>"),
        ("物价稳定。就业压力增大。", "物价稳定。就业压力明显增大。",
         "<p>物价稳定。就业压力<ins><b>明显</b></ins>增大。</p>"),
        ("<u>a & b</u>", "<i>a & b</i>", None),
    ],
)  # fmt: skip
def test_what_went_is_struck_through_and_what_came_underlined(old: str, new: str, shown: str | None) -> None:
    found = marked(old, new)
    assert found == shown or (shown is None and "<u>" not in found and "<i>" not in found and "&amp;" in found)


def test_a_sentence_that_moved_is_named_at_both_its_places() -> None:
    moved = "This one of many words moves."
    found = marked(" ".join([moved, *SAME[:3]]), " ".join([*SAME[:3], moved]))
    assert f'<span class="tag">moved away</span><span class="away">{moved}</span>' in found
    assert f'<span class="tag">moved here</span><span class="moved">{moved}</span>' in found


@pytest.mark.parametrize(
    ("old", "new", "folded"),
    [
        (SAME, [*SAME, "New."], ["11 unchanged sentences"]),  # but the last, which leads over to what is new
        (SAME, ["New.", *SAME, "New too."], ["10 unchanged sentences"]),
        (SAME[:4], [*SAME[:4], "New."], []),
        (["Old."], SAME[:5], []),
        (SAME[:1], [*SAME[:1], *OTHER], ["17 more sentences added"]),
        ([*OTHER, SAME[0]], SAME[:1], ["17 more sentences dropped"]),
    ],
)  # fmt: skip
def test_long_stretches_of_one_kind_are_folded(old: list[str], new: list[str], folded: list[str]) -> None:
    assert re.findall(r"<summary>(.*?)</summary>", marked(" ".join(old), " ".join(new))) == folded


def test_nothing_is_lost_between_the_folds() -> None:
    old = "\n\n".join([*SAME, "Old one here.", *SAME])
    new = "\n\n".join([*SAME, "Quite another thing now.", *SAME])
    words = re.sub(r"<summary>.*?</summary>|<[^>]+>", " ", marked(old, new)).split()
    assert words == " ".join([*SAME, "Old one here. Quite another thing now.", *SAME]).split()


def test_the_legend_counts_what_is_there() -> None:
    found = legend(redline(" ".join(SAME), " ".join([*SAME[1:], "Wholly new."])))
    assert " ".join(re.sub(r"<[^>]+>", " ", found).split()) == "added 1 dropped 1 unchanged 11"
