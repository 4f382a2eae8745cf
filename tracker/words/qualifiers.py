"""Qualifiers: the numbers and small words by which a sentence that hardly changed says more or less than it did."""

import re
from collections.abc import Iterator

_WRITTEN = (
    "some somewhat slightly moderately modestly gradually gradual further additional any all most more less few several"
    " significantly significant substantially substantial strongly strong solid robust moderate modest slow elevated"
    " high low roughly broadly largely nearly almost about likely unlikely possible possibly probably may"
    " might could would should must will appropriate carefully closely patient patiently only still yet already"
    " soon firmly resolutely vigorously actively steadily fully always never not no remains remain"
    " sufficiently considerable extended"
)
_HAN_WRITTEN = """
    进一步 更加 更好 更 适度 适当 稳步 稳妥 积极 大力 着力 坚决 坚定不移 全面 基本 总体 逐步 逐渐 加快 加大 加强 较快
    较大 较 明显 显著 十分 非常 特别 必须 应当 可能 力争 努力 左右 以上 以下 约 不 没有 仍然 仍 始终 一定 有所
    初步 切实 深入 扎实
"""
_WORDS = "|".join(sorted(_WRITTEN.split(), key=len, reverse=True))
_HAN = "|".join(sorted(_HAN_WRITTEN.split(), key=len, reverse=True))
_DIGITS = "一二三四五六七八九十百千万亿两〇零"
_QUALIFIER = re.compile(
    rf"\d+(?:[.,/\-]\d+)*(?:\s?%|(?=\D|$))|[{_DIGITS}]{{2,}}|百分之[{_DIGITS}点]+|\b(?:{_WORDS})\b|(?:{_HAN})",
    re.IGNORECASE,
)


def qualifiers(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers and qualifying words stand in a stretch of text, [start, end) each."""
    return (match.span() for match in _QUALIFIER.finditer(text))
