"""A simulated week of thirteen sources: what each publishes and revises when, and the feeds and pages that show it."""

import hashlib
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from tests.e2e.faulty import Answer, Origin

START = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = 7
SHOWN = 10  # entries of a feed, and of each of its older pages
ZONES = {"en": "America/New_York", "zh": "Asia/Shanghai"}
PHRASES = {"en": ("core technology", "cyber power", "supply chains"), "zh": ("核心技术", "网络强国", "供应链")}
SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]
HAN = "天地人山水火木金土日月年春夏秋冬东西南北中上下左右大小多少长高低新旧古今早晚明暗内外前后先同文化业农工商学"
LEXICON = """
themes:
  - id: cyber
    label: Cyber
    concepts:
      - {id: core, label: Core technology, variants: {en: [core technolog*], zh: [核心技术]}}
      - {id: power, label: Cyber power, variants: {en: [cyber power], zh: [网络强国]}}
      - {id: chains, label: Supply chains, variants: {en: [supply chain*], zh: [供应链]}}
"""


@dataclass(frozen=True)
class Version:
    """How a report reads from one moment on."""

    since: datetime
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """A report that a source publishes."""

    number: int
    versions: tuple[Version, ...]

    @property
    def published(self) -> datetime:
        return self.versions[0].since

    def at(self, now: datetime) -> Version:
        return [each for each in self.versions if each.since <= now][-1]


@dataclass(frozen=True)
class Source:
    """A source, and how its feed is. ``full`` says where its texts are, ``before`` how many were there already."""

    name: str
    form: Literal["rss", "atom", "json"]
    language: str
    full: Literal["feed", "page"]
    a_day: float
    older: Literal["", "wordpress", "archive"] = ""
    before: int = 0
    validators: bool = True
    dated: bool = True


# Those without older pages show in a week no more than their feed holds, or so many days of it that faults are shorter.
SOURCES = (
    Source("bank", "rss", "en", "feed", 1.3, before=2),
    Source("ministry", "rss", "en", "page", 1.3, before=1),
    Source("agency", "atom", "en", "feed", 2.5, validators=False),
    Source("council", "atom", "en", "page", 1.3, validators=False),
    Source("office", "json", "en", "feed", 2.5),
    Source("treasury", "json", "zh", "page", 1.3),
    Source("daily", "rss", "zh", "feed", 2.5),
    Source("state", "rss", "zh", "page", 1.3, before=1),
    Source("herald", "rss", "en", "page", 5, "wordpress", 22),
    Source("journal", "rss", "en", "feed", 5, "archive", 22),
    Source("gazette", "atom", "zh", "page", 4, "archive", 12),
    Source("wire", "rss", "en", "feed", 1.1),
    Source("bureau", "rss", "en", "page", 1.2, dated=False),
)
REVISED = {("bank", 4), ("ministry", 3), ("council", 2), ("office", 8), ("daily", 9), ("herald", 35), ("gazette", 20)}
# Who reprints what: (the reprinting source, the first one's name and number). The last is revised a day later.
REPRINTED = (("wire", "ministry", 5), ("agency", "state", 2), ("daily", "treasury", 4), ("wire", "bank", 4))


class Week:
    """All reports of all sources. The clock is a file, which the site and the poller read."""

    def __init__(self, seed: int, clock: Path) -> None:
        self.clock, self._seed = clock, seed
        self.written = {source.name: self._reports(source) for source in SOURCES}
        for name, origin, number in REPRINTED:
            self._reprint(name, self.written[origin][number])
        self.set(START)

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.clock.read_text())

    def set(self, now: datetime) -> None:
        new = self.clock.with_suffix(".new")
        new.write_text(now.isoformat())
        new.replace(self.clock)

    def _reports(self, source: Source) -> list[Written]:
        """Evenly over the week, with older ones before it, oldest first."""
        step, count = timedelta(days=1 / source.a_day), source.before + int(DAYS * source.a_day)
        first = START - source.before * step + timedelta(minutes=len(source.name) * 7 + ord(source.name[0]))
        reports = []
        for number in range(count):
            versions, since = [], first + number * step
            dice = random.Random(f"{self._seed} {source.name} {number}")
            for more in range(3 if (source.name, number) in REVISED else 1):
                title = f"{_prose(dice, source.language, 4)}{f' ({more})' * bool(more)}"
                texts = tuple(_prose(dice, source.language, 60) for _ in range(4))
                versions.append(Version(since + timedelta(hours=20 * more), title, texts))
            reports.append(Written(number, tuple(versions)))
        return reports

    def _reprint(self, name: str, first: Written) -> None:
        reports, version = self.written[name], first.versions[0]
        later = Version(version.since + timedelta(hours=5), version.title, version.paragraphs)
        reports.append(Written(len(reports), (later,)))
        reports.sort(key=lambda each: each.published)

    def origin(self, source: Source, home: Callable[[], str]) -> Origin:
        """What the site of a source answers at the moment of the clock."""

        def answer(path: str, headers: Mapping[str, str]) -> Answer:
            where = urlsplit(path)
            if where.path == "/feed":
                page = int(parse_qs(where.query).get("paged", ["1"])[0])
                return _conditional(self._feed(source, home(), page), source, headers)
            if where.path == "/robots.txt":
                return Answer(200, b"User-agent: *\nDisallow: /admin/\n", {"Content-Type": "text/plain"})
            number = where.path.removeprefix("/report/")
            found = [each for each in self.written[source.name] if str(each.number) == number]
            if source.full == "feed" or not found or found[0].published > self.now:
                return Answer(404, b"not here")
            return Answer(200, _page(source, found[0], self.now).encode(), {"Content-Type": "text/html; charset=utf-8"})

        return answer

    def _feed(self, source: Source, home: str, page: int) -> Answer:
        now = self.now
        newest = [each for each in self.written[source.name] if each.published <= now][::-1]
        shown = newest[(page - 1) * SHOWN : page * SHOWN]
        if page > 1 and not (source.older and shown):
            return Answer(404, b"not here")
        more = f"{home}/feed?paged={page + 1}" if source.older and len(newest) > page * SHOWN else ""
        kind, write = FORMS[source.form]
        return Answer(200, write(source, home, shown, now, more).encode(), {"Content-Type": kind})


