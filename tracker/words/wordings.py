"""Wordings: stretches of text that are a known formula with words put in, or with its beginning or end cut off."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from tracker.words.matching import edge, pieces
from tracker.words.text import HAN_CHARACTERS, normalise

Kind = Literal["insertion", "truncation"]

_LETTERS = r"[a-z0-9\u00df-\u024f']"
_PUT_IN = rf"((?: [a-z\u00df-\u024f]{_LETTERS}*){{1,2}}) "
_PUT_IN_HAN = f"([{HAN_CHARACTERS}]{{1,4}}?)"
_LATIN = re.compile(rf"{_LETTERS}+\*?(?: {_LETTERS}+\*?)*")
_HAN = re.compile(f"[{HAN_CHARACTERS}]+")
# Words that join or point and name nothing: put in or left at a cut, they make no other formula.
_EMPTY = frozenset(
    (  # noqa: SIM905
        "a an and as at be been by for from has have he in is it its of on or our s that the their they this to was we "
        "were which will with 的 和 与 及 在 是 为 了 以 对 等 之 其 也 将 并 或"
    ).split()
)
SHORTEST_CUT = {"words": 2, "characters": 4}  # what has to be left of a formula
SHORTEST_SIDE = 2  # Han characters on each side of what is put in


class Stretch(NamedTuple):
    """One stretch at [start, end) of normalised text, and how it would be written as a variant."""

    kind: Kind
    formula: str
    wording: str
    start: int
    end: int


class _Shape(NamedTuple):
    """A pattern made from a formula; ``parts`` is what of the formula stands before and after the gap."""

    kind: Kind
    formula: str
    parts: tuple[str, ...]
    glue: str
    pattern: re.Pattern[str]


class Kin:
    """Finds the kin of a concept's formulas; immutable, so threads may share it.

    A formula in Latin letters of two or more words is found with one or two words put in, one of three or more cut to
    two or more. A formula of four or more Han characters is found with one to four put in, one of five or more cut to
    four or more. Formulas that mix scripts have no kin.
    """

    def __init__(self, formulas: Iterable[str]) -> None:
        """Compile the formulas."""
        formulas = tuple(formulas)
        self._known = {pieces(formula) for formula in formulas}
        self._shapes = [shape for formula in formulas for shape in _shapes(formula, self._known)]
        self._whole = {formula: _pattern(_units(formula)[0], _units(formula)[1]) for formula in formulas}

    @property
    def literals(self) -> list[tuple[str, ...]]:
        """Groups of literals: a text that has not all of any one group has no kin in it."""
        groups = list(dict.fromkeys(tuple(map(_literal, shape.parts)) for shape in self._shapes))
        return [group for group in groups if not any(_implies(group, other) for other in groups if other != group)]

    def find(self, normal: str) -> Iterator[Stretch]:
        """Every stretch of normalised text that is kin; a cut formula that stands inside the whole one is none."""
        seen: set[tuple[int, int]] = set()  # two formulas may have the same kin
        for shape in self._shapes:
            whole = [match.span() for match in self._whole[shape.formula].finditer(normal)]
            for match in shape.pattern.finditer(normal):
                start, end = match.span()
                inside = any(first <= start and end <= last for first, last in whole)
                if inside or not (edge(normal, start) and edge(normal, end)):
                    continue
                put_in = match[1].strip() if shape.kind == "insertion" else ""
                if put_in and all(word in _EMPTY for word in (put_in.split() if shape.glue else put_in)):
                    continue
                wording = shape.glue.join([shape.parts[0], put_in, shape.parts[1]] if put_in else shape.parts)
                if pieces(wording) not in self._known and (start, end) not in seen:
                    seen.add((start, end))
                    yield Stretch(shape.kind, shape.formula, wording, start, end)


def _shapes(formula: str, known: set[tuple[str, ...]]) -> Iterator[_Shape]:
    units, glue = _units(formula)
    side = 1 if glue else SHORTEST_SIDE
    for gap in range(side, len(units) - side + 1):
        before, after = units[:gap], units[gap:]
        put_in = _PUT_IN if glue else _PUT_IN_HAN
        pattern = re.compile(_source(before, glue) + put_in + _source(after, glue))
        yield _Shape("insertion", formula, (glue.join(before), glue.join(after)), glue, pattern)
    shortest = SHORTEST_CUT["words" if glue else "characters"]
    for length in range(len(units) - 1, shortest - 1, -1):
        for rest in (units[len(units) - length :], units[:length]):
            if pieces(glue.join(rest)) not in known and not {rest[0].lower(), rest[-1].lower()} & _EMPTY:
                yield _Shape("truncation", formula, (glue.join(rest),), glue, _pattern(rest, glue))


def _units(formula: str) -> tuple[list[str], str]:
    """A formula's words as written, or its Han characters, and what stands between them; none if it mixes scripts."""
    normal = normalise(formula)
    if _HAN.fullmatch(normal):
        return list(normal), ""
    if not _LATIN.fullmatch(normal):
        return [], " "
    written = formula.replace("-", " ").split()
    return (written if normalise(" ".join(written)) == normal else normal.split()), " "


def _pattern(units: list[str], glue: str) -> re.Pattern[str]:
    return re.compile(_source(units, glue) if units else r"(?!)")


def _source(units: list[str], glue: str) -> str:
    return glue.join(re.escape(normalise(unit)).replace(r"\*", f"{_LETTERS}*") for unit in units)


def _implies(group: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether every text with all of the group has all of the other."""
    return all(any(literal in mine for mine in group) for literal in other)


def _literal(part: str) -> str:
    """The longest text without a star that any stretch has from this part of the formula."""
    return max(normalise(part).split("*"), key=len).strip()
