"""Found: the sums of what was found of a term in reports at hand, by wording, cue or speaker where told apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tracker.archive.opening import Archive
from tracker.documents import Place
from tracker.measures.choices import Measure, Split
from tracker.measures.series import SHARES, Counts
from tracker.queries import counted, speakers
from tracker.queries.counted import UNITS, Floats, Numbers, Periods, Reports
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.terms import Term

UNATTRIBUTED = "unattributed"  # the split of mentions without a cue, or without a speaker


@dataclass(frozen=True)
class Within:
    """The reports at hand and the places in them that are counted; ``measure`` says what is wanted of them."""

    reports: Reports
    places: tuple[Place, ...]
    span: Periods
    measure: Measure

    def valued(self, numbers: Numbers, weight: Floats) -> Floats:
        """What each report adds to one side of ``a / b``."""
        if self.measure == "emphasis":
            return weight
        return (numbers > 0).astype(float) if self.measure in SHARES else numbers.astype(float)


def found(
    archive: Archive, lexicon: Lexicon, term: Term, within: Within, split: Split | None
) -> dict[str, Counts]:  # fmt: skip
    """The sums of a term by split, a report that mentions several of its concepts once; empty if nothing was found."""
    above = _numbers(archive, lexicon, term.above, within, split)
    if split == "speaker":
        speaking = {name: numbers for name, (numbers, _) in above.items() if name != UNATTRIBUTED}
        named = speakers.names(archive, within.reports, speaking)
        above = {named.get(name, name): each for name, each in above.items()}
    if not term.below:
        return _in_order({name: _summed(within, *each) for name, each in above.items()})
    nothing = np.zeros(len(within.reports.ids), np.int64), np.zeros(len(within.reports.ids))
    below = within.valued(*_numbers(archive, lexicon, term.below, within, None).get("", nothing))
    divided = {}
    # Every wording above the line is divided by all that is below it.
    for name, each in (above or {"": nothing}).items():
        both = counted.against(within.reports, within.span, within.valued(*each), below)
        names = ("divisor", "reports_either", "sum_divisor_sq", "sum_products")
        divided[name] = replace(_summed(within, *each), **{of: getattr(both, of) for of in names})
    return _in_order(divided)


def _summed(within: Within, numbers: Numbers, weight: Floats) -> Counts:
    return counted.mentioned(within.reports, within.places, within.span, numbers, weight)


def _in_order(sums: dict[str, Counts]) -> dict[str, Counts]:
    return dict(sorted(sums.items(), key=lambda each: (_earliest(each[1]), each[0])))


def _earliest(counts: Counts) -> tuple[int, str]:
    """The first period with a mention, and the first unit there, by name."""
    units, places = np.nonzero(counts.reports_with)
    return min(
        ((place, UNITS[unit]) for unit, place in zip(units.tolist(), places.tolist(), strict=True)), default=(0, "")
    )


def _numbers(
    archive: Archive, lexicon: Lexicon, concepts: Sequence[Concept], within: Within, split: Split | None
) -> dict[str, tuple[Numbers, Floats]]:
    """How often some concepts stand in each report, and what that weighs, by split; only what stands somewhere."""
    numbers: dict[str, tuple[Numbers, Floats]] = {}
    for concept in concepts:
        for name, (here, weight) in _of_one(archive, lexicon, concept, within, split):
            before, weighed = numbers.get(name, (0, 0.0))
            numbers[name] = before + here, weighed + weight
    return {name: each for name, each in numbers.items() if each[0].any()}


def _of_one(
    archive: Archive, lexicon: Lexicon, concept: Concept, within: Within, split: Split | None
) -> Iterator[tuple[str, tuple[Numbers, Floats]]]:
    """The same of one concept."""
    if within.measure == "emphasis" or split in ("cue", "speaker"):
        keys = {
            "cue": lambda tally: tally.cue or UNATTRIBUTED,
            "speaker": lambda tally: tally.speaker or UNATTRIBUTED,
            "variant": lambda tally: tally.variant,
        }
        key = keys.get(split or "", lambda tally: "")
        yield from counted.weighed(archive, lexicon, concept, within.reports, within.places, key).items()
        return
    for wording, here in counted.counts(archive, lexicon, concept, within.reports, within.places).items():
        yield wording if split == "variant" else "", (here, np.zeros(len(here)))
