"""Terms: what a reader asks for, a concept or any phrase, alone, summed or divided."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.errors import QueryError
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.text import HAN_CHARACTERS, normalise

_QUOTED = re.compile(r'"[^"]*"|“[^“”]*”|「[^「」]*」')
_TYPED = str.maketrans("＋／（）＂～\u3000", '+/()"~ ')  # as Chinese keyboards give them
# A sign divides or adds where blanks, quotes or parentheses part it from the phrases; C++ and a/b are phrases.
_SIGN = r"(?:(?<=[\")])%s|%s(?=[\"(])|(?<![^\s(])%s(?![^\s)]))"
_PLUS, _OVER = (re.compile(_SIGN.replace("%s", re.escape(sign))) for sign in "+/")
# Whether it does is not clear between Chinese characters, where no blanks are usual, nor with a blank on one side only.
_UNCLEAR = re.compile(
    rf"(?<=[{HAN_CHARACTERS}])[+/](?=[^\s+/\"()])|(?<=[^\s+/\"()])[+/](?=[{HAN_CHARACTERS}])"
    r"|(?<![^\s(])[+/](?=[^\s+/\"()])|(?<=[^\s+/\"()])[+/](?=\s+[^\s+/)])"
)
_BETWEEN = re.compile(r"(?<=[^\s+/\"()])[+/](?=[^\s+/\"()])")
_OPENING = re.compile(r"[\s(]*")
_NEAR = re.compile(rf"({_QUOTED.pattern})\s*~\s*(\d{{1,9}})\s*({_QUOTED.pattern})")
_TILDE = re.compile(r"(?<![^\s\"])~|~(?![^\s\"])")  # one that is not inside a word, as in 2020~2030
FARTHEST = 100  # words between two phrases: with more of them, they have little to do with each other


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
    """Read a term: a concept's id, a phrase with or without quotes, ``a + b``, ``a / b``, ``(a + b) / c``.

    In place of a phrase may stand ``"a" ~5 "b"``: two phrases with at most five words between them. A phrase becomes a
    concept of its own that is counted by the same rules. Quotes make a phrase of what is also a concept's id.
    QueryError if a side is empty, if there is more than one ``/``, or if a sign may as well be a part of a phrase,
    which would be counted and hardly ever be found.
    """
    typed = text.translate(_TYPED)
    hidden = _QUOTED.sub(lambda quoted: '"' * len(quoted[0]), typed)  # what stands in quotes has no signs
    wide = any(text[found.start()] in "＋／" for found in _BETWEEN.finditer(hidden))
    if wide or _UNCLEAR.search(hidden):
        raise QueryError(f"term {text!r}", "write a blank on both sides of + or /, or put the whole phrase in quotes")
    sides = [_sum(text, typed[start:end], hidden[start:end], lexicon) for start, end in _parts(_OVER, hidden)]
    if len(sides) > 2:
        raise QueryError(f"term {text!r}", "divide once only: a + b / c")
    return Term(text.strip(), *sides)


def _parts(sign: re.Pattern[str], hidden: str) -> Iterable[tuple[int, int]]:
    """Where each part between the signs begins and ends."""
    cuts = [0, *(place for found in sign.finditer(hidden) for place in found.span()), len(hidden)]
    return zip(cuts[::2], cuts[1::2], strict=True)


def _sum(text: str, typed: str, hidden: str, lexicon: Lexicon) -> tuple[Concept, ...]:
    """The concepts of one side of a term; parentheses around it, or within it, change no sum."""
    concepts, depth = [], 0
    for start, end in _parts(_PLUS, hidden):
        opening = _OPENING.match(hidden, start, end)
        assert opening is not None
        depth += opening[0].count("(")
        part = hidden[opening.end() : end].rstrip()
        while part.endswith(")") and part.count(")") > part.count("("):
            part, depth = part[:-1].rstrip(), depth - 1
            if depth < 0:
                break
        concepts.append(_concept(text, typed[opening.end() :][: len(part)], lexicon))
    if depth:
        raise QueryError(f"term {text!r}", "close each parenthesis on its side of the /, or put the phrase in quotes")
    return tuple(concepts)


def named(typed: str, lexicon: Lexicon) -> str:
    """The term that a reader typed: the id of the concept that is called just so, in either language, else as typed."""
    wanted, term = normalise(typed), " ".join(typed.split())
    for concept in lexicon.concepts.values() if wanted else ():
        if wanted in map(normalise, (concept.id, concept.label, concept.label_zh)):
            return concept.id
    return term


def _concept(text: str, part: str, lexicon: Lexicon) -> Concept:
    if part in lexicon.concepts:
        return lexicon.concepts[part]
    if _TILDE.search(_QUOTED.sub('""', part)):
        return _near(text, part)
    phrase = part[1:-1].strip() if _QUOTED.fullmatch(part) else part
    if not phrase or '"' in phrase:
        raise QueryError(f"term {text!r}", "write a concept, a phrase, a + b, or a / b")
    return Concept(id=f'"{phrase}"', label=phrase, variants={"": (phrase,)})


def _near(text: str, part: str) -> Concept:
    """Two phrases within some words of each other, as a concept of its own."""
    found = _NEAR.fullmatch(part)
    phrases = tuple(quoted[1:-1].strip() for quoted in (found[1], found[3])) if found else ()
    if not found or not all(phrases):
        problem = 'write two phrases in quotes, and how many words may be between them: "technology" ~5 "self-reliance"'
        raise QueryError(f"term {text!r}", problem)
    if int(found[2]) > FARTHEST:
        raise QueryError(f"term {text!r}", f"at most {FARTHEST} words may be between two phrases; write ~{FARTHEST}")
    name = f'"{phrases[0]}" ~{int(found[2])} "{phrases[1]}"'
    return Concept(id=name, label=name, variants={"": phrases}, near=int(found[2]))
