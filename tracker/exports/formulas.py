"""Inert text: cells that a spreadsheet shows and never runs."""

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def escape_formula(text: str) -> str:
    """The text as a cell that is only ever text, on one line."""
    return ("'" if text.startswith(FORMULA) else "") + re.sub(r"[\r\n]+", " ", text)
