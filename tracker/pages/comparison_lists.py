"""What stands under a redline, as HTML: set phrases, the order of concepts, attendees, and what is silent and new."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from tracker.measures.order import Order
from tracker.pages.silence_list import debuts, items, quiet, silences
from tracker.queries.serials import Compared
from tracker.words.formulas import LEAST, Phrase

MOST_MOVED = 8

CSS = """
.rv h3 {font-size: .95rem; font-weight: 600; padding: .5rem 0 .1rem; margin: 0}
.rv li {margin: .2rem 0}
.rv li .quiet {display: inline; margin-left: .4em}
.rv li mark {--c: #e69f00}
"""


def sections(compared: Compared, labels: Mapping[str, str]) -> dict[str, str]:
    """All of it by the title of its section, without what has nothing to say. ``labels`` are those of the concepts."""
    found = {
        "Set phrases": _phrases(compared),
        "The order of concepts": _concepts(compared, labels),
        "Attendees": _attendees(compared.attendees),
        "Silent, by the record": silences(compared.silences),
        "New in these reports": debuts(compared.debuts),
    }
    return {title: inside for title, inside in found.items() if inside}


def contents(titles: Iterable[str]) -> str:
    """Links down to the sections."""
    links = (f'<a href="#{_anchor(title)}">{title}</a>' for title in titles)
    return f'<div class="rv"><p class="quiet">Below: {" · ".join(links)}</p></div>'


def html(found: Mapping[str, str]) -> str:
    """The sections one below the other."""
    parts = (f'<h2 id="{_anchor(title)}">{title}</h2>{inside}' for title, inside in found.items())
    return f'<div class="rv">{"".join(parts)}</div>'


def _anchor(title: str) -> str:
    return title.lower().replace(",", "").replace(" ", "-")


def _phrases(compared: Compared) -> str:
    found = compared.formulas
    if not found.known:
        few = f"A set phrase stands in {LEAST} reports of a serial at least; there are not so many before this one."
        return f'<p class="quiet">{few}</p>' if compared.serial else ""
    before, here = (escape(each.language, quote=True) for each in (compared.before, compared.report))
    furthest = sorted(compared.moved.moved, key=lambda each: -abs(each.after - each.before))[:MOST_MOVED]
    moved = (f"{escape(each.name)}{quiet(_places(each.before, each.after))}" for each in furthest)
    return (
        _marked(found.dropped, "del", before, "Dropped", "of the {of} reports before")
        + _marked(found.added, "ins", here, "New, and kept", "of the {of} reports from here on")
        + _marked(found.returned, "ins", here, "Back again", "of the {of} reports before, but not the last")
        + items(moved, "Moved, among the phrases that both have")
    ) or '<p class="quiet">None was dropped, taken up or moved.</p>'


def _marked(phrases: Sequence[Phrase], tag: str, language: str, title: str, record: str) -> str:
    said = (
        f'<{tag} lang="{language}">{escape(each.text)}</{tag}>' + quiet(f"in {each.held} {record.format(of=each.of)}")
        for each in phrases
    )
    return items(said, title)


def _concepts(compared: Compared, labels: Mapping[str, str]) -> str:
    order = compared.concepts
    if order.same:
        return '<p class="quiet">The same concepts first appear in the same order.</p>' if order.after else ""
    name = {each: escape(labels.get(each, each)) for each in (*order.before, *order.after)}
    here = (f"<ins>{name[each]}</ins>{quiet(_rank(order.after.index(each) + 1))}" for each in order.joined)
    rates = {each: f". {known.record}" for each, known in compared.records.items()}
    gone = (
        f"<del>{name[each]}</del>{quiet('was ' + _rank(order.before.index(each) + 1) + rates.get(each, ''))}"
        for each in order.left
    )
    moved = (f"{name[each.name]}{quiet(_places(each.before, each.after))}" for each in order.moved)
    shared = len(order.after) - len(order.joined)
    said = (
        f"The {shared} concepts in both: Kendall's τ of their order is {order.tau:.2f}."
        if order.tau is not None
        else ""
    )
    return (
        (f'<p class="quiet">{said}</p>' if said else "")
        + items(here, "Only here")
        + items(gone, "Only before")
        + items(moved, "Moved, by first appearance")
    )


def _attendees(order: Order) -> str:
    if order.same:
        number = len(order.after)
        same = f"The same {number} names in the same order: " if number > 1 else "The same name: "
        return f"<p>{same}{escape(', '.join(order.after))}.</p>" if number else ""
    moved = {each.name: each for each in order.moved}
    joined = set(order.joined)
    rows = []
    for name in order.after:
        words = f"<ins>{escape(name)}</ins>{quiet('joined')}" if name in joined else escape(name)
        rows.append(words + (quiet(_places(*moved[name][1:])) if name in moved else ""))
    listed = "".join(f"<li>{row}</li>" for row in rows)
    gone = (f"<del>{escape(name)}</del>{quiet('was ' + _rank(order.before.index(name) + 1))}" for name in order.left)
    return (f"<ol>{listed}</ol>" if rows else '<p class="quiet">None is named here.</p>') + items(
        gone, "No longer named"
    )


def _places(before: int, after: int) -> str:
    return f"{_rank(before)} → {_rank(after)}"


def _rank(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
