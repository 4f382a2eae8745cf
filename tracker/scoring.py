"""Scoring: what a changed lexicon makes stale is counted anew."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from tracker.archive import scores
from tracker.archive.opening import Archive
from tracker.words.lexicon import Lexicon
from tracker.words.matching import Matcher
from tracker.words.scorer import mentions

BATCH = 200


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
