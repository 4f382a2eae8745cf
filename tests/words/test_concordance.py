"""A mention in its context."""

import pytest

from tracker.words.concordance import context

ENGLISH = "First one. The U.S. Committee said 3.5 percent, and stressed prices! Last one."
CHINESE = "会议指出，要改革。会议强调，要坚持开放！结束。"


@pytest.mark.parametrize(
    ("text", "match", "line"),
    [
        (ENGLISH, "stressed", "Committee said 3.5 percent, and stressed prices!"),
        (CHINESE, "开放", "会议强调，要坚持开放！"),
        ("One para.\n\nTwo para with it\n\nThree", "it", "Two para with it"),
    ],
)
def test_a_sentence_is_the_context(text: str, match: str, line: str) -> None:
    start = text.index(match)
    assert line in "".join(context(text, start, start + len(match)))
    assert "结束" not in "".join(context(text, start, start + len(match)))


def test_a_width_is_in_characters_and_stays_in_the_paragraph() -> None:
    text = "before\n\nabcdef MATCH ghijkl\n\nafter"
    start = text.index("MATCH")
    assert context(text, start, start + 5, 4) == ("def ", "MATCH", " ghi")
    assert context(text, start, start + 5, 99) == ("abcdef ", "MATCH", " ghijkl")
