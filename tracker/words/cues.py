"""Cues: the reporting verbs of a text, whose each is, and how far it reaches.

A mention belongs to the last cue at or before it in its paragraph, and to that cue's speaker, which is its subject.
What stands in quotation marks is what the speaker says: a verb of reporting in it does not take over, and the cue
outside carries on. A verb without a person or body that could be speaking is no cue: "the new normal requires",
按照要求.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from tracker.words import subjects, subjects_zh
from tracker.words.lexicon import Cue
from tracker.words.subjects import Kind, Subject

# Marks that pair: a verb between two of them is quoted. Opened and never closed in its paragraph, a mark says nothing.
_PAIRS = ("“”", "「」", "『』", "《》")
_ENDS = (". ", "! ", "? ", "; ", ".” ", '." ', "。", "!", "?", ";")
_CLOSING, _BEHIND = '”」』"', 60
_SUBJECT = re.compile(r"(?! ?(?:and|but|while|then)\b)[^,.;:!?。\n“”\"]*")
_Language = Any  # subjects or subjects_zh
_SIGNS = (",", ":", "“", '"')
_SENTENCE = 800  # characters of it that are looked at
_NAMES = 8  # the last so many are remembered


class Cued(NamedTuple):
    """A reporting verb of the lexicon at [start, end) of a normalised text."""

    start: int
    end: int
    cue: Cue


class Reach(NamedTuple):
    """A cue from ``start`` to where its paragraph ends; ``speaker`` is empty for the text's own voice, or unknown."""

    start: int
    end: int
    cue: Cue
    speaker: str


class Listener:
    """Reads the texts of one report in their order, its title first, and remembers who was named."""

    def __init__(self) -> None:
        """Nobody was named yet."""
        self._known: tuple[str, ...] = ()  # the last named is the last

    def title(self, text: str, cued: Sequence[Cued]) -> list[Reach]:
        """``reaches`` of a title, which is its own paragraph; without a cue, whom it is about is remembered."""
        found = self.reaches(text, cued)
        if not found and text:
            subject = (subjects if text.isascii() else subjects_zh).leading(text, ())
            if subject.kind == "named":
                self._name(subject.name)
        return found

    def reaches(self, text: str, cued: Iterable[Cued]) -> list[Reach]:
        """The cues of a normalised text that report, in its order; ``cued`` are all its verbs, in its order."""
        found: list[Reach] = []
        first = last = -1  # of the paragraph
        for each in cued:
            if each.start >= last:
                first, last = text.rfind("\n", 0, each.start) + 1, text.find("\n", each.end)
                last = last if last >= 0 else len(text)
            subject = self._subject(text, first, last, each, bool(found) and found[-1].end == last)
            if subject.kind != "none":
                begins = found[-1].start + len(found[-1].cue.verb) if found and found[-1].end == last else first
                if (quotation := _attributed(text, first, begins, each.start)) is not None:
                    found.append(Reach(*quotation, each.cue, subject.name))
                found.append(Reach(each.start, last, each.cue, subject.name))
        return found

    def _subject(self, text: str, first: int, last: int, cued: Cued, continued: bool) -> Subject:
        """Whose verb it is; ``continued`` is whether another reported before it in its paragraph."""
        start, end, cue = cued
        language = subjects_zh if cue.verb[0] >= "\u2e80" else subjects
        following = text[end : end + 6]
        subject: Subject = language.before(text, first, start, cue, following, self._known)
        if subject.kind == "none" or quoted(text, first, start, last):
            return subjects.NONE
        if subject.kind in subjects.PRONOUNS:
            subject = self._referred(text, first, start, subject.kind, language)
        elif subject.kind in ("same", "joined"):
            led = self._leader(text[_sentence(text, first, start) : start], subject.kind == "joined", language)
            if led.kind == "none":
                if cue.strict and not (continued and language.continues(text, start, cue.verb, following)):
                    return subjects.NONE
                goes_on = continued or text[end : end + 1] in _SIGNS or following.startswith(" that ")
                return Subject("same", self._last_named() if goes_on else "")
            subject = led
        if subject.kind in ("named", "someone"):
            subject = subject._replace(name=language.in_full(subject.name, self._known))
            self._name(subject.name)
        return subject

    def _referred(self, text: str, first: int, start: int, pronoun: Kind, language: _Language) -> Subject:
        """Whom a pronoun before ``start`` means: "he" whoever was named last, "it" only a body of the same sentence."""
        here = _sentence(text, first, start)
        if pronoun == "it":
            if (led := self._leader(text[here:start], True, language)).kind == "named":
                self._name(led.name)
            named = self._last_named(text[here:start], partial(language.fits, pronoun), anywhere=False)
            return Subject(pronoun, named) if named else subjects.NONE
        before = _sentence(text, first, max(here - 2, first))
        for sentence in (text[before:here], text[here:start]):
            if (led := language.leading(sentence, self._known)).kind == "named":
                self._name(led.name)
        return Subject(pronoun, self._last_named(text[first:start], partial(language.fits, pronoun)))

    def _leader(self, sentence: str, joined: bool, language: _Language) -> Subject:
        """Who leads a sentence, or governs it where the verb is joined to what it does."""
        led: Subject = language.leading(sentence, self._known)
        if led.kind != "named":
            return language.governing(sentence, self._known) if joined else subjects.NONE
        return led

    def _name(self, name: str) -> None:
        if self._known[-1:] != (name,):
            self._known = (*(each for each in self._known if each != name), name)[-_NAMES:]

    def _last_named(self, text: str = "", fits: Callable[[str], bool] = lambda _: True, anywhere: bool = True) -> str:
        """The name that fits and was met last: in this text, or else before it."""
        known = [name for name in self._known if fits(name)]
        last, at = known[-1] if known and anywhere else "", -1
        for name in known:
            if text.rfind(name) > at:
                last, at = name, text.rfind(name)
        return last


