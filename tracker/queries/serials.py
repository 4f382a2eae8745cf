"""Serials: a report beside the one before it, what fell silent in it and what is new, like for like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from tracker.archive import reading, serials
from tracker.archive.opening import Archive
from tracker.documents import Report
from tracker.errors import QueryError
from tracker.measures import silence
from tracker.measures.order import Order, first_appearance
from tracker.words.attendees import Attendee, attendees
from tracker.words.concordance import context
from tracker.words.formulas import Formulas, Phrase, formulas
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.redline import Redline, redline
from tracker.words.text import located

PHRASED = 8  # reports on either side by which a phrase is known to be a set one
REMEMBERED = 20  # reports that a concept's record goes back


@dataclass(frozen=True, slots=True)
class Silence:
    """A concept that its record says should have been in a report, and is not.

    ``last`` is the last report that has it, ``since`` the first that has not.
    """

    concept: Concept
    record: silence.Silence
    last: Report
    since: Report


@dataclass(frozen=True, slots=True)
class Debut:
    """A concept's first report of a serial: ``earlier`` reports, since ``first``, are without it.

    ``present`` of the ``of`` reports from this one on have it. ``sentence`` is the first that does, as the text left
    of the words, they themselves, and right of them.
    """

    concept: Concept
    report: Report
    sentence: tuple[str, str, str]
    earlier: int
    first: date
    present: int
    of: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A report beside another, as a rule the one before it in its serial.

    ``serial`` is its label, empty for a report that is one of none. Offsets are in the original bodies: of ``before``
    for what was dropped, else of ``report``. ``moved`` are the set phrases that both have, as normalised. ``concepts``
    has the concepts of both by first appearance (ids), ``attendees`` the names, ``before_attendees`` and
    ``after_attendees`` where they stand. ``silences`` and ``debuts`` are those of ``report``, by the whole serial;
    ``records`` are those of the concepts that only ``before`` has.
    """

    serial: str
    before: Report
    report: Report
    redline: Redline
    formulas: Formulas
    moved: Order
    concepts: Order
    attendees: Order
    before_attendees: tuple[Attendee, ...]
    after_attendees: tuple[Attendee, ...]
    silences: tuple[Silence, ...]
    debuts: tuple[Debut, ...]
    records: Mapping[str, silence.Silence]


@dataclass(frozen=True, slots=True)
class _Serial:
    """The reports of a serial in one language, oldest first, and what each mentions."""

    reports: tuple[Report, ...]
    concepts: dict[int, set[str]]

    def has(self, concept: str) -> list[bool]:
        return [concept in self.concepts.get(report.id, ()) for report in self.reports]

    def until(self, report_id: int) -> "_Serial":
        return _Serial(self.reports[: self.place(report_id) + 1], self.concepts)

    def place(self, report_id: int) -> int:
        return next((at for at, report in enumerate(self.reports) if report.id == report_id), -1)


def previous(archive: Archive, report_id: int) -> Report | None:
    """The report of the same serial and language that came last before the day of this one; None if there is none."""
    return serials.previous(archive, report_id)


def reports(archive: Archive, serial: str, language: str | None = None) -> tuple[Report, ...]:
    """The reports of a serial, oldest first, without reprints, in one language: by default that of the newest."""
    with archive.snapshot() as now:
        spoken = language or serials.newest_language(now, serial)
        return tuple(serials.members(now, serial, spoken)) if spoken else ()


def compared(archive: Archive, lexicon: Lexicon, report_id: int, other_id: int | None = None) -> Compared:
    """A report beside the one before it, or beside another; QueryError if there is no such report, or none before."""
    with archive.snapshot() as now:
        before, report = _pair(now, report_id, other_id)
        at = serials.belongs(now, report_id) or serials.Belongs("", "")
        serial = _serial(now, *at) if at.serial else _Serial((), {})
        past = serial.until(report_id)
        texts = reading.texts(now, [report_id, before.id])
        old, new = texts[before.id].body, texts[report_id].body
        order = _order(now, lexicon, before, report)
        phrases, named = _formulas(now, serial, before, report, old, new), (attendees(old), attendees(new))
        return Compared(
            serial=next((each.label for each in lexicon.serials if each.id == at.serial), at.serial),
            before=before,
            report=report,
            redline=redline(old, new),
            formulas=phrases,
            moved=Order(phrases.kept_before, phrases.kept_after),
            concepts=order,
            attendees=Order(*(tuple(each.name for each in names) for names in named)),
            before_attendees=named[0],
            after_attendees=named[1],
            silences=_silences(lexicon, past),
            debuts=_debuts(now, lexicon, serial, report_id),
            records={concept: known for concept in order.left if (known := _record(past, concept))},
        )


def silences(archive: Archive, lexicon: Lexicon, serial: str, at: int | None = None) -> tuple[Silence, ...]:
    """The concepts that by their own record should be in a report of a serial, by default the newest, and are not.

    Judged like for like: among the reports of the same serial and language, the last 20 since the concept first
    appeared. What fell silent last is first.
    """
    with archive.snapshot() as now:
        whole = _serial(now, serial, _language(now, serial, at))
        return _silences(lexicon, whole.until(at) if at else whole)


def debuts(archive: Archive, lexicon: Lexicon, serial: str, at: int | None = None) -> tuple[Debut, ...]:
    """Every concept that entered a serial after its first report, newest first; with ``at`` those of that report."""
    with archive.snapshot() as now:
        return _debuts(now, lexicon, _serial(now, serial, _language(now, serial, at)), at)


