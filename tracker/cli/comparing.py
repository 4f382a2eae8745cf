"""A report beside the one before it of its serial, as lines of text."""

from collections.abc import Iterator
from itertools import groupby

from tracker.measures.order import Order
from tracker.queries.serials import Compared
from tracker.words.redline import Redline

CONTEXT = 1  # unchanged sentences that are shown beside those that changed


def lines(compared: Compared) -> Iterator[str]:
    """The redline with the marks of a diff, a sentence a line, and then what it comes to."""
    for mark, report in (("---", compared.before), ("+++", compared.report)):
        yield f"{mark} report {report.id}, {report.day}: {report.title}"
    yield from _redline(compared.redline)
    found = compared.formulas
    for what, phrases in (("dropped", found.dropped), ("new", found.added), ("back", found.returned)):
        for phrase in phrases:
            yield f"phrase {what}: {phrase.text} ({phrase.held} of {phrase.of})"
    yield from _order("concept", compared.concepts, {each: past.record for each, past in compared.records.items()})
    yield from _order("attendee", compared.attendees, {})
    for silence in compared.silences:
        yield f"silent: {silence.concept.id}, last {silence.last.day}, {silence.record.record}"
    for debut in compared.debuts:
        yield f"debut: {debut.concept.id}, after {debut.earlier} reports since {debut.first}: {''.join(debut.sentence)}"


def _redline(redline: Redline) -> Iterator[str]:
    at, pieces = 0, redline.pieces
    for same, group in groupby(pieces, key=lambda piece: piece.kind == "same"):
        run = list(group)
        first, last = CONTEXT * (at > 0), len(run) - CONTEXT * (at + len(run) < len(pieces))
        at += len(run)
        for place, piece in enumerate(run):
            if not same:
                old, new = (slice(*span) if span else None for span in (piece.old, piece.new))
                moved = " (moved)" if piece.kind in ("moved", "away") else ""
                if old and piece.kind != "moved":
                    yield f"-{_line(redline.old[old])}{moved}"
                if new and piece.kind != "away":
                    yield f"+{_line(redline.new[new])}{moved}"
            elif not first <= place < last:
                yield f" {_line(redline.text(piece))}"
            elif place == first:
                yield f"@@ {last - first} unchanged @@"


def _order(what: str, order: Order, rates: dict[str, str]) -> Iterator[str]:
    for name in order.joined:
        yield f"{what} new: {name}"
    for name in order.left:
        yield f"{what} gone: {name}" + (f", {rates[name]}" if name in rates else "")
    for moved in order.moved:
        yield f"{what} moved: {moved.name}, {moved.before} to {moved.after}"


def _line(text: str) -> str:
    return " ".join(text.split())
