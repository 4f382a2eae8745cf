"""Terms: what a reader asks for, a concept or any phrase, alone, summed or divided."""

import re
from dataclasses import dataclass

from tracker.errors import QueryError
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.text import normalise

_PART = re.compile(r'\s*("[^"]*"|[^"]+?)\s*(?:(?<=[\s"])([+/])(?=[\s"])|$)')


@dataclass(frozen=True, slots=True)
class Term:
    """A question as typed: the sum of ``above``, divided by the sum of ``below`` where there is one."""

    text: str
    above: tuple[Concept, ...]
    below: tuple[Concept, ...] = ()

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """Every concept that must be counted for this term."""
        return self.above + self.below


def read(text: str, lexicon: Lexicon) -> Term:
    """Read a term: a concept's id, a phrase with or without quotes, ``a + b``, ``a / b``.

    A phrase becomes a concept of its own that is counted by the same rules. Quotes make a phrase of what
    is also a concept's id. QueryError if a side is empty or there is more than one ``/``.
    """
    sides: list[list[Concept]] = [[]]
    position, operator = 0, "+"
    while operator:
        match = _PART.match(text, position)
        if match is None or not match[1].strip('" ') or match[1].startswith(("+ ", "/ ")):
            raise QueryError(f"term {text!r}", "write a concept, a phrase, a + b, or a / b")
        sides[-1].append(_concept(match[1].strip(), lexicon))
        position, operator = match.end(), match[2]
        if operator == "/":
            sides.append([])
    if len(sides) > 2:
        raise QueryError(f"term {text!r}", "divide once only: a + b / c")
    return Term(text.strip(), tuple(sides[0]), tuple(sides[1]) if len(sides) == 2 else ())


def named(typed: str, lexicon: Lexicon) -> str:
    """The term that a reader typed: the id of the concept that is called just so, in either language, else as typed."""
    wanted, term = normalise(typed), " ".join(typed.split())
    for concept in lexicon.concepts.values() if wanted else ():
        if wanted in map(normalise, (concept.id, concept.label, concept.label_zh)):
            return concept.id
    return term


def _concept(part: str, lexicon: Lexicon) -> Concept:
    if part.startswith('"'):
        part = part.strip('"').strip()
    elif part in lexicon.concepts:
        return lexicon.concepts[part]
    return Concept(id=f'"{part}"', label=part, variants={"": (part,)})
