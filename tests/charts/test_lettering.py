import pytest

from tracker.charts.lettering import balanced, width, wrap


@pytest.mark.parametrize(
    "text",
    [
        "“Inflation” rose to 24.3 per 10,000\u00a0words in 2022, from 8.9 in 2020",
        "坚持改革开放，推动高质量发展，加强科技自立自强和粮食安全保障",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
        "labor market 劳动力市场 conditions",
    ],
)
@pytest.mark.parametrize("broken", [wrap, balanced])
def test_broken_lines_fit_their_room_and_lose_no_letter(text, broken):
    rows = broken(text, 14, 150)
    assert all(width(row, 14) <= 150 for row in rows)
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")


def test_a_space_that_keeps_words_together_is_kept():
    assert not any(row.endswith("10,000") for row in wrap("per 10,000\u00a0words " * 9, 12, 130))


def test_no_line_begins_with_a_chinese_full_stop():
    assert not any(row.startswith(("，", "。")) for row in wrap("农业，工业。" * 12, 12, 72))
