"""Room that text takes in a chart, estimated without a font, and lines broken to fit."""

import re
import unicodedata
from html import escape

FONTS = (
    '"Source Sans", "Source Sans 3", "Noto Sans", Helvetica, Arial, '
    '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif'
)
_NARROW = frozenset("iljtfrI.,:;'|!()[] ·“”‘’")
_WIDE = frozenset("mwMWGOQ%@—")


def width(text: str, size: float) -> float:
    """The width of one line in pixels at a font size, on the generous side."""
    return sum(_em(letter) for letter in text) * size


def wrap(text: str, size: float, room: float) -> list[str]:
    """The text in lines of at most ``room`` pixels, broken at spaces, between Chinese characters, or by force."""
    rows: list[str] = []
    row = ""
    for piece in _pieces(text, size, room):
        if row and width((row + piece).rstrip(), size) > room:
            rows.append(row.rstrip())
            row = piece.lstrip()
        else:
            row += piece
    return [*rows, row.rstrip()] if row.strip() or not rows else rows


def balanced(text: str, size: float, room: float) -> list[str]:
    """The text in as few lines as ``wrap`` makes of it, of about equal length: no last word stands alone."""
    rows = wrap(text, size, room)
    while room > 2 * size and len(tighter := wrap(text, size, room - size)) == len(rows) > 1:
        rows, room = tighter, room - size
    return rows


def markup(rows: list[str]) -> str:
    """Lines as a figure's text, where no letter is taken for a tag."""
    return "<br>".join(escape(row, quote=False) for row in rows)


def _pieces(text: str, size: float, room: float) -> list[str]:
    """Pieces that stay whole: a word with its space, one Chinese character, or a letter of a word too wide."""
    pieces: list[str] = []
    # Closing marks and opening quotes stay with their character: no line begins or ends with the wrong one.
    pattern = r"“?[\u2e80-\u9fff\uf900-\ufaff][”，。、；：！？）]* *|(?:(?![\u2e80-\u9fff\uf900-\ufaff])[^ ])+ *| +"
    for piece in re.findall(pattern, text.replace("\n", " ")):
        pieces.extend(piece if width(piece.rstrip(), size) > room else [piece])
    return pieces


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return 0.32
    return 0.9 if letter in _WIDE else 0.7 if letter.isupper() else 0.55