def _conditional(answer: Answer, source: Source, headers: Mapping[str, str]) -> Answer:
    """With an ETag, and 304 to who has it already."""
    if not source.validators or answer.status != 200:
        return answer
    etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
    if headers.get("if-none-match") == etag:
        return Answer(304, b"", {"ETag": etag})
    return Answer(200, answer.body, {**answer.headers, "ETag": etag})


def _prose(dice: random.Random, language: str, length: int) -> str:
    """So many words, or four times as many characters; a longer text has a phrase that is counted now and then."""
    if language == "zh":
        pieces = ["".join(dice.choices(HAN, k=dice.randint(3, 7))) for _ in range(length)]
    else:
        pieces = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(length)]
    for place in range(0, length, 15) if length > 15 else ():
        if dice.random() < 0.5:
            pieces[place] = dice.choice(PHRASES[language])
    return ("，" if language == "zh" else " ").join(pieces).capitalize() + ("。" if language == "zh" else ".")


def _markup(version: Version) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in version.paragraphs)


def _summary(version: Version) -> str:
    return version.paragraphs[0][:100] + " ..."


def _page(source: Source, report: Written, now: datetime) -> str:
    version, local = report.at(now), report.published.astimezone(ZoneInfo(ZONES[source.language]))
    title, stated = escape(version.title), local.isoformat()
    return f"""<!DOCTYPE html><html lang="{source.language}"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="{stated}"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
<main><article><h1>{title}</h1>{_markup(version)}</article></main>
<aside><h3>Related</h3><ul><li><a href="#">Older</a></li></ul></aside>
<footer>All rights reserved</footer></body></html>"""


def _rss(source: Source, home: str, shown: list[Written], now: datetime, more: str) -> str:
    head = "<generator>https://wordpress.org/?v=6.1</generator>" if source.older == "wordpress" else ""
    if more and source.older == "archive":
        head = f'<atom:link rel="prev-archive" href="{more}"/>'
    rows = []
    for each in shown:
        version, link = each.at(now), f"{home}/report/{each.number}"
        row = f"<title>{escape(version.title)}</title><link>{link}</link><guid>{link}</guid>"
        row += f"<description>{escape(_summary(version))}</description>"
        if source.dated:
            row += f"<pubDate>{format_datetime(each.published)}</pubDate>"
        if source.full == "feed":
            row += f"<content:encoded><![CDATA[{_markup(version)}]]></content:encoded>"
        rows.append(f"<item>{row}</item>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{source.name}</title><link>{home}/</link>{head}{''.join(rows)}</channel></rss>"
    )


def _atom(source: Source, home: str, shown: list[Written], now: datetime, more: str) -> str:
    rows = []
    for each in shown:
        version, link = each.at(now), f"{home}/report/{each.number}"
        row = f'<id>{link}</id><title>{escape(version.title)}</title><link href="{link}"/>'
        row += f"<published>{each.published.isoformat()}</published><updated>{version.since.isoformat()}</updated>"
        row += f"<summary>{escape(_summary(version))}</summary>"
        if source.full == "feed":
            row += f'<content type="html">{escape(_markup(version))}</content>'
        rows.append(f"<entry>{row}</entry>")
    older = f'<link rel="prev-archive" href="{more}"/>' if more else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{source.name}</title>{older}{''.join(rows)}</feed>"
    )


def _json(source: Source, home: str, shown: list[Written], now: datetime, more: str) -> str:
    rows = []
    for each in shown:
        version, link = each.at(now), f"{home}/report/{each.number}"
        local = each.published.astimezone(ZoneInfo(ZONES[source.language]))
        row = {"id": link, "url": link, "title": version.title, "summary": _summary(version)}
        row["date_published"] = local.strftime("%Y-%m-%d %H:%M:%S")  # its zone is known from feeds.yaml
        rows.append(row | ({"content_html": _markup(version)} if source.full == "feed" else {}))
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": source.name, "items": rows})


FORMS: dict[str, tuple[str, Callable[[Source, str, list[Written], datetime, str], str]]] = {
    "rss": ("application/rss+xml; charset=utf-8", _rss),
    "atom": ("application/atom+xml", _atom),
    "json": ("application/feed+json", _json),
}


def feeds_yaml(addresses: Mapping[str, str]) -> str:
    """The thirteen feeds, each visited at every step of the clock."""
    rows = [
        f"  - {{name: {each.name}, url: {addresses[each.name]}/feed, timezone: {ZONES[each.language]}, interval: 150m}}"
        for each in SOURCES
    ]
    return "\n".join(["settings:", "  allow_private: [127.0.0.1]", "feeds:", *rows, ""])
