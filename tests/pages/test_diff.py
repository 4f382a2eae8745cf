"""What changed between two revisions."""

import pytest

from tracker.pages.diff import Piece, diff


@pytest.mark.parametrize(
    ("old", "new", "deleted", "inserted"),
    [
        ("Job gains have been solid.", "Job gains have slowed.", ["been solid"], ["slowed"]),
        ("Inflation is 2.5 percent.", "Inflation is 2.75 percent.", ["2.5 "], ["2.75 "]),
        ("中国经济增长5%。保持稳定。", "中国经济增长6%。保持稳定。", ["5"], ["6"]),
        ("坚持改革。", "坚持改革开放。", [], ["开放"]),
        ("One stays. Two goes.", "One stays. ", ["Two goes."], []),
        ("Rates rose sharply.", "It rained all day in May.", ["Rates rose sharply."], ["It rained all day in May."]),
        ("", "All of it is new.", [], ["All of it is new."]),
        ("Same.", "Same.", [], []),
    ],
)
def test_what_went_and_what_came(old: str, new: str, deleted: list[str], inserted: list[str]) -> None:
    pieces = diff(old, new)
    assert [piece.text for piece in pieces if piece.kind == "deleted"] == deleted
    assert [piece.text for piece in pieces if piece.kind == "inserted"] == inserted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("First.\n\nSecond, longer one.\n", "First.\n\nA new one.\n\nSecond, longer one!"),
        ("　　各位代表：\n\n现在开始。”说完。", "各位代表：\n\n现在，开始！”说完。……"),
        ("U.S. growth... slowed?!  Yes. No", "U.S. growth slowed.\tYes?\r\nNo"),
        ("👩‍👩‍👧 e\u0301 \x00", "👩‍👧 é"),
        ("word " * 3000, "other " * 3000),
    ],
)
def test_the_pieces_are_exactly_both_texts(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "inserted") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == new
    assert Piece("same", "") not in pieces
