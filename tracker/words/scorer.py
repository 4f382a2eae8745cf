"""Scoring a revision: its normalised text, its length, every mention in it, and the marks of its likes."""

from collections.abc import Iterable

from tracker.documents import Mention, Place, Revision, Scored
from tracker.words.lexicon import Lexicon
from tracker.words.likeness import marks
from tracker.words.matching import Matcher
from tracker.words.text import length, normalise, unit_of


class Scorer:
    """Scores revisions with one version of the lexicon; immutable, so threads may share it."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile the lexicon."""
        self.lexicon = lexicon
        self._matcher = Matcher(lexicon.concepts.values())

    def score(self, revision: Revision, language: str) -> Scored:
        """Normalise a revision once, measure its length and find every mention in it."""
        title, body = normalise(revision.title), normalise(revision.body)
        unit = unit_of(language)
        in_title = length(title, unit)
        in_body = length(body, unit)
        in_lead = length(body[: lead_end(body)], unit)
        found = tuple(mentions(self._matcher, title, body))
        words = in_title + in_body
        return Scored(title, body, words, in_title, in_lead, found, self.lexicon.version, marks(body, words))


def lead_end(normal_body: str) -> int:
    """Where the first paragraph of a normalised body ends."""
    end = normal_body.find("\n")
    return end if end >= 0 else len(normal_body)


def mentions(matcher: Matcher, normal_title: str, normal_body: str) -> Iterable[Mention]:
    """Every mention in a normalised title and body, with its place; offsets are in the normalised text."""
    lead = lead_end(normal_body)
    for match in matcher.find(normal_title):
        yield Mention(match.concept, match.variant, "title", match.start, match.end)
    for match in matcher.find(normal_body):
        place: Place = "lead" if match.start < lead else "body"
        yield Mention(match.concept, match.variant, place, match.start, match.end)
