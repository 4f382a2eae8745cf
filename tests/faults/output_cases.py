"""Output: what a feed puts into titles, links and summaries stays text on pages, in tables and in logs."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any

from openpyxl import load_workbook

from tests.conftest import LEXICON
from tests.faults.case import Case
from tests.faults.paper import item, prose, rss
from tests.faults.server import http
from tests.faults.stage import EVER, Stage
from tracker.archive import reading
from tracker.documents import Selection
from tracker.exports import tables
from tracker.pages import report_list, report_view, sources_table
from tracker.queries import caption, series
from tracker.queries.listing import listing
from tracker.queries.reports import opened
from tracker.queries.sources import sources

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "escaped": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "twice": "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "image": "&lt;img src=x onerror=alert(1)&gt;",
    "vector": "&lt;svg/onload=alert(1)&gt;&lt;math&gt;&lt;a xlink:href='javascript:alert(1)'&gt;x&lt;/a&gt;",
    "broken": "&lt;&lt;img src=x onerror=alert(1)//&gt;",
    "frame": "&lt;iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'&gt;&lt;/iframe&gt;",
    "quotes": "\"&gt;&lt;script&gt;alert(1)&lt;/script&gt; ' onmouseover='alert(1)",
}
LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "https://h/\"onclick='x'&lt;b&gt;",
)


class Page(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))


def pages(stage: Stage) -> list[str]:
    """Everything the dashboard makes HTML of."""
    names = reading.names(stage.archive)
    selection = Selection(EVER)
    made = [report_list.html(listing(stage.archive, selection), names, LEXICON, lambda **more: f"?{more}")]
    made.append(sources_table.html(sources(stage.archive, stage.files()).sources, stage.now))
    for report in reading.listed(stage.archive, selection):
        whole = opened(stage.archive, LEXICON, report.id)
        made += [report_view.head(whole, names, frozenset({"core"})), report_view.text(whole, frozenset({"core"}))]
        made.append(sources_table.sample(report, whole.revision))
    return made


def scripts(stage: Stage) -> None:
    for name, attack in ATTACKS.items():
        text = f"{prose(name)} {attack.replace('&lt;', '<').replace('&gt;', '>')}"
        stage.feed(f"{name}-title", http(rss(item(name, title=f"Plan {attack}"))))
        stage.feed(f"{name}-text", http(rss(item(name, text))))
        stage.feed(f"{name}-summary", http(rss(item(name, "", more=f"<description>{attack} cut ...</description>"))))
    stage.feed("links", http(rss(*(item(number, link=link) for number, link in enumerate(LINKS)))))
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": ATTACKS["script"]}
    entry = {"id": 1, "title": ATTACKS["script"], "content_html": prose(1) + ATTACKS["script"], "url": LINKS[0]}
    stage.feed("json", http(json.dumps(whole | {"items": [entry]}).encode()))
    stage.poll()
    assert stage.row("links").reports == len(LINKS)
    assert {each.url[:8] for each in stage.reports("links")} == {"", "https://"}
    for made in pages(stage):
        for tag, attributes in Page(made).seen:
            assert tag not in ("script", "img", "svg", "iframe", "math", "object", "embed", "style", "base", "meta")
            for name, value in attributes:
                assert not name.startswith("on")
                if name in ("href", "src"):
                    assert re.match(r"https?://|\?", value or "")


FORMULAS = ('=HYPERLINK("http://evil.example","x")', "+1+cmd", "-1-cmd", "@SUM(A1)", "＝1+1", "\t=1+1")


def formulas(stage: Stage) -> None:
    for number, formula in enumerate(FORMULAS):
        escaped = formula.replace("&", "&amp;").replace("<", "&lt;")
        stage.feed(f"feed-{number}", http(rss(item(number, title=escaped), item(f"more-{number}"))))
        stage.feeds[f"feed-{number}"] |= {"id": f"feed-{number}"}
        stage.named[f"feed-{number}"] = formula
    stage.poll()
    for verb in (["reports"], ["feeds", "list"], ["feeds", "health"], ["kwic", "core"], ["series", "core"]):
        said = stage.command(*verb, "--format", "csv")
        rows = list(csv.reader(io.StringIO(said)))
        _inert(cell for row in rows[1:] for cell in row)
    table, about = measured(stage)
    _inert(cell for row in csv.reader(io.StringIO(tables.csv(table).decode())) for cell in row)
    assert any("HYPERLINK" in name for name in about.sources)
    book = load_workbook(io.BytesIO(tables.xlsx(table, about)))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
            _inert(cell.value for cell in row if isinstance(cell.value, str))


def _inert(cells: Any) -> None:
    number = re.compile(r"-?[\d.]+(e-?\d+)?$")
    for cell in cells:
        assert number.match(cell) or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def measured(stage: Stage) -> tuple[Any, Any]:
    """A series by source, as the Trends page lets one download it, with its caption."""
    selection = Selection(EVER)
    table = series.series(stage.archive, LEXICON, ["core"], selection, split="source", minimum=1)
    about = caption.caption(
        stage.archive, LEXICON, ["core"], selection, measure="mentions", by="month", minimum=1, made=stage.now.date()
    )
    return table, about


def control_characters(stage: Stage) -> None:
    title = "Core\x00 tech\x1b[31mnology &#x9b;31m &#27;]0;x&#7; &#13;&#10; FAILED:\x08\x7f"
    stage.feed("case", http(rss(item(1, title=title), item(2, title="\x0b"), "<item></item>")))
    stage.feeds["case"] |= {"id": "case"}
    stage.named["case"] = "Ministry\x07 of\nTrade\x1b[31m"
    stage.poll()
    lines = [line for line in stage.log.splitlines() if "case" in line]
    assert lines[-1] == "case: 2 entries, 2 new"
    assert all(line.isprintable() for line in stage.log.splitlines())
    assert all(each.title.isprintable() for each in stage.reports())
    table, about = measured(stage)
    book = load_workbook(io.BytesIO(tables.xlsx(table, about)))
    assert book.sheetnames == ["series", "about"]
    for verb in (["reports"], ["feeds", "health"]):
        assert "\x1b" not in stage.command(*verb)


CASES = (
    Case(92, "script, onerror, javascript:", scripts),
    Case(93, "formulas in CSV and XLSX", formulas),
    Case(94, "control characters in a title", control_characters),
)
