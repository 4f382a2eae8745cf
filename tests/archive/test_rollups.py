"""The rollups equal a recount of the mentions from scratch, whatever was written and in which order."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.archive.held import ask, counted_holdings, holdings, recounted, rolled
from tests.conftest import LEXICON, NOW, archive_at, collected
from tracker.archive import scores, writing
from tracker.documents import Feed
from tracker.ingest.scoring import catch_up
from tracker.words.lexicon import Concept, Lexicon, Theme

PADDING = " ".join(f"word{number}" for number in range(40))
TEXTS = (
    "Core technologies are the lifeblood, core technology.",
    "Opening up.",
    "核心技术，改革开放，开放。",
    "Nothing of the kind.",
    f"Key technology. {PADDING}.",
    f"Key technology, core technology. {PADDING}.",  # nearly the one above
    f"Opening up. {PADDING.replace('word', 'other')}.",
)
OTHER = Lexicon((Theme("t", "T", (Concept("core", "Core", {"en": ("technolog*",)}), LEXICON.concepts["reform"])),))
SOURCES = ("a", "b", "c")


class Writes(RuleBasedStateMachine):
    """Any sequence of new reports, revisions, reprints and rescorings."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.archive = archive_at(Path(self.folder.name, "tracker.db"))
        for source in SOURCES:
            writing.add_source(self.archive, Feed(source, source.upper()))
        self.lexicon = LEXICON
        scores.register(self.archive, LEXICON, NOW)

    @rule(
        batch=st.lists(
            st.tuples(
                st.sampled_from("kmn"),
                st.sampled_from(TEXTS),
                st.sampled_from(SOURCES),
                st.integers(0, 3),
                st.sampled_from(["en", "zh"]),
                st.sampled_from(["feed", "summary"]),
            ),
            min_size=1,
            max_size=4,
        )
    )
    def store(self, batch: list[tuple[str, str, str, int, str, str]]) -> None:
        first = date(2026, 3, 1)
        writing.store(
            self.archive,
            [
                collected(
                    key, text, str(first + timedelta(days)), source, language, text_from=origin, lexicon=self.lexicon
                )
                for key, text, source, days, language, origin in batch
            ],
        )

    @rule()
    def change_the_lexicon(self) -> None:
        self.lexicon = OTHER if self.lexicon is LEXICON else LEXICON
        scores.register(self.archive, self.lexicon, NOW)

    @rule()
    def rescore(self) -> None:
        catch_up(self.archive, self.lexicon, NOW)
        stale = f"select count(*) from reports where lexicon <> '{self.lexicon.version}'"
        assert ask(self.archive, stale) == [(0,)]

    @invariant()
    def the_rollups_equal_a_recount(self) -> None:
        assert rolled(self.archive) == recounted(self.archive)

    @invariant()
    def every_feed_knows_its_reports(self) -> None:
        assert holdings(self.archive) == counted_holdings(self.archive)

    @invariant()
    def every_text_has_one_original_and_every_reprint_points_to_one(self) -> None:
        chained = "select r.id from reports r join reports o on r.reprint_of = o.id where o.reprint_of is not null"
        assert ask(self.archive, chained) == []
        same = "select text_hash from reports where words >= 30 group by text_hash"
        several = f"{same} having count(distinct case when reprint_of is null then feed_id end) > 1"
        assert ask(self.archive, several) == []

    @invariant()
    def no_reprint_is_earlier_than_its_original(self) -> None:
        earlier = "(r.day, r.feed_id, r.key) < (o.day, o.feed_id, o.key)"  # all were seen at the same moment
        assert (
            ask(self.archive, f"select r.id from reports r join reports o on r.reprint_of = o.id where {earlier}") == []
        )

    def teardown(self) -> None:
        self.archive.close()
        self.folder.cleanup()


test_rollups_equal_a_recount_after_any_sequence_of_writes = Writes.TestCase
test_rollups_equal_a_recount_after_any_sequence_of_writes.settings = settings(
    max_examples=25,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking, with a file a try, would take minutes
    suppress_health_check=list(HealthCheck),
)
