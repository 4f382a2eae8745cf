"""Room that text takes in a chart, by the widths of its letters, and lines broken to fit."""

import re
import unicodedata
from html import escape

FONTS = (
    '"Source Sans", "Source Sans 3", "Noto Sans", Helvetica, Arial, '
    '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif'
)
# Hundredths of the font's size, of the semibold of Source Sans: the regular is narrower by 3 %, the bold as wide with
# what is rounded up here.
_WIDTHS = {
    20: " \u00a0", 28: "',.:;ijl|‘’·", 32: "!If", 36: "()-/[\\]{}", 40: "rt", 44: "*s", 48: "?cz–",
    52: '0123456789"#$+<=>FJLY^_aegvxy~“”−×÷', 56: "AESTVXZ`hknou", 60: "BCKPRbdpq", 64: "&DG", 68: "HNOQU",
    76: "Mw", 80: "W—", 88: "%@m", 100: "…",
}  # fmt: skip
_EM = {letter: hundredths / 100 for hundredths, letters in _WIDTHS.items() for letter in letters}


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
    if letter in _EM:
        return _EM[letter]
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.68 if letter.isupper() else 0.56
