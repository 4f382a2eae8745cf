"""Sentences: where one ends and the next begins, in English and Chinese."""

import re
from collections.abc import Iterator
from itertools import pairwise

_END = re.compile(
    r"(?P<stop>[.!?]+)[\"'”’)\]]*(?=\s|\Z)"  # a stop, with what closes behind it
    r"|(?<=[a-z]{3})[.!?](?=[A-Z])"  # pages that lost the space: "even better.The Party"
    r"|[。！？；…]+[”’」』）]*|\n\s*\n"
)
_SHORT = re.compile(
    r"(?:\b(?:[A-Z]|[ei]\.[eg]|Mr|Mrs|Ms|Messrs|Dr|Prof|Gov|Sen|Rep|Gen|Adm|Col|Lt|Rev|Hon|St|Jr|Sr|vs|cf|approx))\Z"
)
_NUMBERED = re.compile(
    r"\b(?:Nos?|Arts?|Secs?|Figs?|Vol|Ch|paras?|pp?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\Z"
)
# After "U.S." only these say that a sentence ended with it.
_OPENS = re.compile(r"\s+(?:The|This|That|These|Those|In|It|Its|At|On|As|For|To|With|We|Our|They|He|She|But|However)\b")
_COUNTRY = re.compile(r"\b(?:[A-Z]\.)+[A-Z]\Z")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as [start, end), each with the white space behind it; together they are the whole text.

    A decimal, an initial and an abbreviation end none (3.5, John C. Williams, U.S.); a blank line always does.
    """
    cuts = [0, *(_past_space(text, end) for _, end in ends(text)), len(text)]
    return [(first, last) for first, last in pairwise(dict.fromkeys(cuts)) if first < last]


def ends(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """From where to where the signs stand that end a sentence, from ``start`` on, where one begins."""
    for match in _END.finditer(text, start):
        if match["stop"] and not _stops(text, start, match):
            continue
        yield match.span()
        start = match.end()


def _stops(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a stop ends a sentence, rather than a number, an initial or an abbreviation."""
    at, after = match.start(), text[match.end() : match.end() + 12]
    if not any(map(str.isalpha, text[start:at])):
        return False  # "1." before what is listed
    if set(match["stop"]) != {"."}:
        return True
    before, following = text[max(start, at - 8) : at], after.lstrip()[:1]
    if following.islower() or (_NUMBERED.search(before) and following.isdecimal()):
        return False
    return not _SHORT.search(before) or bool(_COUNTRY.search(before) and _OPENS.match(after))


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
