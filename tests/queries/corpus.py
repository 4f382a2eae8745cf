"""Two years of reports of three sources, made by chance, and a plain count of them that shares no code with ours."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.conftest import collected
from tracker.archive import writing
from tracker.archive.opening import Archive
from tracker.documents import Feed, Selection

FIRST, LAST = date(2023, 11, 6), date(2025, 12, 20)
EVER = Selection(LAST)
ENGLISH = ("core technologies", "Core-technology", "key technology", "key\ntechnology", "opening up", "opening-up",
           "the economy", "grew steadily", "monkey technology", "core values", "3.5 percent")  # fmt: skip
CHINESE = ("核心技术", "核心技術", "开放", "改革开放", "經濟發展", "坚持", "网络强国", "，", "稳中求进")
# The oracle's own reading of what counts, on plain text.
CORE = r"(?<![a-z])core[\s-]technolog[a-z]*|(?<![a-z])key[\s-]technology(?![a-z])|核心技[术術]"
OPENING = r"(?<![a-z])opening[\s-]up(?![a-z])|(?<!改革)开放"


@dataclass(frozen=True)
class Told:
    """A report as the oracle knows it; ``text`` by place."""

    day: date
    source: str
    language: str
    text: dict[str, str]

    def count(self, pattern: str, places: tuple[str, ...] = ("title", "lead", "body")) -> int:
        return sum(len(re.findall(pattern, self.text[place].lower())) for place in places)

    @property
    def length(self) -> int:
        pattern = r"[\u4e00-\u9fff]" if self.language == "zh" else r"[a-z0-9\u0250-\u4dff]+"
        return sum(len(re.findall(pattern, text.lower())) for text in self.text.values())


def reports() -> list[Told]:
    """Some 150 reports; source c is silent for a year, and two sources speak Chinese as well as English."""
    chance = Random(7)
    told = []
    for _ in range(150):
        day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days + 1))
        source = chance.choice("aab" if day.year == 2024 else "abc")
        language = "en" if source == "b" else chance.choice(["en", "zh"])
        parts = {
            "title": chance.randrange(3),
            "lead": chance.randrange(1, 5),
            "body": chance.choice([0, 1, 2, 3, 5, 8, 20]),
        }
        said = ENGLISH if language == "en" else CHINESE
        text = {
            place: (" " if language == "en" else "").join(chance.choices(said, k=number))
            for place, number in parts.items()
        }
        told.append(Told(day, source, language, text))
    return told


TOLD = reports()


def fill(archive: Archive) -> None:
    """Store them all; some come first with another text, some again as a reprint of another source."""
    for source in "abcd":
        writing.add_source(archive, Feed(source, source.upper()))
    batch, earlier = [], []
    for number, told in enumerate(TOLD):
        body = f"{told.text['lead']}\n\n{told.text['body']}"
        about = (str(told.day), told.source, told.language, told.text["title"])
        batch.append(collected(f"k{number}", body, *about))
        if number % 9 == 0:
            earlier.append(collected(f"k{number}", "An earlier text, core technology.", *about))
        if number % 4 == 0:
            batch.append(collected(f"copy{number}", body, str(told.day + timedelta(1)), "d", *about[2:]))
    writing.store(archive, earlier)
    writing.store(archive, [each for each in batch if each.report.feed_id != "d" or each.analysis.words >= 30])


def binned(by: str, pattern: str, told: list[Told] = TOLD) -> dict[date, Counter[str]]:
    """Mentions, reports with, reports, and words, by the first day of each period that has reports."""
    bins: dict[date, Counter[str]] = defaultdict(Counter)
    for report in told:
        number = report.count(pattern)
        bins[first_day(report.day, by)] += Counter(
            mentions=number, reports_with=int(number > 0), reports=1, words=report.length
        )
    return bins


def first_day(day: date, by: str) -> date:
    if by == "week":
        return date.fromisocalendar(*day.isocalendar()[:2], 1)
    month = {"day": day.month, "month": day.month, "quarter": (1, 4, 7, 10)[(day.month - 1) // 3], "year": 1}[by]
    return date(day.year, month, day.day if by == "day" else 1)
