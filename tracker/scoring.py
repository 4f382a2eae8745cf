"""Scoring: from a revision to what is stored of it, and from a changed lexicon to what must be counted anew."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache

from tracker.archive import scores
from tracker.archive.opening import Archive
from tracker.documents import Mention, Place, Revision, Scored
from tracker.words.lexicon import Lexicon
from tracker.words.matching import Matcher
from tracker.words.text import length, normalise, unit_of

BATCH = 200


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
        return Scored(title, body, in_title + in_body, in_title, in_lead, found, self.lexicon.version)


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


def catch_up(
    archive: Archive, lexicon: Lexicon, now: datetime, progress: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Count anew whatever was counted with another lexicon, only in the concepts that changed.

    Each batch is one transaction that also notes its version, so an interrupted run is resumed by the
    next. Gives the number of reports counted anew; ``progress`` hears (done, total).
    """
    scores.register(archive, lexicon, now)
    total, done = scores.stale_count(archive, lexicon.version), 0
    if not total:
        return 0

    @cache
    def changed(version: str) -> Matcher:
        known = scores.fingerprints(archive, version)
        return Matcher(each for each in lexicon.concepts.values() if known.get(each.id) != each.fingerprint)

    @cache
    def replaced(version: str) -> tuple[str, ...]:
        known = scores.fingerprints(archive, version)
        present = {each.id: each.fingerprint for each in lexicon.concepts.values()}
        return tuple(each for each in known.keys() | present.keys() if known.get(each) != present.get(each))

    while batch := scores.stale(archive, lexicon.version, BATCH):
        rescored = [
            scores.Rescored(
                each.report_id,
                each.revision,
                replaced(each.lexicon),
                tuple(mentions(changed(each.lexicon), each.normal_title, each.normal_body)),
            )
            for each in batch
        ]
        scores.rescore(archive, rescored, lexicon.version)
        done += len(batch)
        progress(done, total)
    return done
