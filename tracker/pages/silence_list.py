"""Concepts that fell silent in a serial and those that entered it, as HTML, each with its base rate."""

from collections.abc import Iterable, Sequence
from html import escape

from tracker.queries.serials import Debut, Silence


def silences(found: Sequence[Silence]) -> str:
    """Those that fell silent here, and folded those that did so before."""
    here = [each for each in found if each.record.length == 1]
    longer = [each for each in found if each.record.length > 1]
    folded = f"<details><summary>{len(longer)} silent for longer</summary>{items(map(_silence, longer))}</details>"
    return items(map(_silence, here)) + (folded if longer else "")


def _silence(silence: Silence) -> str:
    probability, number = silence.record.probability, silence.record.length
    chance = "under 1 %" if probability < 0.01 else f"{100 * probability:.0f} %"
    run = f" Absent from {number} now;" if number > 1 else ""
    last = f"{'last' if run else 'Last'} on {silence.last.day:%-d %B %Y}; so long an absence had a chance of {chance}"
    return f"{escape(silence.concept.label)}{quiet(f'{silence.record.record}{run} {last}')}"


def _debut(debut: Debut) -> str:
    left, match, right = map(escape, debut.sentence)
    first = f"first in these reports (since {debut.first:%-d %B %Y}), after {debut.earlier} reports without it"
    stayed = f"; in {debut.present} of the {debut.of} reports from here on" if debut.of > 1 else ""
    return f"{escape(debut.concept.label)}{quiet(first + stayed)}<br>{left}<mark>{match}</mark>{right}"


def debuts(found: Sequence[Debut]) -> str:
    """The concepts that no earlier report of the serial has, each with its first sentence."""
    return items(map(_debut, found))


def items(rows: Iterable[str], title: str = "") -> str:
    """A list under a heading; nothing where it is empty."""
    listed = "".join(f"<li>{row}</li>" for row in rows)
    heading = f"<h3>{title}</h3>" if title else ""
    return f"{heading}<ul>{listed}</ul>" if listed else ""


def quiet(words: str) -> str:
    """An aside."""
    return f'<span class="quiet">{words}</span>'
