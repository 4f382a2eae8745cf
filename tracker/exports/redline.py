"""A redline as HTML: both texts as one, what went struck through, what came underlined, what stayed folded away."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Literal

from tracker.charts.lettering import FONTS
from tracker.documents import Report
from tracker.exports import pictures
from tracker.exports.typeface import typeface
from tracker.words.qualifiers import qualifiers
from tracker.words.redline import Kind, Piece, Redline
from tracker.words.text import PARAGRAPH
from tracker.words.wording import Stretch

FOLDED = 4  # unchanged sentences that are read past in one line, rather than shown
MANY, FIRST = 10, 3  # sentences dropped or added at a stretch that are folded as well, but for the first of them
_LEGEND: dict[Kind, str] = {
    "added": "<ins>added</ins>",
    "dropped": "<del>dropped</del>",
    "changed": "<del>old</del> <ins>new</ins> wording, <b>numbers and qualifiers</b> in bold,",
    "moved": '<span class="moved">moved</span>',
    "same": "unchanged",
}

# In Chinese the line of what was deleted runs below the middle: there it would hide 一, and make 十 of 丨.
CSS = """
.rv ins {background: color-mix(in srgb, #1a9a5c 20%, transparent); text-decoration: underline 2px #1a9a5c;
  text-underline-offset: .18em}
.rv del {background: color-mix(in srgb, #d0402b 15%, transparent); text-decoration: line-through 1px #d0402b}
.rv del:lang(zh) {text-decoration: underline 1px #d0402b; text-underline-offset: -.2em; text-decoration-skip-ink: none}
.rv del + ins {margin-left: .15em}
.rv .moved {border-bottom: 2px dotted #2b6fd0; background: color-mix(in srgb, #2b6fd0 12%, transparent)}
.rv .away {opacity: .75}
.rv .tag {font-size: .75rem; font-weight: 600; border: 1px solid currentColor; border-radius: 3px; opacity: .85;
  padding: 0 .35em; margin-right: .4em; white-space: nowrap; display: inline-block}
.rv details {margin: 0 0 1em}
.rv summary {cursor: pointer; font-size: .875rem; opacity: .75; padding: .25rem 0}
.rv details[open] > summary {margin-bottom: .4em}
.rv .key {display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0 !important; margin: .3rem 0 1.2rem;
  list-style: none}
.rv .key li {margin: 0}
"""

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">
<title>{title}</title>
<style>
{typeface}
@page {{size: A4; margin: 18mm}}
body {{margin: 0; color: #1c1f24; background: #fff; font: 16px/1.6 {fonts}}}
main {{max-width: 46rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; font-variant-ligatures: none}}
h1 {{font-size: 1.4rem; line-height: 1.3; margin: 0 0 .5rem}}
{css}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>compared with {before}</p>
{redline}
</main>
</body>
</html>
"""
_INSERTED = "<ins>{}</ins>".format


def legend(redline: Redline) -> str:
    """What the marks mean, and how many sentences have each."""
    counts = {kind: redline.count(kind) for kind in _LEGEND}
    rows = (f"<li>{_LEGEND[kind]} {count}</li>" for kind, count in counts.items() if count)
    return f'<div class="rv"><ul class="key" aria-label="Sentences">{"".join(rows)}</ul></div>'


def html(redline: Redline, language: str) -> str:
    """The texts in paragraphs; everything in them is escaped."""
    blocks = "".join(_Blocks(redline).html())
    return f'<article class="rv" lang="{escape(language, quote=True)}">{blocks}</article>'


def page(redline: Redline, before: Report, report: Report, unfolded: bool = False) -> str:
    """The redline as one file that works offline and asks for nothing; for paper it is unfolded."""
    named = (f"{each.title or '(no title)'}, {each.day:%-d %B %Y}" for each in (report, before))
    title, other = map(escape, named)
    shown = legend(redline) + html(redline, report.language) if not redline.same else "<p>The words are the same.</p>"
    return _PAGE.format(
        language=escape(report.language, quote=True),
        typeface=typeface(),
        fonts=FONTS,
        title=title,
        before=other,
        css=CSS,
        redline=shown.replace("<details>", "<details open>") if unfolded else shown,
    )


def file(kind: Literal["html", "pdf"], redline: Redline, before: Report, report: Report) -> bytes:
    """The page as it is kept; a PDF needs a browser on this machine (ExportError)."""
    if kind == "pdf":
        return pictures.sheets(page(redline, before, report, unfolded=True))
    return page(redline, before, report).encode("utf-8", "replace")


def filename(before: Report, report: Report, kind: str) -> str:
    """What against what: "board-statement-2025-07-01-against-2025-06-01.pdf"; Chinese stays as it is."""
    slug = re.sub(r"[\W_]+", "-", report.title.lower()).strip("-")[:60].rstrip("-") or "report"
    return f"{slug}-{report.day}-against-{before.day}.{kind}"


def wording(stretches: Sequence[Stretch]) -> str:
    """A changed sentence, word by word."""
    marks: dict[str, Callable[[str], str]] = {"same": str, "deleted": "<del>{}</del>".format, "inserted": _INSERTED}
    return "".join(
        _apart(marks[each.kind], each.text, each.kind == "deleted", escape if each.kind == "same" else _weighed)
        for each in stretches
    )


def _weighed(text: str) -> str:
    """Text escaped, with its numbers and qualifiers in bold."""
    found, at = [], 0
    for start, end in qualifiers(text):
        found += [escape(text[at:start]), f"<b>{escape(text[start:end])}</b>"]
        at = end
    return "".join(found) + escape(text[at:])


class _Blocks:
    """Paragraphs, and between them long stretches of one kind, folded."""

    def __init__(self, redline: Redline) -> None:
        self._redline, self._begun, self._gone = redline, list[str](), False

    def html(self) -> Iterator[str]:
        at, pieces = 0, self._redline.pieces
        for kind, group in groupby(pieces, key=lambda piece: piece.kind):
            run = list(group)
            first, last, words = 0, 0, ""
            if kind == "same":  # one sentence is left at each end, to lead over to what changed
                first, last, words = int(at > 0), len(run) - int(at + len(run) < len(pieces)), "unchanged sentences"
            elif kind in ("added", "dropped"):
                first, last, words = FIRST, len(run), f"more sentences {kind}"
            at += len(run)
            if last - first >= (FOLDED if kind == "same" else MANY):
                yield from (*self._paragraphs(run[:first]), *self._close())
                folded = "".join((*self._paragraphs(run[first:last]), *self._close()))
                yield f"<details><summary>{last - first} {words}</summary>{folded}</details>"
                run = run[last:]
            yield from self._paragraphs(run)
        yield from self._close()

    def _paragraphs(self, run: Sequence[Piece]) -> Iterator[str]:
        """The paragraphs that end in this run of sentences; one that does not end stays begun."""
        for piece in run:
            gone = piece.kind in ("dropped", "away")
            whole, place = (self._redline.old, piece.old) if gone else (self._redline.new, piece.new)
            start, end = place or (0, 0)
            if PARAGRAPH.search(whole[max(0, start - 9) : start]):
                yield from self._close()
            if gone != self._gone and self._begun and not self._begun[-1][-1].isspace():
                self._begun.append(" ")  # where one text ends and the other goes on
            self._gone = gone
            self._begun.append(_sentence(piece, whole[start:end]))

    def _close(self) -> Iterator[str]:
        if self._begun:
            yield f"<p>{''.join(self._begun).rstrip()}</p>"
            self._begun.clear()


def _sentence(piece: Piece, text: str) -> str:
    if piece.kind == "added":
        return _apart(_INSERTED, text)
    if piece.kind == "dropped":
        return _apart("<del>{}</del>".format, text, gone=True)
    if piece.kind == "away":
        return _apart('<span class="tag">moved away</span><span class="away">{}</span>'.format, text, gone=True)
    inside = wording(piece.wording) or escape(text)
    if piece.kind == "moved":
        return f'<span class="tag">moved here</span><span class="moved">{inside.rstrip()}</span> '
    return inside


def _apart(mark: Callable[[str], str], text: str, gone: bool = False, escaped: Callable[[str], str] = escape) -> str:
    """Text escaped and marked, but not the white space behind it, of which what is gone keeps no line end."""
    words = text.rstrip()
    space = text[len(words) :]
    return (mark(escaped(words)) if words else "") + (" " if gone and space else space)
