"""Scoring a revision: its normalised text and length, its mentions with their cues, the bands that its likes share."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from tracker.documents import PLACES, Analysis, Mention, Place, Revision
from tracker.words.cues import Cued, Listener, Reach, carriers
from tracker.words.full_text import said
from tracker.words.lexicon import Concept, Cue, Lexicon
from tracker.words.matching import Found, Match, Matcher
from tracker.words.near import NearMatcher
from tracker.words.near_duplicates import bands
from tracker.words.overlaps import Column
from tracker.words.serials import Serials
from tracker.words.text import length, normalise, unit_of

_CUES = ""  # the concept that the cues are matched as: of two that overlap the longer counts
_UNCARRIED = Cue("", 0)


class Carrier(NamedTuple):
    """What a mention has of its place and cue, and what it weighs for both."""

    place: Place
    cue: str
    rank: int
    speaker: str
    weight: float


class Mentioned(NamedTuple):
    """Mentions in several reports, as columns of one length, in the order of the reports and of their characters.

    ``report`` counts in the texts given, ``wording`` in the scorer's wordings, ``carrier`` in ``carriers``.
    """

    report: Column
    wording: Column
    start: Column
    end: Column
    carrier: Column
    carriers: Sequence[Carrier]


class Scorer:
    """Scores revisions with one version of the lexicon; immutable, so threads may share it."""

    def __init__(self, lexicon: Lexicon, concepts: Iterable[Concept] | None = None) -> None:
        """Compile the lexicon, or those ``concepts`` alone, which need not be in it, with its cues and weights."""
        self.lexicon = lexicon
        wanted = list(lexicon.concepts.values() if concepts is None else concepts)
        self._cues = {cue.verb: cue for cue in reversed(lexicon.cues)}
        self._near = [NearMatcher(each) for each in wanted if each.near is not None]
        alone = [each for each in wanted if each.near is None]
        self._matcher = Matcher([*alone, Concept(_CUES, "", {"": tuple(self._cues)})])
        self._serials = Serials(lexicon.serials)
        # Those of the cues come last, for their concept does.
        self.wordings = [(each.concept, each.variant) for each in self._matcher.patterns if each.concept != _CUES]

    def score(self, revision: Revision, language: str, feed_id: str = "") -> Analysis:
        """Normalise a revision once, measure its length and find every mention in it.

        ``feed_id`` is its source, of which a serial may have only some.
        """
        title, body = normalise(revision.title), normalise(revision.body)
        unit = unit_of(language)
        in_title = length(title, unit)
        in_body = length(body, unit)
        in_lead = length(body[: lead_end(body)], unit)
        words = in_title + in_body
        found, version, likes = tuple(self.mentions(title, body)), self.lexicon.version, bands(body, words)
        serial = self._serials.of(title, feed_id)
        return Analysis(title, body, words, in_title, in_lead, found, version, likes, said(title, body), serial)

    def serial(self, normal_title: str, feed_id: str) -> str:
        """The recurring reports that a report is one of."""
        return self._serials.of(normal_title, feed_id)

    def mentions(self, normal_title: str, normal_body: str) -> list[Mention]:
        """Every mention in a normalised title and body, with its place and cue; offsets are in the normalised text."""
        found = [self._matcher.find(text) for text in (normal_title, normal_body)]
        title, body = (
            self._with_near(text, [match for match in matches if match.concept != _CUES])
            for text, matches in zip((normal_title, normal_body), found, strict=True)
        )
        if not title and not body:
            return []
        cued = ([self._cued(match) for match in matches if match.concept == _CUES] for matches in found)
        reaches = _reaches((normal_title, normal_body), *cued)
        lead = lead_end(normal_body)
        mentions = [self._mention(match, "title", reach) for match, reach in _carried(title, reaches[0])]
        for match, reach in _carried(body, reaches[1]):
            mentions.append(self._mention(match, "lead" if match.start < lead else "body", reach))
        return mentions

    def _with_near(self, normal: str, matches: list[Match]) -> list[Match]:
        """The matches, and those of phrases near each other, in the order of the text."""
        near = [match for matcher in self._near for match in matcher.find(normal)]
        return sorted([*matches, *near], key=lambda each: each.start) if near else matches

    def mentions_in(self, texts: Sequence[tuple[str, str]]) -> Mentioned:
        """What ``mentions`` gives, for several normalised titles and bodies at once."""
        found = self._matcher.find_in(list(chain.from_iterable(texts)))
        uncued = found.pattern < len(self.wordings)
        text, wording, start, end = (column[uncued] for column in found)
        leads = np.array([lead_end(body) for _, body in texts], np.int64)
        place = np.where(text % 2 == 0, 0, np.where(start < leads[text // 2], 1, 2))
        voice, voices = self._voices(texts, Found(*(column[~uncued] for column in found)), text, start)
        return Mentioned(text // 2, wording, start, end, voice * len(PLACES) + place, self._carriers(voices))

    def _voices(
        self, texts: Sequence[tuple[str, str]], cues: Found, text: Column, start: Column
    ) -> tuple[Column, list[tuple[Cue, str]]]:
        """Which cue and speaker each mention has, as its number among those that occur; the first is none."""
        voices = {(_UNCARRIED, ""): 0}
        reaching: list[tuple[int, int, int]] = []
        width = 1 + max((len(each) for each in chain.from_iterable(texts)), default=0)
        mentioned = np.zeros(len(texts), dtype=bool)
        mentioned[text // 2] = True
        rows = zip(*(column[mentioned[cues.text // 2]].tolist() for column in cues), strict=True)
        heard: dict[int, tuple[list[Cued], list[Cued]]] = {}
        for at, pattern, first, last in rows:
            verb = self._cues[self._matcher.patterns[pattern].variant]
            heard.setdefault(at // 2, ([], []))[at % 2].append(Cued(first, last, verb))
        for report, cued in heard.items():
            for part, reaches in enumerate(_reaches(texts[report], *cued)):
                apart = (2 * report + part) * width
                for reach in reaches:
                    voice = voices.setdefault((reach.cue, reach.speaker), len(voices))
                    reaching.append((apart + reach.start, apart + reach.end, voice))
        if not reaching:
            return np.zeros(len(text), np.int64), list(voices)
        begins, ends, of = np.array([(-1, -1, 0), *reaching], np.int64).T
        place = text * width + start
        last_cue = np.searchsorted(begins, place, side="right") - 1
        return np.where(place < ends[last_cue], of[last_cue], 0), list(voices)

    def _carriers(self, voices: Sequence[tuple[Cue, str]]) -> list[Carrier]:
        return [self._carrier(place, cue, speaker) for cue, speaker in voices for place in PLACES]

    def _carrier(self, place: Place, cue: Cue, speaker: str) -> Carrier:
        return Carrier(place, cue.verb, cue.rank, speaker, self.lexicon.weights.of(place, cue.rank))

    def _cued(self, match: Match) -> Cued:
        return Cued(match.start, match.end, self._cues[match.variant])

    def _mention(self, match: Match, place: Place, reach: Reach | None) -> Mention:
        cue, speaker = (reach.cue, reach.speaker) if reach else (_UNCARRIED, "")
        weight = self.lexicon.weights.of(place, cue.rank)
        return Mention(*match[:2], place, *match[2:], cue.verb, cue.rank, speaker, weight)


def lead_end(normal_body: str) -> int:
    """Where the first paragraph of a normalised body ends."""
    end = normal_body.find("\n")
    return end if end >= 0 else len(normal_body)


def _reaches(texts: tuple[str, str], title: Sequence[Cued], body: Sequence[Cued]) -> tuple[list[Reach], list[Reach]]:
    """The cues of a title and body that report; whom a title is about is asked only where a body's cue may need it."""
    if not title and not body:
        return [], []
    listener = Listener()
    return listener.title(texts[0], title), listener.reaches(texts[1], body)


def _carried(matches: Sequence[Match], reaches: Sequence[Reach]) -> Iterable[tuple[Match, Reach | None]]:
    return zip(matches, carriers(reaches, [match.start for match in matches]), strict=True)
