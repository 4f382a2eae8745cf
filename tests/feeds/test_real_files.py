"""34 feed files as sites served them: every entry is read, with its own characters and its own day."""

import csv
import html
import re
from collections import Counter
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from zoneinfo import ZoneInfo

import ftfy
import pytest

from tests.e2e.replay import SHARED
from tracker.feeds.parse import ParsedFeed, parse

FEEDS = SHARED / "data" / "feeds"
pytestmark = pytest.mark.skipif(
    not FEEDS.is_dir(), reason=f"the real feed files are not beside this checkout ({FEEDS})"
)
URL = "https://example.org/feed"
# Fewer entries than feedparser gives: nine that are repeated, address, id, title and date alike; and one that is cut
# off in its middle, in the last of whose characters a byte is missing.
FEWER = {"rssant__https-blogs-vmware-com-wprss.xml": 9, "rssant__https-tmioe-com-feed.xml": 1}
BROKEN_BYTES = {"rssant__https-tmioe-com-feed.xml": 1}
# The table beside the files takes this one for Latin-1, because of that byte.
ENCODINGS = {"rssant__https-tmioe-com-feed.xml": "utf-8"}
# UTF-8 that was read as Windows-1252 and encoded once more, in all of the file or here and there.
TWICE = {
    f"feedreader__{name}.xml"
    for name in ("Rss10Minutos20", "Rss20IndianExpress", "Rss20JapanTimes", "Rss20LeMonde", "Rss20Reuters",
                 "Rss20YandexRussia")
}  # fmt: skip
UNDATED = {"v2__rdf_UTF8.xml", "feedreader__Rss20JapanTimes.xml"}
ITEM = re.compile(r"<(item|entry)[\s>].*?</\1>", re.DOTALL)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
ONCE_MORE = re.compile("[\x80-\xff" + "".join(bytes([n]).decode("cp1252", "ignore") for n in range(128, 160)) + "]+")


@cache
def rows() -> tuple[dict[str, str], ...]:
    with (FEEDS / "index.tsv").open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines, delimiter="\t"))


@cache
def documents(zone: str | None = None) -> tuple[tuple[str, ParsedFeed], ...]:
    """Every file, as it is read for a feed of this time zone."""
    files = ((row["file"], (FEEDS / row["file"]).read_bytes()) for row in rows())
    return tuple((file, parse(body, "application/xml", URL, zone)) for file, body in files)


@cache
def plainly(file: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Title, date and texts of each item, by plain regular expressions, apart from all code under test."""
    named = next(row["enc_ok"] for row in rows() if row["file"] == file)
    text = (FEEDS / file).read_bytes().decode(ENCODINGS.get(file, named), "replace")
    assert text.count("\ufffd") == BROKEN_BYTES.get(file, 0)
    if file in TWICE:
        text = ONCE_MORE.sub(decoded_again, text)
    found = {}
    for item in ITEM.finditer(text):
        title, day = field(item[0], "title"), field(item[0], "pubDate", "published", "dc:date", "updated")
        texts = (field(item[0], name) for name in ("description", "summary", "content", "content:encoded"))
        found[title, day, field(item[0], "link")] = (characters(title), day, frozenset(map(characters, texts)))
    return tuple(found.values())


def decoded_again(run: re.Match[str]) -> str:
    octets = b"".join(each.encode("latin-1" if each < "\u0100" else "cp1252") for each in run[0])
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return run[0]


def field(item: str, *names: str) -> str:
    """The text of the first of these elements, without markup."""
    found = (re.search(rf"<{name}(?:\s[^>]*)?>(.*?)</{name}>", item, re.DOTALL) for name in names)
    inner = next((match[1].strip() for match in found if match), "")
    return re.sub(r"<!\[CDATA\[(.*?)\]\]>", lambda cdata: html.escape(cdata[1]), inner, flags=re.DOTALL)


def characters(markup: str) -> str:
    """What a reader sees of escaped markup, its blanks aside."""
    shown = html.unescape(re.sub(r"<[^>]*>", "", html.unescape(markup)))
    return "".join(CONTROLS.sub("", shown).split())


def foreign(text: str) -> str:
    """The characters beyond ASCII: those that a wrong encoding spoils, and no example of code in a text confuses."""
    return re.sub(r"[\x00-\x7f]", "", text)


def told(read: str, written: str) -> bool:
    """Whether all that was read was written, and little (share buttons, scripts) was left out."""
    here, there = Counter(foreign(characters(html.escape(read)))), Counter(foreign(written))
    return (here - there).total() <= 2 and (there - here).total() <= max(3, 0.1 * there.total())


def own_day(text: str, zone: str | None) -> date | None:
    """The day of a date as the standard library reads it."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
    return moment.astimezone(ZoneInfo(zone)).date() if zone and moment.tzinfo else moment.date()


def test_every_item_is_an_entry() -> None:
    expected = {row["file"]: int(row["entries_feedparser"]) - FEWER.get(row["file"], 0) for row in rows()}
    assert len(expected) == 34
    assert {file: len(document.entries) for file, document in documents()} == expected
    assert {file: len(plainly(file)) for file in expected} == expected


def test_what_was_left_out_is_told() -> None:
    partial = {file for file, document in documents() if document.partial}
    assert partial == {"rssant__https-tmioe-com-feed.xml"}


def test_titles_and_texts_have_the_characters_that_were_written() -> None:
    wrong = []
    for file, document in documents():
        for (title, _, texts), entry in zip(plainly(file), document.entries, strict=True):
            shown = characters(html.escape(entry.title))
            if shown != title and title:
                wrong.append((file, entry.title, title))
            if not any(told(entry.text, text) for text in texts):
                wrong.append((file, entry.title, entry.text[:100]))
    assert wrong == []


def test_nothing_looks_spoilt() -> None:
    """A second opinion: what ftfy's tables of unlikely pairs of characters say of each paragraph."""
    paragraphs = [
        (file, each)
        for file, document in documents()
        for entry in document.entries
        for each in (entry.title, *entry.text.split("\n\n"))
    ]
    assert len(paragraphs) > 5000
    assert [each for each in paragraphs if ftfy.is_bad(each[1]) or "\ufffd" in each[1]] == []


def test_what_was_encoded_twice_is_told_and_nothing_else_is_touched() -> None:
    told = {file for file, document in documents() if any("encoded twice" in each for each in document.warnings)}
    assert told == TWICE


@pytest.mark.parametrize("zone", [None, "Asia/Shanghai", "America/New_York"])
def test_every_day_is_the_one_that_the_date_says(zone: str | None) -> None:
    wrong, undated = [], set()
    for file, document in documents(zone):
        for (_, text, _), entry in zip(plainly(file), document.entries, strict=True):
            if entry.day != own_day(text, zone):
                wrong.append((file, text, entry.day))
            if entry.day is None:
                undated.add(file)
    assert wrong == []
    assert undated == UNDATED