def quoted(text: str, first: int, at: int, last: int) -> bool:
    """Whether ``at`` stands in quotation marks that open and close within [first, last)."""
    if text.find('"', at, last) >= 0 and text.count('"', first, at) % 2:
        return True
    return any(
        text.find(pair[1], at, last) >= 0 and text.count(pair[0], first, at) > text.count(pair[1], first, at)
        for pair in _PAIRS
    )


def _attributed(text: str, first: int, spoken: int, start: int) -> tuple[int, int] | None:
    """The quotation that the verb at ``start`` closes, “so it is,” he said; none that another, up to ``spoken``, opens.

    It ends in a comma, or in Chinese in any sign, and nothing but the verb's subject stands behind it.
    """
    least = max(first, start - _BEHIND)
    close = max(text.rfind(mark, least, start) for mark in _CLOSING)
    if close <= first or text[close - 1] not in ",?!。" or not _SUBJECT.fullmatch(text, close + 1, start):
        return None
    mark = next((pair[0] for pair in _PAIRS if pair[1] == text[close]), '"')
    begin = text.rfind(mark, first, close)
    if begin < 0 or (mark == '"' and text.count('"', first, close) % 2 == 0):
        return None
    before = text[spoken:begin].strip(" ,")
    return None if before.endswith(":") or (spoken > first and not before) else (begin, close)


def carriers(reaches: Sequence[Reach], starts: Iterable[int]) -> list[Reach | None]:
    """The cue that carries a mention at each of ``starts``: the last at or before it, if it reaches so far."""
    begins = [reach.start for reach in reaches]
    found: list[Reach | None] = []
    for start in starts:
        at = bisect_right(begins, start) - 1
        found.append(reaches[at] if at >= 0 and start < reaches[at].end else None)
    return found


def _sentence(text: str, first: int, at: int) -> int:
    """Where the sentence begins that ``at`` stands in, as far as one is looked for."""
    least = max(first, at - _SENTENCE)
    return max(least, *(text.rfind(sign, least, at) + len(sign) for sign in _ENDS if sign in text[least:at]), least)
