"""What changed in the wording of a passage."""

import pytest

from tracker.words.wording import Stretch, changed


@pytest.mark.parametrize(
    ("old", "new", "deleted", "inserted"),
    [
        ("Job gains have been solid.", "Job gains have slowed.", ["been solid"], ["slowed"]),
        ("Inflation is 2.5 percent.", "Inflation is 2.75 percent.", ["2.5 "], ["2.75 "]),
        ("to 5-1/4 percent", "to 5-1/2 percent", ["5-1/4 "], ["5-1/2 "]),
        ("中国经济增长5%。", "中国经济增长6%。", ["5"], ["6"]),
        ("坚持改革。", "坚持改革开放。", [], ["开放"]),
        ("", "All of it is new.", [], ["All of it is new."]),
        ("Same.", "Same.", [], []),
        ("the “core”—or not", 'the  "core"-or not', [], []),
        ("增长１１．７％", "增长11.7%", [], []),
        # One word in common does not part a change: a patchwork cannot be read.
        ("in light of weak demand", "in spite of strong supply", ["light of weak demand"], ["spite of strong supply"]),
        ("一年来的努力", "五年间的奋斗", ["一年来的努力"], ["五年间的奋斗"]),
    ],
)
def test_what_went_and_what_came(old: str, new: str, deleted: list[str], inserted: list[str]) -> None:
    found = changed(old, new)
    assert [each.text for each in found if each.kind == "deleted"] == deleted
    assert [each.text for each in found if each.kind == "inserted"] == inserted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("First. Second, longer one.\n", "First. A new one. Second, longer one!"),
        ("　　各位代表：现在开始。”说完。", "各位代表：现在，开始！”说完。……"),
        ("U.S. growth... slowed?!  Yes. No", "U.S. growth slowed.\tYes?\r\nNo"),
        ("👩‍👩‍👧 e\u0301 \x00", "👩‍👧 é_a"),
        ("word " * 3000, "other " * 3000),
        ("word " * 3000, "word " * 2999 + "end"),
    ],
)
def test_the_stretches_are_both_passages_but_for_white_space(old: str, new: str) -> None:
    found = changed(old, new)
    assert "".join(each.text for each in found if each.kind != "deleted") == new
    kept = "".join(each.text for each in found if each.kind != "inserted")
    assert "".join(kept.split()) == "".join(old.split())
    assert Stretch("same", "") not in found
