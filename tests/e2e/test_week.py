"""A week in seconds, with faults at random and the poller killed again and again: nothing of it is left in the store.

What may differ from a run without faults, and is not compared: row numbers, keys, which tell how an entry was first
seen, the instants at which something was seen or visited, validators, and lines of health that tell of a visit. Of a
report's earlier texts a run with faults may lack those that were to be seen only while its feed or page failed, and may
have, first, a summary that says why it is no more, and a text under the title that this had; what it has is in the
order of the run without faults. A day that is the day of being seen depends on the visit.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.e2e import replay
from tests.e2e.faulty import Faulty, forward
from tests.e2e.killed import PATIENT, Poller
from tests.e2e.replay import CORPORA
from tests.e2e.week import DAYS, LEXICON, SOURCES, START, Source, Week, feeds_yaml
from tests.patience import ROOT
from tracker.settings import feeds_file

pytestmark = pytest.mark.soak
SEED = int(os.environ.get("WEEK_SEED", "7"))
STEP = timedelta(hours=3)
KILLS = 10
IMPATIENT = 1.0  # seconds in which an answer must be whole while answers are held back
# Sites that cannot be reached for longer than they show what they publish: the steps at which they go and come back.
OUTAGES = {"herald": (12, 33), "journal": (20, 41), "gazette": (24, 48)}
END = START + timedelta(days=DAYS)

# A report's key is a digest of its entry as it was first seen; its address names it wherever no other has the same.
NAME = (
    """iif((select count(*) from reports s where s.feed_id = {0}.feed_id and s.url = {0}.url) = 1, {0}.url, {0}.key)"""
)
REPORTS = f"""select r.feed_id, {NAME.format("r")}, r.language, r.published, iif(r.day_from = 'seen', '', r.day),
  r.day_from, r.text_hash, r.words, r.words_title, r.words_lead, v.title, v.body, v.text_from, v.note, o.feed_id,
  {NAME.format("o")} from reports r join revisions v on v.report_id = r.id and v.number = r.revision
  left join reports o on o.id = r.reprint_of order by 1, 2"""
CURRENT = {
    "mentions": f"""select feed_id, {NAME.format("r")}, concept, variant, place, start, end from mentions
                    join reports r on r.id = report_id order by 1, 2, 3, 5, 6""",
    "minhash_bands": f"""select feed_id, {NAME.format("r")}, band from minhash_bands
                         join reports r on r.id = report_id order by 1, 2, 3""",
    "rollups": """select feed_id, name, day, language, mentions, reports_with, sum_mentions_sq,
                  sum_words_mentions from rollups join concepts on concepts.id = concept_id order by 1, 2, 3""",
    "totals": "select feed_id, day, language, reports, words, sum_words_sq from totals order by 1, 2, 3",
}
TEXTS = f"""select feed_id, {NAME.format("r")}, title, body, text_from, note from revisions
            join reports r on r.id = report_id order by 1, 2, number"""


@pytest.fixture
def week(tmp_path: Path) -> Week:
    return Week(SEED, tmp_path / "now")


@pytest.fixture
def sites(week: Week) -> Iterator[Faulty]:
    homes: dict[str, str] = {}

    def home(source: Source) -> Callable[[], str]:
        return lambda: homes[source.name]

    sites = Faulty({source.name: week.origin(source, home(source)) for source in SOURCES}, SEED)
    homes |= {source.name: sites.address(source.name) for source in SOURCES}
    yield sites
    sites.close()


def poller(folder: Path, week: Week, sites: Faulty) -> Poller:
    feeds = feeds_yaml({source.name: sites.address(source.name) for source in SOURCES})
    return Poller(folder, week.clock, feeds, LEXICON)


ARCHIVED = tuple(source.name for source in SOURCES if source.older)


def calm(running: Poller, week: Week) -> None:
    """The week without faults."""
    week.set(START)
    running.start()
    while week.now < END:
        running.settle()
        week.set(week.now + STEP)
    finish(running)


def troubled(running: Poller, week: Week, sites: Faulty) -> list[str]:
    """The week with faults and kills; gives what was lost at its end without being told."""
    dice, steps = random.Random(SEED), int((END - START) / STEP)
    # At these steps the poller is killed after so many signs of work; some of them while it closes a gap.
    backs = {back for _, back in OUTAGES.values()}
    deaths = {step: dice.randint(1, 12) for step in dice.sample(sorted({*range(steps)} - backs), KILLS - len(backs))}
    deaths |= {back: dice.randint(3, 9) for back in backs}
    week.set(START)
    sites.chance, running.deadline = 0.25, IMPATIENT
    running.start()
    for step in range(steps):
        sites.pass_time()
        for name, (gone, back) in OUTAGES.items():
            if step == gone:
                sites.down(name)
            if step == back:
                sites.up(name)
                running.ask(name)
        if step == 5:
            running.ask(*ARCHIVED, older=True)
        if step in deaths:
            enough = running.work() + deaths[step]
            running.until(lambda enough=enough: running.work() >= enough or running.idle(), "at work")
            time.sleep(dice.random() / 20)
            running.kill()
            running.start()
        running.settle()
        week.set(week.now + STEP)
    running.end()
    sites.heal()
    running.deadline = PATIENT
    running.start()
    running.ask(*(source.name for source in SOURCES))
    running.settle()
    untold = lost(running, week, sites)
    finish(running)
    return untold


def lost(running: Poller, week: Week, sites: Faulty) -> list[str]:
    """The reports of the week that are neither stored nor on a day of a gap that is."""
    stored = {(feed, str(url)) for feed, url in running.rows("select feed_id, url from reports")}
    spans = [tuple(map(str, gap)) for gap in running.rows("select feed_id, first, last from gaps")]
    missing = []
    for source in SOURCES:
        for report in week.written[source.name]:
            day = report.published.date()
            near = [str(day + timedelta(days=more)) for more in (-1, 0)]  # in the source's own zone
            told = any(feed == source.name and first <= day <= last for day in near for feed, first, last in spans)
            url = f"{sites.address(source.name)}/report/{report.number}"
            if report.published >= START and (source.name, url) not in stored and not told:
                missing.append(f"{source.name} {report.number} of {report.published}, gaps {spans}")
    return missing


def finish(running: Poller, archived: tuple[str, ...] = ARCHIVED) -> None:
    """A last quiet round: every feed is visited, then older reports are fetched."""
    running.settle()
    running.ask(*(str(name) for (name,) in running.rows("select id from feeds")))
    running.settle()
    running.ask(*archived, older=True)
    running.settle()
    running.end()


def compare(one: Poller, other: Poller) -> None:
    """Whether both hold the same, but for what may differ."""
    expected, got = one.rows(REPORTS), other.rows(REPORTS)
    assert [row[:2] for row in got] == [row[:2] for row in expected]
    for row, wanted in zip(got, expected, strict=True):
        assert row == wanted
    seen = {row[0] for row in one.rows("select distinct feed_id from reports where day_from = 'seen'")}
    for name, query in CURRENT.items():
        different = seen if name in ("rollups", "totals") else set()
        rows, wanted = ([row for row in each.rows(query) if row[0] not in different] for each in (other, one))
        assert rows == wanted, name
    histories(one, other)


def histories(one: Poller, other: Poller) -> None:
    """No revision is invented, and those that were seen are in order."""
    full: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
    for feed, key, title, body, *_ in one.rows(TEXTS):
        full.setdefault((feed, key), []).append((title, body))
    before: dict[tuple[object, ...], object] = {}  # the title that a report had
    for feed, key, title, body, text_from, note in other.rows(TEXTS):
        left = full[feed, key]
        late = text_from == "page" and before.get((feed, key)) == title  # a page read before its feed shows its title
        before[feed, key] = title
        if text_from == "summary" and note and left:
            continue
        place = next((at for at, text in enumerate(left) if text == (title, body) or (late and text[1] == body)), None)
        assert place is not None, (feed, key, title, text_from, note)
        del left[: place + (left[place] == (title, body))]


def sound(running: Poller) -> None:
    """The file is whole, every text has its report, and nothing is failing or missing."""
    assert running.rows("pragma integrity_check") == [("ok",)]
    assert running.rows("pragma foreign_key_check") == []
    assert running.rows("select * from gaps") == []
    assert running.rows("select id, failures, message from feeds where failures > 0 or last_success is null") == []
    assert running.rows("select feed_id, key, note from revisions join reports r on r.id = report_id "
                        "where number = revision and note != ''") == []  # fmt: skip
    wrong = "select r.id from reports r where revision != (select count(*) from revisions where report_id = r.id)"
    assert running.rows(wrong) == []


def told(running: Poller, sites: Faulty, began: float) -> str:
    """What happened, in figures."""
    refused = running.log.read_text(encoding="utf-8").count("connection refused")
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(sites.faults.items()))
    return (
        f"seed {SEED}: {sites.requests} requests, {sites.faults.total()} faults ({kinds}), {refused} refused, "
        f"{running.kills} kills, {time.monotonic() - began:.0f} s"
    )


def test_a_week_with_faults_and_kills_ends_in_the_store_of_a_week_without(
    tmp_path: Path, week: Week, sites: Faulty
) -> None:
    began = time.monotonic()
    undisturbed = poller(tmp_path / "calm", week, sites)
    calm(undisturbed, week)
    sound(undisturbed)
    print(told(undisturbed, sites, began))
    harassed = poller(tmp_path / "troubled", week, sites)
    try:
        untold = troubled(harassed, week, sites)
    finally:
        print(told(harassed, sites, began))
    published = Counter({name: len(reports) for name, reports in week.written.items()})
    assert Counter(feed for feed, *_ in undisturbed.rows(REPORTS)) == published
    assert not untold
    sound(harassed)
    compare(undisturbed, harassed)


SPEED, BEGINS, ENDS = 450.0, datetime(1990, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.skipif(not replay.SCRIPT.exists(), reason=replay.MISSING)
def test_real_documents_with_faults_and_kills_end_in_the_store_of_an_undisturbed_run(tmp_path: Path) -> None:
    began, clock, dice = time.monotonic(), tmp_path / "now", random.Random(SEED)
    with replay.replay(tmp_path, "--now", f"{BEGINS:%Y-%m-%d}", "--days-per-second", str(SPEED)) as place:
        started = time.monotonic()
        feeds = feeds_file.load(place.feeds).feeds
        sites = Faulty({feed.id: forward(place.address) for feed in feeds}, SEED)
        rows = [
            f"  - {{id: {feed.id}, name: '{feed.name}', url: '{sites.address(feed.id)}{urlsplit(feed.url).path}', "
            + (f"language: {feed.language}, timezone: {feed.timezone}}}" if feed.id in CORPORA else "full_text: feed}")
            for feed in feeds
        ]
        text = "\n".join(["settings: {allow_private: [127.0.0.1], interval: 200d}", "feeds:", *rows, ""])
        lexicon = (ROOT / "lexicon.yaml").read_text(encoding="utf-8")
        harassed = Poller(tmp_path / "troubled", clock, text, lexicon)

        def tick() -> datetime:
            """The clock runs as that of the replay does."""
            now = min(BEGINS + timedelta(days=(time.monotonic() - started) * SPEED), ENDS)
            clock.with_suffix(".new").write_text(now.isoformat())
            clock.with_suffix(".new").replace(clock)
            return now

        tick()
        sites.chance, harassed.deadline = 0.25, IMPATIENT
        harassed.start()
        while tick() < ENDS or harassed.kills < KILLS:
            enough = harassed.texts() + dice.randint(5, 25)
            harassed.until(lambda enough=enough: tick() == ENDS or harassed.texts() >= enough, "at work")
            sites.pass_time()
            if harassed.kills < KILLS:
                harassed.kill()
                harassed.start()
            if harassed.kills == KILLS // 2:
                harassed.ask(*CORPORA, older=True)
        harassed.end()
        sites.heal()
        harassed.deadline = PATIENT
        harassed.start()
        finish(harassed, CORPORA)
        print(told(harassed, sites, began))
        undisturbed = Poller(tmp_path / "calm", clock, text, lexicon)
        undisturbed.start()
        finish(undisturbed, CORPORA)
        sites.close()
    sound(harassed)
    compare(undisturbed, harassed)
