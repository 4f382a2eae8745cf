"""Concordance: a mention with the words around it (key word in context)."""

import re

from tracker.words.sentences import ends

_SPACES = re.compile(r"\s+")


def context(text: str, start: int, end: int, width: int | None = None) -> tuple[str, str, str]:
    """The text left of, at and right of [start, end), on one line each.

    ``width`` is in characters a side; None gives the sentence that the mention stands in. Neither side
    reaches into another paragraph.
    """
    if width is None:
        first, last = sentence(text, start, end)
    else:
        first = max(text.rfind("\n\n", 0, start) + 1, start - width, 0)
        stop = text.find("\n\n", end)
        last = min(stop if stop >= 0 else len(text), end + width)
    left, match, right = (_SPACES.sub(" ", piece) for piece in (text[first:start], text[start:end], text[end:last]))
    return left.lstrip(), match, right.rstrip()


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence (or sentences) around [start, end) begins and ends."""
    paragraph = text.rfind("\n\n", 0, start)
    first = paragraph + 2 if paragraph >= 0 else 0
    for begin, stop in ends(text, first):
        if stop <= start:
            first = stop
        elif begin >= end:
            return first, stop
    return first, len(text)