def ranks(
    archive: Archive, lexicon: Lexicon, serial: str, language: str | None = None, concepts: Sequence[str] = ()
) -> pd.DataFrame:
    """The rank of every concept by first appearance in each report of a serial, oldest report first.

    With ``concepts`` their ranks among these alone. Columns: report, date, title, concept, label, rank (from 1), of
    (concepts in that report) and before, the rank in the report before it; None where it is not in that, or there is
    none. QueryError for a concept that the lexicon has not.
    """
    if unknown := [each for each in concepts if each not in lexicon.concepts]:
        raise QueryError(f"concept {unknown[0]}", "is none of the lexicon; `lexicon list` has them")
    wanted = set(concepts) or set(lexicon.concepts)
    with archive.snapshot() as now:
        members = reports(now, serial, language)
        mentions = reading.mentions_in(now, [report.id for report in members])
    orders = {
        report.id: [each for each in first_appearance(mentions[report.id]) if each in wanted] for report in members
    }
    rows = []
    for report in members:
        past = serials.before(members, report)
        earlier = {each: rank for rank, each in enumerate(orders[past.id] if past else (), 1)}
        about, order = (report.id, report.day, report.title), orders[report.id]
        rows += [
            (*about, each, lexicon.concepts[each].label, rank, len(order), earlier.get(each))
            for rank, each in enumerate(order, 1)
        ]
    columns = ["report", "date", "title", "concept", "label", "rank", "of", "before"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _pair(archive: Archive, report_id: int, other_id: int | None) -> tuple[Report, Report]:
    """The report that another is compared with, and that other."""
    wanted = [report_id] if other_id is None else [report_id, other_id]
    found = {report.id: report for report in reading.by_ids(archive, wanted)}
    for each in wanted:
        if each not in found:
            raise QueryError(f"report {each}", "there is no such report; `reports` lists them")
    before = serials.previous(archive, report_id) if other_id is None else found[other_id]
    if before is None:
        raise QueryError(f"report {report_id}", "has none before it; serials in lexicon.yaml say which reports recur")
    return before, found[report_id]


def _order(archive: Archive, lexicon: Lexicon, before: Report, report: Report) -> Order:
    mentions = reading.mentions_in(archive, [before.id, report.id])
    known = ([each for each in mentions[one.id] if each.concept in lexicon.concepts] for one in (before, report))
    return Order(*map(first_appearance, known))


def _serial(archive: Archive, serial: str, language: str) -> _Serial:
    return _Serial(tuple(serials.members(archive, serial, language)), serials.presence(archive, serial, language))


def _language(archive: Archive, serial: str, at: int | None) -> str:
    """That of the report ``at``, or of the newest; a report that is none of the serial is a QueryError."""
    if at is None:
        return serials.newest_language(archive, serial) or ""
    found = serials.belongs(archive, at)
    if found is None or found.serial != serial:
        raise QueryError(f"report {at}", f"is none of the serial {serial!r}")
    return found.language


def _formulas(archive: Archive, serial: _Serial, before: Report, report: Report, old: str, new: str) -> Formulas:
    """Set phrases by the reports up to ``before`` and from ``report`` on; none between reports of different serials."""
    first, last = serial.place(before.id), serial.place(report.id)
    if not 0 <= first < last:
        return Formulas()
    earlier = serial.reports[max(0, first + 1 - PHRASED) : first + 1]
    later = serial.reports[last + 1 : last + 1 + PHRASED]
    bodies = serials.normal_bodies(archive, [each.id for each in (*earlier, report, *later)])
    found = formulas([bodies[each.id] for each in earlier], bodies[report.id], [bodies[each.id] for each in later])
    return replace(
        found,
        dropped=_as_written(found.dropped, old),
        added=_as_written(found.added, new),
        returned=_as_written(found.returned, new),
    )


def _as_written(phrases: Sequence[Phrase], text: str) -> tuple[Phrase, ...]:
    """Phrases with their offsets mapped from the normalised text to the original, and as they stand there."""
    places = located(text, ((each.start, each.end) for each in phrases))
    return tuple(
        each._replace(text=" ".join(text[start:end].split()), start=start, end=end)
        for each, (start, end) in zip(phrases, places, strict=True)
    )


def _record(serial: _Serial, concept: str) -> silence.Silence | None:
    """A concept's absence from the newest report, by its record in the last ones; None if it is there, or never was."""
    return silence.silence(serial.has(concept)[-REMEMBERED:])


def _silences(lexicon: Lexicon, serial: _Serial) -> tuple[Silence, ...]:
    found = []
    for concept in lexicon.concepts.values():
        past = _record(serial, concept.id)
        if past and past.missed:
            last = len(serial.reports) - past.length - 1
            found.append(Silence(concept, past, serial.reports[last], serial.reports[last + 1]))
    return tuple(sorted(found, key=lambda each: (each.record.length, each.record.probability)))


def _debuts(archive: Archive, lexicon: Lexicon, serial: _Serial, at: int | None = None) -> tuple[Debut, ...]:
    entered: dict[int, list[Concept]] = {}
    for concept in lexicon.concepts.values():
        has = serial.has(concept.id)
        if any(has) and not has[0] and at in (None, serial.reports[has.index(True)].id):
            entered.setdefault(has.index(True), []).append(concept)
    ids = [serial.reports[place].id for place in entered]
    texts, mentions = reading.texts(archive, ids), reading.mentions_in(archive, ids)
    found = []
    for place in sorted(entered, reverse=True):
        report = serial.reports[place]
        firsts = {each.concept: each for each in reversed(mentions[report.id])}
        for concept in entered[place]:
            mention, has = firsts[concept.id], serial.has(concept.id)[place:]
            text = texts[report.id].title if mention.place == "title" else texts[report.id].body
            line = context(text, *located(text, [(mention.start, mention.end)])[0])
            found.append(Debut(concept, report, line, place, serial.reports[0].day, sum(has), len(has)))
    return tuple(found)
