"""Attendees: who a readout names as having attended, in the order in which it names them.

Named are those of whom the text says that they attended, were present or in attendance (出席, 列席, 参加), also where
the list stands behind the verb. Whoever only chaired or spoke is not among them, nor are groups without names
("responsible comrades from relevant departments"). A title beside a name is not part of it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.words import attendees_chinese
from tracker.words.attendees_chinese import REACH
from tracker.words.sentences import sentences
from tracker.words.text import simplified


class Attendee(NamedTuple):
    """One who attended; ``name`` is in Simplified characters, [start, end) where it stands in the text."""

    name: str
    start: int
    end: int


_MEETING = (
    r"(?:conferences?|meetings?|sessions?|forums?|fora|symposi(?:um|a)|ceremon(?:y|ies)|summits?|seminars?|congress|talks"
    r"|plenum|plenary|events?|gatherings?|banquets?|workshops?|dialogues?|hearings?|discussions?|receptions?|opening"
    r"|closing|rally|it|them)\b"
)
_ATTENDED = re.compile(
    rf"\b(?:attend(?:s|ed)?(?=[.,;)]|$|\s+(?:[^\s.,;]+\s+){{0,9}}?{_MEETING})"
    r"|(?:(?:were|was|are|is)\s+)?(?:also\s+)?(?:in\s+attendance\b|present(?=\s+(?:at|on|for|during)\b|[.,;]|$)))",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"\b(?:attended\s+by|(?:attending|present|in\s+attendance)\b[^.;:]{0,80}?\b(?:were|was|are|included?)|"
    r"(?:attendees|participants|those\s+(?:present|attending))(?:\s+(?:were|are|included?))?)\b:?\s+",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[,;:]\s*(?:(?:and|as\s+well\s+as)\s+)?|\s(?:and|as\s+well\s+as|&)\s|\s--?\s|[–—])\s*")
_WORD = r"(?:[dlDLO]['’])?[A-Z][^\W\d_]+(?:['’\-][^\W\d_]+)*"
_RUN = re.compile(
    rf"(?:[A-Z]\.|{_WORD})(?:\s+(?:[A-Z]\.|{_WORD}|(?:van|von|der|den|de|del|di|da|dos|bin|al|el|la|le)(?=\s)))*"
)
_TITLE = re.compile(
    r"\b(?:(?:vice|deputy|first|acting|former|executive)[\s-])*(?:chair(?:man|men|woman|person)?s?|presidents?|premiers?"
    r"|secretar(?:y|ies)(?:-general)?|ministers?|members?|directors?(?:-general)?|governors?|mayors?|generals?|admirals?"
    r"|heads?|chiefs?|ambassadors?|representatives?|commissioners?|officers?|officials?|academicians?|researchers?"
    r"|engineers?|comrades?|leaders?|delegates?|experts?|scholars?|professors?|chancellors?|king|queen|prince|speaker"
    r"|senators?|envoys?|counci?l+ors?|advis[eo]rs?|attach[eé]s?|spokes(?:man|woman|person)|ceo|mr|mrs|ms|dr|sir|prof)\b"
    r"\.?",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:Committee|Group|Department|Departments|Ministry|Commission|Council|Bureau|Office|Bank|University|Institute"
    r"|Congress|Party|Government|Academy|Association|Court|Army|Conference|Affairs|State|States|Union|Nations|Kingdom"
    r"|Kong|Korea|Zealand|York|House|Federation|Republic|Centre|Center|Board|Reserve|Forum|Security|Political"
    r"|Politburo|Standing|Central|National|People's|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
_OPENS = re.compile(
    r"\b(?:When|While|As|Since|If|After|Before|The|Both|Also|And|But|Where|Although|Because|Meanwhile|Then|Today)\s"
)
_SMALL = re.compile(r"\b[a-z]+(?:-[a-z]+)*\b")  # what is written small
# What may be written small in a list of names with their titles; any other word begins what is no list.
_AMONG_WRITTEN = (
    "a also all an and as at both current for from in including is its new number of on other ranking relevant"
    " responsible respectively senior state the then to top various who"
)
_AMONG = frozenset(_AMONG_WRITTEN.split())
_BEFORE_PLACE = re.compile(r"\b(?:of|from|in|at|for|to|the|with|by)\s*\Z")
_WHEN = re.compile(r"\s+(?:(?:also|both|all|respectively|jointly)\b.*|(?:on|in)\s+[A-Z][a-z]+(?:\s+[a-z]+)?)\Z")


def attendees(text: str) -> tuple[Attendee, ...]:
    """Everyone whom an English or Chinese text names as attending, each once, where it first does so."""
    found: dict[str, Attendee] = {}
    plain = simplified(text)
    for start, end in sorted([*_english(text), *attendees_chinese.named(plain)]):
        padding = "" if text[start] >= "\u2e80" else " "
        name = padding.join(plain[start:end].split())
        found.setdefault(name, Attendee(name, start, end))
    return tuple(found.values())


def _english(text: str) -> Iterator[tuple[int, int]]:
    for first, last in sentences(text):
        sentence = text[first:last]
        for verb in _FOLLOWED.finditer(sentence):
            yield from _listed(text, first + verb.end(), min(last, first + verb.end() + REACH), forward=True)
        begin = first
        for verb in _ATTENDED.finditer(sentence):
            yield from _listed(text, max(begin, first + verb.start() - REACH), first + verb.start(), forward=False)
            begin = first + verb.end()


def _listed(text: str, first: int, last: int, forward: bool) -> Iterator[tuple[int, int]]:
    """The names of the list that begins at ``first``, or that ends at ``last``."""
    cuts = [first, *(at for gap in _PARTS.finditer(text, first, last) for at in gap.span()), last]
    parts = list(zip(cuts[::2], cuts[1::2], strict=True))
    for start, end in parts if forward else reversed(parts):
        part = text[start:end].rstrip(" .!?\n")
        name = _name(part)
        if name:
            yield start + name[0], start + name[1]
        elif any(word not in _AMONG for word in _SMALL.findall(_TITLE.sub("", part))):
            return


def _name(part: str) -> tuple[int, int] | None:
    """Where a part of a list has a name: behind a title or a body, or before "of"."""
    part = _WHEN.sub("", part)
    head = re.split(r"\s(?:of|from|for|at|on|in|to|representing)\s", part, maxsplit=1)[0]
    for piece in dict.fromkeys((head, part)):
        runs = list(_RUN.finditer(piece))
        if not runs or runs[-1].end() != len(piece):
            continue
        start = runs[-1].start()
        ranks = [match.end() for pattern in (_TITLE, _NO_NAME, _OPENS) for match in pattern.finditer(piece)]
        begins = max((end for end in ranks if end > start), default=start)
        before = _TITLE.sub("", piece[:start])
        if any(word not in _AMONG for word in _SMALL.findall(before)):
            continue
        if begins == start and _BEFORE_PLACE.search(piece[:start]):
            continue
        begins += len(piece[begins:]) - len(piece[begins:].lstrip())
        if 2 <= len(piece[begins:].split()) <= 5 and not _NO_NAME.search(piece, begins):
            return begins, len(piece)
    return None
